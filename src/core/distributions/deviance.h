/* deviance.h - how far a count is from a mean, by the likelihood */
#ifndef MSAUDIT_DEVIANCE_H
#define MSAUDIT_DEVIANCE_H

#include <math.h>

#include "base/dist.h"

/*
 * x log(x / m) - (x - m), half of what x adds to the deviance at a mean m. Near x
 * the logarithm alone would lose its digits: it is by log(1 + e) - e, in which a
 * mean far below x would lose its own.
 */
static inline double audit_half_deviance(double x, double mean)
{
    if (x == 0)
        return mean;
    return mean < x / 2 ? x * log(x / mean) - (x - mean)
                        : -x * log1pmx((mean - x) / x);
}

#endif
