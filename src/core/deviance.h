/* deviance.h - how far a count is from a mean, by the likelihood */
#ifndef MSAUDIT_DEVIANCE_H
#define MSAUDIT_DEVIANCE_H

#include "dist.h"

/*
 * x log(x / m) - (x - m), half of what x adds to the deviance at a mean m, by
 * log(1 + e) - e: the logarithm alone would lose its digits near 0.
 */
static inline double audit_half_deviance(double x, double mean)
{
    return x > 0 ? -x * log1pmx((mean - x) / x) : mean;
}

#endif
