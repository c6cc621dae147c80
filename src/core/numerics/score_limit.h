/* score_limit.h - where a score over its standard error meets a quantile */
#ifndef MSAUDIT_SCORE_LIMIT_H
#define MSAUDIT_SCORE_LIMIT_H

#include <math.h>

#include "base/status.h"

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
 * Where the statistic is z, of a parameter that ends at -1 and 1: above 0
 * between -1 and the estimate, below 0 between that and 1. `near` is a guess.
 * -1 or 1 where it is not reached, the estimate where it is not left.
 */
audit_status audit_score_limit_within(audit_score *score, const void *context,
                                      double z, double estimate, double near,
                                      double *limit);

/*
 * The same of a parameter above 0, by its logarithm from a guess in steps of
 * `width`: 0 or infinity where it is not reached.
 */
audit_status audit_score_limit_above(audit_score *score, const void *context,
                                     double z, double log_guess, double width,
                                     double *limit);

/*
 * Corrected for skewness a statistic may rise again, or jump, near the estimate,
 * where it is always less than 1 in size; beyond it falls all the way. Whether
 * z is met at more than one value, and which of them is the limit, is then not
 * for a search from a guess to say.
 */
static inline int audit_may_rise(double z)
{
    return fabs(z) < 1;
}

/*
 * The first value at which such a statistic is z, on the way from `outer`
 * through the estimate to `inner`, in steps that are finest about the estimate.
 * `outer` where it is beyond z there already, `inner` where it never meets z.
 */
audit_status audit_first_limit(audit_score *score, const void *context,
                               double z, double outer, double estimate,
                               double inner, double *limit);

/*
 * The same of a parameter above 0, by its logarithm, from `reach` on one side of
 * the estimate's, negative below, to as far on the other: there 0 or infinity.
 */
audit_status audit_first_limit_above(audit_score *score, const void *context,
                                     double z, double log_estimate,
                                     double reach, double *limit);

#endif
