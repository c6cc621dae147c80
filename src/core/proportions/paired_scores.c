#include "paired_scores.h"

#include <math.h>

#include "base/dist.h"
#include "distributions/skewness.h"

/* The larger root of a x^2 + b x + c, without a difference of near numbers. */
static double larger_root(double a, double b, double c)
{
    double root = sqrt(fmax(0, b * b - 4 * a * c));

    if (b < 0)
        return (root - b) / (2 * a);
    return root + b > 0 ? fmax(0, -2 * c / (root + b)) : 0;
}

/*
 * The most likely second discordant probability q at a difference d is a root
 * of 2 n q^2 + ((2 n - first + second) d - first - second) q = second d (1 - d)
 * (Tango's equation). Put in terms of the variance V = n (2 q + d (1 - d)) of
 * the score S that is V^2 + (2 n d^2 - (first - second) d - first - second) V +
 * n d (1 - d^2) S = 0, which keeps its digits where q all but cancels.
 */
static double difference_z(const audit_paired_score *x, double d)
{
    double n = x->all, excess = x->first - x->second - n * d;
    double b = 2 * n * d * d - (x->first - x->second) * d - x->first -
               x->second;
    double variance = larger_root(1, b, n * d * (1 - d * d) * excess);

    if (!x->skewed)
        return audit_over(excess, variance);
    double q = fmax(0, (variance / n - d * (1 - d)) / 2), p = fmax(0, q + d);
    double rest = fmax(0, 1 - p - q);
    double third = n * (p * pow(1 - d, 3) - q * pow(1 + d, 3) -
                        rest * d * d * d);
    variance *= n / (n - 1);
    double z = audit_over(excess, variance);
    if (!isfinite(z) || !(variance > 0))
        return z;
    return audit_skewed_z(z, third / (6 * variance * sqrt(variance)));
}

/*
 * At a ratio t likewise (Tang's equation): with m patients who had it at all,
 * V^2 + (both + first - 2 m t + (both + second) t^2) V = m (1 - t) t S.
 */
static double ratio_z(const audit_paired_score *x, double t)
{
    double any = x->both + x->first + x->second;
    double excess = x->both + x->first - (x->both + x->second) * t;
    double b = x->both + x->first - 2 * any * t +
               (x->both + x->second) * t * t;

    return audit_over(excess, larger_root(1, b, -any * (1 - t) * t * excess));
}

double audit_paired_z(double at, const void *context)
{
    const audit_paired_score *score = context;

    return score->is_ratio ? ratio_z(score, at) : difference_z(score, at);
}

double audit_paired_score_p(double at, audit_tail tail, const void *context)
{
    return pnorm(audit_paired_z(at, context), 0, 1, tail == AUDIT_FEWER, 0);
}

static audit_status ratio_limit(const audit_paired_score *score,
                                audit_tail tail, double z, double *limit)
{
    double had_first = score->both + score->first;
    double had_second = score->both + score->second;

    *limit = tail == AUDIT_MORE ? 0 : INFINITY;
    if (tail == AUDIT_MORE ? had_first == 0 && z >= 0 : had_second == 0 && z <= 0)
        return audit_ok();
    return audit_score_limit_above(audit_paired_z, score, z,
                                   log((had_first + 0.5) / (had_second + 0.5)),
                                   0.5, limit);
}

audit_status audit_paired_limit(const audit_paired_score *score,
                                audit_tail tail, double target, double *limit)
{
    double n = score->all, size = qnorm(target, 0, 1, /* lower */ 0, 0);
    double z = tail == AUDIT_MORE ? size : -size;
    double d = (score->first - score->second) / n;
    double near = d - z * sqrt(score->first + score->second + 1) / n;

    if (score->is_ratio)
        return ratio_limit(score, tail, z, limit);
    if (score->skewed && audit_may_rise(z))
        return audit_first_limit(audit_paired_z, score, z,
                                 tail == AUDIT_MORE ? -1 : 1, d,
                                 tail == AUDIT_MORE ? 1 : -1, limit);
    return audit_score_limit_within(audit_paired_z, score, z, d, near, limit);
}
