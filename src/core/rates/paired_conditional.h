/* paired_conditional.h - a ratio of rates, given each patient's events */
#ifndef MSAUDIT_PAIRED_CONDITIONAL_H
#define MSAUDIT_PAIRED_CONDITIONAL_H

#include "base/question.h"
#include "base/status.h"
#include "numerics/t_interval.h"
#include "paired_exact.h"

/*
 * Patients with an event in one of two periods: how many in both, how many in
 * the second, the log of the second time over the first, the second time. `law`
 * views them.
 */
typedef struct {
    double *events, *after, *log_times, *time_after;
    size_t n;
    audit_paired_law law;
} audit_informative;

typedef struct {
    double log_ratio;
    double squares;     /* sum U^2 times m / (m - 1); m = 1: infinite or NaN */
    double information; /* A; U and A as of paired_rates.h, at the ratio */
} audit_conditional_fit;

/*
 * The ratio at which sum U is 0, of patients with events in both periods; its
 * log is sought from a guess.
 */
audit_status audit_fit_conditional(const audit_informative *x, double guess,
                                   audit_conditional_fit *fit);

typedef struct {
    double variance; /* of the log ratio; not finite of fewer than two patients */
    double freedom;
} audit_reduced_fit;

/*
 * The variance of the log ratio without the bias that unequal times bring. With
 * e = t1 t0 / (t0 + theta t1), which is what a patient of a usual rate would add to
 * the information, and h the patient's share of all e: the sum of U^2 / (1 - h) over
 * A^2. Its degrees of freedom are tr(M)^2 / tr(M^2), where M is the covariance of
 * U / sqrt(1 - h) if the variance of U is as e. If all have the same two times these
 * are m / (m - 1) sum U^2 / A^2 and m - 1 (Bell and McCaffrey 2002, CR2).
 */
audit_reduced_fit audit_reduce_conditional(const audit_informative *x,
                                           const audit_conditional_fit *fit);

/*
 * The limits and the p value of the score sum U / sqrt(A), which is taken to be
 * normal: 0 and infinity where it has none, and p 1 of no patients.
 */
audit_status audit_conditional_score(const audit_informative *x,
                                     const audit_question *question,
                                     audit_interval *found);

#endif
