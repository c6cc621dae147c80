/* lab_baselines.h - what each value is compared with: the test before it all */
#ifndef MSAUDIT_LAB_BASELINES_H
#define MSAUDIT_LAB_BASELINES_H

#include "lab_judge.h"

/* Workspace of n_tests + 1 each. */
typedef struct {
    double *value;
    int *state, *day;
} audit_baseline_work;

/*
 * Of values in order of patient and day, those of patient p counted from
 * origin[p - 1]: the baseline of a value after that day is the last known and
 * uncensored value of its test on it or before, the highest of several on one
 * day. A value up to that day, or without one, is AUDIT_BY_RANGE. Codes of tests
 * are up to n_tests.
 */
void audit_find_baselines(const int *patient, const int *day,
                          const audit_lab_values *values, const int *origin,
                          size_t n_tests, double *value, int *state,
                          audit_baseline_work *work);

/* Where a value lies in the range of the laboratory, as far as it is known. */
int audit_range_state(audit_lab lab);

#endif
