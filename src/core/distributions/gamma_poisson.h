/* gamma_poisson.h - counts of patients whose rates vary like a gamma variable */
#ifndef MSAUDIT_GAMMA_POISSON_H
#define MSAUDIT_GAMMA_POISSON_H

#include <stddef.h>

/*
 * Patients by the length of the window in which their events were counted, of
 * n different lengths. Where all were selected for an event (is_truncated) those
 * without are not counted at all, and the law of a count is that of one above 0.
 *
 * above[j] is the number of patients with more than j events, j < most, the
 * greatest number (nb_likelihood.h); constant is the sum of y log(time), of
 * truncated counts (y - 1) log(time), less log(y!).
 */
typedef struct {
    size_t n, most;
    int is_truncated;
    double *time, *patients, *with_event, *events; /* n each */
    const double *above;
    double constant;
} audit_windows;

/*
 * Gathers patients into windows, whose arrays have room for one a patient.
 * Patients of one length that stand together share a window.
 */
void audit_gather_windows(const double *events, const double *time, size_t n,
                          const double *above, size_t most,
                          audit_windows *windows);

/*
 * The rate per unit of time is lambda times a gamma variable of mean 1 and
 * variance alpha, the shape being 1 / alpha. spread is alpha / (1 + alpha), from
 * 0, where counts are Poisson, to 1, where those above 0 follow the law of the
 * logarithmic series and lambda is 0. log_size is the log of lambda (1 + alpha),
 * which stays above 0 there.
 */
typedef struct {
    double log_size, spread;
} audit_gamma_poisson;

/* At a spread of 1 it is minus infinity where the counts are not truncated. */
double audit_gamma_poisson_likelihood(const audit_windows *windows,
                                      audit_gamma_poisson law);

/* For truncated counts, its derivatives by log_size and by spread. */
double audit_gamma_poisson_by_size(const audit_windows *windows,
                                   audit_gamma_poisson law);
double audit_gamma_poisson_by_spread(const audit_windows *windows,
                                     audit_gamma_poisson law);

/*
 * Of patients with an event in their window, who are followed for as long again,
 * events then over events in it. Minus the log of what is lacking to 1. It rises
 * with log_size.
 */
double audit_repeat_exponent(const audit_windows *windows,
                             audit_gamma_poisson law);

/* The log_size at which that is `exponent`, above 0; NaN where there is none. */
double audit_size_of_exponent(const audit_windows *windows, double spread,
                              double exponent);

#endif
