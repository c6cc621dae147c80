/* paired_scores.h - score tests of two proportions in the same patients */
#ifndef MSAUDIT_PAIRED_SCORES_H
#define MSAUDIT_PAIRED_SCORES_H

#include "numerics/inversion.h"
#include "numerics/score_limit.h"

/*
 * How many had it both times, the first time alone, the second time alone, and
 * patients in all, above 0.
 */
typedef struct {
    double both, first, second, all;
    int is_ratio; /* first over second, not first minus second */
    int skewed;   /* with the factor n / (n - 1), and corrected for skewness */
} audit_paired_score;

/*
 * The score at a difference or ratio over its standard error, with the most
 * likely proportions that have it (Tango; Tang). context is an
 * audit_paired_score.
 */
audit_score audit_paired_z;

/* One-sided p values; context is an audit_paired_score. */
audit_p_value audit_paired_score_p;

/* The limit at which the p value of the tail is `target`. */
audit_status audit_paired_limit(const audit_paired_score *score,
                                audit_tail tail, double target, double *limit);

#endif
