/* shared_days.h - how far periods overlap */
#ifndef MSAUDIT_SHARED_DAYS_H
#define MSAUDIT_SHARED_DAYS_H

#include <stddef.h>

/*
 * Ranges (start[i], stop[i]] of days of patients in periods, which count from 1,
 * in order of patient and start. Those of a patient in one period are apart.
 */
typedef struct {
    size_t n;
    const int *period, *patient, *start, *stop;
} audit_day_ranges;

/* In how many patients two periods share days, and how many days in all. */
typedef struct {
    double days;
    int patients, last; /* the patient counted last */
} audit_shared;

/*
 * What the periods from `first` on, `n_first` of them, share with those after them of
 * `n_periods`: period p and a later one q at sums[(p - first) * n_periods + q - 1].
 */
typedef struct {
    int first, n_first, n_periods;
    audit_shared *sums;
} audit_shared_table;

/*
 * Adds the days that are shared by the ranges from `row` on, at which a patient begins,
 * up to the first patient who begins at row `until` or later; gives that row, or
 * ranges->n. `running` is workspace for n_periods. Only ranges that do share days are
 * looked at in pairs.
 */
size_t audit_shared_days(const audit_day_ranges *ranges, size_t row,
                         size_t until, size_t *running,
                         const audit_shared_table *table);

#endif
