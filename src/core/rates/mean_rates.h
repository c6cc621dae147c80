/* mean_rates.h - the mean of the rates of single patients */
#ifndef MSAUDIT_MEAN_RATES_H
#define MSAUDIT_MEAN_RATES_H

#include "base/status.h"

/* One element a group. */
typedef struct {
    double *patients; /* those with time */
    double *mean;     /* of their rates; NaN of none */
    double *std_error, *low, *high;
} audit_mean_rates;

/*
 * Element i is a patient of group[i], counted from 1 to n_groups, with
 * events[i] events in time[i]; those without time are left out. The limits at
 * conf_level are Student's, the lower one no less than 0; std_error and limits
 * are NaN where the rates do not vary, as those of one patient do not.
 * workspace has 2 * n_groups doubles.
 *
 * Refused: a group out of range, events that are negative or not finite, what is
 * no time (audit_is_time()).
 */
audit_status audit_mean_of_rates(const double *events, const double *time,
                                 const int *group, size_t n, size_t n_groups,
                                 double conf_level, double *workspace,
                                 const audit_mean_rates *rates);

#endif
