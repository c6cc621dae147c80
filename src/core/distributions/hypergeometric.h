/* hypergeometric.h - x1 of n1 and x2 of n2, given x1 + x2: exact odds ratios */
#ifndef MSAUDIT_HYPERGEOMETRIC_H
#define MSAUDIT_HYPERGEOMETRIC_H

#include "numerics/inversion.h"

/*
 * The first count has, given the sum, the noncentral hypergeometric law, whose
 * one parameter is the log of the odds ratio. weight is that of the observed
 * count in its tail: 1 for the exact test, a half for the mid-P test.
 */
typedef struct {
    double x1, n1, x2, n2, weight;
} audit_table;

/* One-sided p values at a log odds ratio; context is an audit_table. */
audit_p_value audit_table_p;

/*
 * Probabilities of the observed count, and of more and fewer in the first
 * group, at a log odds ratio.
 */
typedef struct {
    double fewer, equal, more;
} audit_table_tails;

audit_table_tails audit_table_at(const audit_table *table,
                                 double log_odds_ratio);

/*
 * The limits of the odds ratio that invert them, 0 and infinity where the count
 * is the least or the most that the sum allows.
 */
audit_status audit_table_limit(const audit_table *table, audit_tail tail,
                               double target, double *limit);

/*
 * The conditional estimate, at which the law's mean is x1: 0 or infinity where
 * x1 is the least or the most that the sum allows, NaN where it is both.
 */
audit_status audit_table_odds_ratio(const audit_table *table, double *ratio);

#endif
