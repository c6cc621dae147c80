/* lab_judge.h - what the rules of its test say of one laboratory value */
#ifndef MSAUDIT_LAB_JUDGE_H
#define MSAUDIT_LAB_JUDGE_H

#include "lab_values.h"

/* What a threshold is a multiple of. */
typedef enum {
    AUDIT_OF_VALUE,          /* of 1: a fixed value */
    AUDIT_OF_LLN,            /* of the laboratory's lower limit */
    AUDIT_OF_ULN,            /* of its upper limit */
    AUDIT_OF_BASELINE,       /* of the patient's value at baseline */
    AUDIT_OF_ULN_OR_BASELINE /* of the greater of the two */
} audit_threshold_of;

/* For which baselines a rule is. */
typedef enum {
    AUDIT_ANY_BASELINE,
    AUDIT_HIGH_BASELINE,
    AUDIT_NOT_HIGH_BASELINE,
    AUDIT_LOW_BASELINE,
    AUDIT_NOT_LOW_BASELINE
} audit_baseline_kind;

/*
 * Rules, in order of test (codes from 1 to n_tests) and term (from 1), the
 * highest grade of a term first. A value of test[i] beyond factor[i] times of[i]
 * and plus[i], below (direction -1) or above it (1) or (or_at) at it, has
 * grade[i], if its baseline is of the kind baseline[i]. A grade of
 * AUDIT_MISSING says that the version has no grade for such values.
 */
typedef struct {
    size_t n, n_tests;
    const int *test, *term, *direction, *or_at, *grade, *of, *baseline;
    const double *factor, *plus;
} audit_lab_rules;

/*
 * Where a baseline lay in the laboratory's range: bits of a sum, as far as it is
 * known; or that the value is not after a baseline, and is graded by ranges
 * alone.
 */
enum {
    AUDIT_NOT_LOW = 1,
    AUDIT_LOW = 2,
    AUDIT_NOT_HIGH = 4,
    AUDIT_HIGH = 8,
    AUDIT_BY_RANGE = 16
};

/*
 * Baselines of the values: in the unit of the rules, NaN where not known, and
 * where they lay.
 */
typedef struct {
    const double *value;
    const int *state;
} audit_lab_baselines;

/* Why a value has the grade that it has, or none. */
typedef enum {
    AUDIT_GRADED = 1,
    AUDIT_NO_RULE,         /* no rule for the test */
    AUDIT_NO_VALUE,        /* the value is missing */
    AUDIT_NO_UNIT,         /* its unit is missing or not understood */
    AUDIT_NO_RANGE,        /* a limit is missing, and no fixed cut decides */
    AUDIT_NO_TERM,         /* the version has no grade for such a value */
    AUDIT_NO_BASELINE,     /* graded as if the baseline, unknown, was normal */
    AUDIT_CENSOR_DECIDES,  /* censored, and the grade is the same all the way */
    AUDIT_CENSOR_OPEN      /* censored, and it could be one of several grades */
} audit_lab_reason;

/*
 * grade is 0 to 4, or AUDIT_MISSING where it is not decided; rule is the number
 * from 1 of the rule that gave a grade above 0, or AUDIT_MISSING. Of a test with
 * a term for low and one for high values the higher grade is given; it is 0 only
 * if both are. term is the one that gave the grade, or the first one of the test,
 * and direction which way it goes (1 low, 2 high).
 */
typedef struct {
    int grade, reason, rule, term, direction;
} audit_lab_verdict;

/*
 * Those of test t are the rules from first[t] to first[t + 1] - 1. normal_is_0: a
 * value that is known not to be below the laboratory's lower limit has grade 0 by
 * a term for low values.
 */
typedef struct {
    const audit_lab_rules *rules;
    const size_t *first;
    int normal_is_0;
} audit_lab_judge;

/*
 * The verdict without a grade, for a reason, on a test that has rules; AUDIT_NO_RULE
 * on one that has none.
 */
audit_lab_verdict audit_ungraded_lab(const audit_lab_judge *judge, int test,
                                     int reason);

/*
 * The verdict on a value that is known and whose test has rules. baseline is in
 * the unit of the rules, NaN where not known, state as of audit_lab_baselines.
 */
audit_lab_verdict audit_judge_lab(const audit_lab_judge *judge, audit_lab lab,
                                  double baseline, int state);

#endif
