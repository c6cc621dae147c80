/* skewness.h - a score test's normal statistic, corrected for skewness */
#ifndef MSAUDIT_SKEWNESS_H
#define MSAUDIT_SKEWNESS_H

#include <math.h>

/*
 * z that solves z + (z^2 - 1) skewness = score, where `score` is the score over
 * its standard error and `skewness` a sixth of its third central moment over
 * the third power of that.
 */
static inline double audit_skewed_z(double score, double skewness)
{
    double sum = score + skewness, inside = 1 + 4 * skewness * sum;

    return 2 * sum / (1 + sqrt(inside > 0 ? inside : 0));
}

#endif
