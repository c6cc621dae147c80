/* patient_rates.h - the rate of a group of patients, and how they vary */
#ifndef MSAUDIT_PATIENT_RATES_H
#define MSAUDIT_PATIENT_RATES_H

#include "base/status.h"
#include "spread.h"

/* One element a group. */
typedef struct {
    double *patients;    /* those with time */
    double *with_event;  /* those of them with an event */
    double *left_out;    /* those without time */
    double *events, *time;
    double *dispersion;  /* variance of the count over a Poisson's, >= 1 */
    double *std_error;   /* robust, of the rate; NaN of fewer than two */
} audit_patient_rates;

/*
 * Element i is a patient of group[i], counted from 1 to n_groups, with
 * events[i] events in time[i], in whatever unit. With y events and time t of
 * patient i of n, r = sum(y) / sum(t) and S = n / (n - 1) * sum (y - r t)^2,
 * std_error is sqrt(S) / sum(t) and dispersion the greater of 1 and S / sum(y);
 * it is 1 where S / sum(y) is not defined. workspace has 4 * n_groups doubles.
 *
 * The sums are compensated, but to be the same to the last bit the patients
 * must come in the same order.
 *
 * Refused: a group out of range, what is no count, what is no time
 * (audit_is_time()), events in no time.
 */
audit_status audit_rates_of_patients(const double *events, const double *time,
                                     const int *group, size_t n,
                                     size_t n_groups, double *workspace,
                                     const audit_patient_rates *rates);

/*
 * How far the patients of each group vary (spread.h), of events and times as they
 * are above, checked; `part` of either are one event in its time: counts may come
 * as whole numbers of parts of an event. Of a group of fewer than two patients,
 * or without an event, alpha is 0 and the jackknife's dispersion 1. first has
 * n_groups + 1 whole numbers, workspace 2 n doubles.
 */
audit_status audit_spread_of_patients(const double *events, const double *time,
                                      const int *group, size_t n,
                                      size_t n_groups, double part,
                                      size_t *first, double *workspace,
                                      audit_spread *spread);

/*
 * Where the work on all groups stands: begin, go on by passes over so many patients
 * at least, as often as it takes until `is_done`. `first`, the workspace and `spread`
 * are the work's until then.
 */
typedef struct {
    int is_done;
    /* The rest is the work's own. */
    const size_t *first;
    size_t n_groups, group; /* from 0 */
    const double *counts, *times;
    audit_spread *spread;
    audit_spreading now;
} audit_patient_spread;

audit_patient_spread
audit_patient_spread_begin(const double *events, const double *time,
                           const int *group, size_t n, size_t n_groups,
                           double part, size_t *first, double *workspace,
                           audit_spread *spread);
audit_status audit_patient_spread_go_on(audit_patient_spread *work,
                                        size_t patients);

#endif
