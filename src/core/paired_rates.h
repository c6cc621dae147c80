/* paired_rates.h - the ratio of two rates in the same patients */
#ifndef MSAUDIT_PAIRED_RATES_H
#define MSAUDIT_PAIRED_RATES_H

#include "question.h"
#include "status.h"

/* Events and time, in whatever unit, of n patients before and after. */
typedef struct {
    size_t n;
    const double *before, *time_before, *after, *time_after;
} audit_pairs;

/* What is to be said of a comparison: bits of a sum. */
enum {
    AUDIT_FALLBACK_EXACT = 1, /* the exact interval stands in for the robust */
    AUDIT_EXCLUDED = 2,       /* patients without time in one of the two */
    AUDIT_NO_EVENTS = 4,      /* no event in either: no ratio */
    AUDIT_NOT_EXACT = 8       /* too many events for the exact interval */
};

typedef struct {
    double patients;    /* those with time in both */
    double informative; /* those of them with an event in one of the two */
    double events_before, time_before, events_after, time_after;
    double dispersion;
    /* freedom: degrees of freedom of the robust interval */
    double estimate, ratio_pooled, std_error, freedom, low, high, p;
    double exact_low, exact_high, p_exact, p_midp;
    int notes;
} audit_paired_rates;

/* How many doubles audit_compare_pairs() needs to work in. */
size_t audit_pairs_workspace(const audit_pairs *pairs);

/*
 * The ratio after over before in which what patients differ by drops out. Given
 * the n_i events of patient i in both periods, each falls into the second with
 * probability p_i = theta t1 / (theta t1 + t0); the estimate of theta solves
 * sum y1 = sum n_i p_i. With U_i = y1 - n_i p_i, A = sum n_i p_i (1 - p_i) and
 * m informative patients its log has the robust variance m / (m - 1) sum U_i^2
 * / A^2, and the interval takes t with m - 1 degrees of freedom. dispersion is
 * the greater of 1 and m / (m - 1) sum U_i^2 / A.
 *
 * Where that is not defined (no event in one period, one informative patient,
 * no variance) the exact interval stands in: see paired_exact.h. Without any
 * event the estimate is NaN, the limits are 0 and infinity, p is 1. question->null
 * is the ratio that the p values test.
 *
 * Patients without time in one of the two are left out. Sums depend on the
 * order of the patients in their last bits, so those who want the same bits
 * bring them in the same order; it must be that of time_after / time_before
 * (AUDIT_NOT_SORTED).
 *
 * Refused: what is no count, a time that is negative or not finite, events in
 * no time, a null that is not above 0 and finite.
 */
audit_status audit_compare_pairs(const audit_pairs *pairs,
                                 const audit_question *question,
                                 double *workspace, audit_paired_rates *rates);

#endif
