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
 * AUDIT_MISSING says that the version has no grade for such values. Where the
 * criteria have a cut of its own for another unit, whose factor to the unit of
 * the rules is own_factor[i], own_cut[i], in the unit of the rules, holds for
 * values that came in it; NaN where they have none, NULL where none has.
 */
typedef struct {
    size_t n, n_tests;
    const int *test, *term, *direction, *or_at, *grade, *of, *baseline;
    const double *factor, *plus, *own_factor, *own_cut;
} audit_lab_rules;

/* The threshold of rule i, where `of` is what it is a multiple of. */
static inline double audit_rule_limit(const audit_lab_rules *rules, size_t i,
                                      double of, double unit_factor)
{
    return rules->own_factor && rules->own_factor[i] == unit_factor
               ? rules->own_cut[i] : rules->factor[i] * of + rules->plus[i];
}

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
 * The grade lies between least and most, both 0 to 4: one grade where they are
 * the same, and AUDIT_MISSING without a value or a rule. Whatever the value had
 * been, it would be known of it whether its grade is g or more for each g from
 * `from` on: 1 where no limit that is not known decides, 5 where one or the unit
 * decides all. rule is the number from 1 of the rule that gave a grade above 0,
 * AUDIT_MISSING where the grade is not one. Of a test with a term for low and
 * one for high values the one whose least grade is the higher is given; where
 * both may be 0 the most is that of both. term is the one that gave the grade, or
 * the first one of the test, and direction which way it goes (1 low, 2 high).
 */
typedef struct {
    int least, most, from, reason, rule, term, direction;
} audit_lab_verdict;

/* The grade, AUDIT_MISSING where it is not decided. */
static inline int audit_lab_grade(const audit_lab_verdict *found)
{
    return found->least == found->most ? found->least : AUDIT_MISSING;
}

/*
 * What a test whose grade is least to most, decided from `from` on, says of a
 * grade of g or more.
 */
enum {
    AUDIT_BELOW_GRADE = 0,
    AUDIT_AT_GRADE = 1,
    AUDIT_BOUND_OPEN = -1 /* it counts, but its bound leaves it open */
};

static inline int audit_grade_state(int least, int most, int g)
{
    return least >= g ? AUDIT_AT_GRADE
         : most < g ? AUDIT_BELOW_GRADE : AUDIT_BOUND_OPEN;
}

/*
 * Those of test t are the rules from first[t] to first[t + 1] - 1. normal_is_0: a
 * value that is not below the laboratory's lower limit has grade 0 by a term for
 * low values, so that nothing is decided by such a term without that limit.
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
