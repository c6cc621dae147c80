/* score_limit.h - where a score over its standard error meets a quantile */
#ifndef MSAUDIT_SCORE_LIMIT_H
#define MSAUDIT_SCORE_LIMIT_H

#include <math.h>

#include "status.h"

/* A statistic that falls as the value of the parameter rises. */
typedef double audit_score(double at, const void *context);

/* A score over its standard error; 0 where nothing varies and nothing differs. */
static inline double audit_over(double score, double variance)
{
    if (variance > 0)
        return score / sqrt(variance);
    return score > 0 ? INFINITY : score < 0 ? -INFINITY : 0;
}

/*
 * Where the statistic is z, of a parameter that ends at -1 and 1: above 0 a
 * lower limit, between -1 and the estimate, below 0 an upper one. `near` is a
 * guess. -1 or 1 where it is not reached, the estimate where it is not left.
 */
audit_status audit_score_limit_within(audit_score *score, const void *context,
                                      double z, double estimate, double near,
                                      double *limit);

/*
 * The same of a parameter above 0, by its logarithm from a guess in steps of
 * `width`. Refused (AUDIT_NO_ROOT): a quantile that is never reached.
 */
audit_status audit_score_limit_above(audit_score *score, const void *context,
                                     double z, double log_guess, double width,
                                     double *limit);

#endif
