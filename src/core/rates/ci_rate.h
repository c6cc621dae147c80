/* ci_rate.h - rates with their intervals */
#ifndef MSAUDIT_CI_RATE_H
#define MSAUDIT_CI_RATE_H

#include "base/question.h"
#include "base/status.h"
#include "rate_methods.h"

/*
 * Of events[i] events in years[i] years: the rate, events a year, the limits
 * of its interval, and the p value that goes with it; events are taken to be
 * Poisson, see rate_methods.h.
 *
 * dispersion[i], 1 or more, is the variance of the count over that of a Poisson
 * count: the interval is that of events / dispersion, times dispersion. Only
 * Garwood's method takes one above 1.
 *
 * A missing number (NaN) makes all NaN. Without time, at 0 years, whatever the
 * events, the rate is NaN, its limits are 0 and infinity, and p is 1. Without a
 * null p is NaN.
 *
 * Refused: what is no count, years that are negative or infinite or so few that
 * the rate or a limit would be infinite, a dispersion below 1 or one above it that
 * the method does not take (AUDIT_BAD_DISPERSION), a null that is negative or
 * infinite (AUDIT_BAD_NULL).
 */
audit_status audit_ci_rate(const double *events, const double *years,
                           const double *dispersion, size_t n,
                           audit_rate_method method,
                           const audit_question *question,
                           const audit_answer *answer);

#endif
