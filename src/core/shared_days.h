/* shared_days.h - how far two periods overlap */
#ifndef MSAUDIT_SHARED_DAYS_H
#define MSAUDIT_SHARED_DAYS_H

#include <stddef.h>

/* Ranges (start, stop] of one period, in order of patient and day, apart. */
typedef struct {
    size_t n;
    const int *patient, *start, *stop;
} audit_period_ranges;

/* Of how many patients two periods share days, and how many days in all. */
typedef struct {
    double patients, days;
} audit_shared;

audit_shared audit_shared_days(const audit_period_ranges *a,
                               const audit_period_ranges *b);

#endif
