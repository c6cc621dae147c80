/* lab_grades.h - laboratory values graded by a table of rules */
#ifndef MSAUDIT_LAB_GRADES_H
#define MSAUDIT_LAB_GRADES_H

#include "status.h"

/* What a threshold is a multiple of. */
typedef enum {
    AUDIT_OF_VALUE, /* of 1: a fixed value */
    AUDIT_OF_LLN,   /* of the laboratory's lower limit */
    AUDIT_OF_ULN    /* of its upper limit */
} audit_threshold_of;

/*
 * Rules, in order of test, the highest grade of a test first. A value of
 * test[i] below (direction -1) or above (1) factor[i] times of[i] has grade[i].
 */
typedef struct {
    size_t n;
    const int *test, *direction, *grade, *of;
    const double *factor;
} audit_lab_rules;

/*
 * Values in the unit of the rules. censored is -1 where the value is known to
 * lie below, -2 where it may also be the bound itself, 1 above, 2 above or at
 * it, 0 where it is the value; low and high are the limits of
 * the laboratory, NaN where not known. A test that no rule has, 0 say, is not
 * graded.
 */
typedef struct {
    size_t n;
    const int *test, *censored;
    const double *value, *low, *high;
} audit_lab_values;

/* Why a value has the grade that it has, or none. */
typedef enum {
    AUDIT_GRADED,
    AUDIT_NO_RULE,         /* no rule for the test */
    AUDIT_NO_VALUE,        /* the value is missing */
    AUDIT_NO_RANGE,        /* a limit is missing, and no fixed cut decides */
    AUDIT_CENSOR_DECIDES,  /* censored, and the grade is the same all the way */
    AUDIT_CENSOR_OPEN      /* censored, and it could be one of several grades */
} audit_lab_reason;

/*
 * grade[i] is 0 to 5, or AUDIT_MISSING where it is not decided; reason[i] says
 * why. Values alike to 14 digits are the same, so that one at a threshold is
 * not beyond it.
 *
 * Refused: rules out of order (AUDIT_NOT_SORTED).
 */
audit_status audit_grade_labs(const audit_lab_values *values,
                              const audit_lab_rules *rules,
                              int *grade, int *reason);

/* Where a value lies in the range of the laboratory: bits of a sum. */
enum { AUDIT_NOT_LOW = 1, AUDIT_LOW = 2, AUDIT_NOT_HIGH = 4, AUDIT_HIGH = 8 };

/* 0 where neither limit, or no value, is known. */
void audit_lab_states(const audit_lab_values *values, int *state);

#endif
