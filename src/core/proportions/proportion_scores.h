/* proportion_scores.h - score tests of two independent proportions */
#ifndef MSAUDIT_PROPORTION_SCORES_H
#define MSAUDIT_PROPORTION_SCORES_H

#include "numerics/inversion.h"
#include "numerics/score_limit.h"

/* What is estimated of p1 and p2. */
typedef enum {
    AUDIT_DIFFERENCE, /* p1 - p2 */
    AUDIT_RATIO,      /* p1 / p2 */
    AUDIT_ODDS_RATIO  /* (p1 / (1 - p1)) / (p2 / (1 - p2)) */
} audit_measure;

/* x1 of n1 and x2 of n2; n1 and n2 are above 0. */
typedef struct {
    audit_measure measure;
    double x1, n1, x2, n2;
    int unbiased; /* whether the variance has the factor N / (N - 1) */
    int skewed;   /* whether the score is corrected for skewness */
} audit_proportion_score;

/*
 * The score at a value of the measure over its standard error, with the most
 * likely p1 and p2 that have this value (Miettinen and Nurminen). A difference
 * lies between -1 and 1; a ratio is above 0. context is an
 * audit_proportion_score.
 */
audit_score audit_score_z;

/* One-sided p values; context is an audit_proportion_score. */
audit_p_value audit_score_p;

/*
 * The limit at which the p value of the tail is `target`: -1 and 1, or 0 and
 * infinity, where there is none.
 */
audit_status audit_score_limit(const audit_proportion_score *score,
                               audit_tail tail, double target, double *limit);

#endif
