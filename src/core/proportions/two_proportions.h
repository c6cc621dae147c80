/* two_proportions.h - two independent proportions compared */
#ifndef MSAUDIT_TWO_PROPORTIONS_H
#define MSAUDIT_TWO_PROPORTIONS_H

#include "base/alternative.h"
#include "base/status.h"

/* In the order in which R names them: of differences, ratios, odds ratios. */
typedef enum {
    AUDIT_RD_MN, /* score, with the factor N / (N - 1) */
    AUDIT_RD_MEE, /* score, without */
    AUDIT_RD_SCAS, /* score, with the factor, corrected for skewness */
    AUDIT_RD_NEWCOMBE, /* square-and-add of Wilson's limits */
    AUDIT_RD_NEWCOMBE_CC, /* of those with continuity correction */
    AUDIT_RD_AGRESTI_CAFFO, /* normal, one more of each kind in each group */
    AUDIT_RR_MN,
    AUDIT_RR_KOOPMAN, /* score, without the factor */
    AUDIT_RR_SCAS,
    AUDIT_RR_KATZ_LOG, /* normal on the log scale */
    AUDIT_OR_EXACT, /* given x1 + x2: see hypergeometric.h */
    AUDIT_OR_MIDP,
    AUDIT_OR_MN,
    AUDIT_OR_SCAS,
    AUDIT_N_TWO_PROPORTIONS_METHODS
} audit_two_proportions_method;

/* n pairs: x1 of n1 in the first group, x2 of n2 in the second. */
typedef struct {
    size_t n;
    const double *x1, *n1, *x2, *n2;
} audit_two_proportions;

typedef struct {
    double *estimate, *low, *high, *p;
    /* Tests of no effect: score with the factor N / (N - 1), Fisher's exact
       and its mid-P, Boschloo's. */
    double *p_score, *p_fisher, *p_fisher_midp;
    double *p_boschloo; /* NULL: not asked for */
} audit_two_proportions_answer;

/*
 * p is that of the method at no effect. The estimate of an odds ratio is the
 * conditional one with AUDIT_OR_EXACT and AUDIT_OR_MIDP, that of the sample
 * otherwise. An estimate that is 0 over 0 is NaN.
 *
 * A missing number makes all NaN. Without anybody in one of the groups the
 * estimate is NaN, the interval all there is and every p is 1; a ratio of two
 * groups without an event, and an odds ratio of two groups alike in that none
 * or all have one, has the same interval, and a p of 1.
 *
 * workspace has AUDIT_BOSCHLOO_WORKSPACE doubles. Refused: what is no count,
 * more than there are (AUDIT_BAD_COUNT).
 */
audit_status audit_compare_proportions(
    const audit_two_proportions *pairs, audit_two_proportions_method method,
    double conf_level, audit_alternative side, double *workspace,
    const audit_two_proportions_answer *answer);

#endif
