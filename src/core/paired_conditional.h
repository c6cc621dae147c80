/* paired_conditional.h - a ratio of rates, given each patient's events */
#ifndef MSAUDIT_PAIRED_CONDITIONAL_H
#define MSAUDIT_PAIRED_CONDITIONAL_H

#include "paired_exact.h"
#include "question.h"
#include "status.h"
#include "t_interval.h"

/*
 * Patients with an event in one of two periods: how many in both, how many in
 * the second, the log of the second time over the first. `law` views them.
 */
typedef struct {
    double *events, *after, *log_times;
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

/*
 * The limits and the p value of the score sum U / sqrt(A), which is taken to be
 * normal: 0 and infinity where it has none, and p 1 of no patients.
 */
audit_status audit_conditional_score(const audit_informative *x,
                                     const audit_question *question,
                                     audit_interval *found);

#endif
