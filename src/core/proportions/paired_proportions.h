/* paired_proportions.h - two proportions in the same patients */
#ifndef MSAUDIT_PAIRED_PROPORTIONS_H
#define MSAUDIT_PAIRED_PROPORTIONS_H

#include "base/alternative.h"
#include "base/status.h"

/* In the order in which R names them: of differences, ratios, odds ratios. */
typedef enum {
    AUDIT_PAIRED_RD_TANGO, /* score */
    AUDIT_PAIRED_RD_NEWCOMBE, /* square-and-add, allowing for correlation */
    AUDIT_PAIRED_RD_BONETT_PRICE, /* normal, one more of each who changed */
    AUDIT_PAIRED_RD_SCAS, /* score, n / (n - 1), corrected for skewness */
    AUDIT_PAIRED_RR_TANG, /* score */
    AUDIT_PAIRED_RR_BONETT_PRICE, /* quotient of narrowed Wilson limits */
    AUDIT_PAIRED_OR_EXACT, /* odds of first among those who changed */
    AUDIT_PAIRED_OR_MIDP,
    AUDIT_PAIRED_OR_WILSON,
    AUDIT_N_PAIRED_METHODS
} audit_paired_method;

/*
 * n tables: how many had it both times, the first time alone, the second time
 * alone, never.
 */
typedef struct {
    size_t n;
    const double *both, *first, *second, *neither;
} audit_paired_tables;

typedef struct {
    double *estimate, *low, *high, *p;
    /* McNemar's tests: exact, mid-P, and without correction. */
    double *p_exact, *p_midp, *p_score;
} audit_paired_answer;

/*
 * The first proportion minus or over the second, or the odds first / second,
 * with limits and the p value of no effect that goes with them. The exact p of
 * two sides is twice the smaller binomial tail of first among those who changed;
 * the mid-P is the exact p less the probability of what was seen, and where
 * first equals second 1 less a half of it.
 *
 * A missing number makes all NaN; of no patient the estimate is NaN, the
 * interval all there is, and every p is 1. A ratio of nobody to nobody, and the
 * odds ratio where nobody changed, is NaN likewise.
 *
 * Refused: what is no count.
 */
audit_status audit_compare_paired_tables(const audit_paired_tables *tables,
                                         audit_paired_method method,
                                         double conf_level,
                                         audit_alternative side,
                                         const audit_paired_answer *answer);

#endif
