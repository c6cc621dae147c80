#include "proportion_scores.h"

#include <math.h>

#include "dist.h"
#include "skewness.h"

struct two {
    double p1, p2;
};

static double within(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/*
 * p2 is the root between 0 and 1 of the likelihood equation, a cubic, in its
 * trigonometric form; a Newton step mends what that form loses near 0.
 */
static struct two with_difference(const audit_proportion_score *x, double d)
{
    double n = x->n1 + x->n2, all = x->x1 + x->x2;
    double b = ((x->n1 + 2 * x->n2) * d - n - all) / n;
    double c = ((x->n2 * d - n - 2 * x->x2) * d + all) / n;
    double e = x->x2 * d * (1 - d) / n;
    double v = b * b * b / 27 - b * c / 6 + e / 2;
    double u = copysign(sqrt(fmax(0, b * b / 9 - c / 3)), v);
    double cosine = u == 0 ? 0 : within(v / (u * u * u), -1, 1);
    double p2 = 2 * u * cos((M_PI + acos(cosine)) / 3) - b / 3;
    double slope = (3 * p2 + 2 * b) * p2 + c;

    if (slope != 0)
        p2 -= (((p2 + b) * p2 + c) * p2 + e) / slope;
    p2 = within(p2, fmax(0, -d), fmin(1, 1 - d));
    return (struct two) {within(p2 + d, 0, 1), p2};
}

/* The smaller root of a quadratic, in the form without a difference. */
static struct two with_ratio(const audit_proportion_score *x, double ratio)
{
    double a = (x->n1 + x->n2) * ratio, all = x->x1 + x->x2;
    double b = x->n1 * ratio + x->x1 + x->n2 + x->x2 * ratio;
    double root = sqrt(fmax(0, b * b - 4 * a * all));
    double p2 = 2 * all / (b + root);

    return (struct two) {within(p2 * ratio, 0, 1), within(p2, 0, 1)};
}

static struct two with_odds_ratio(const audit_proportion_score *x,
                                  double ratio)
{
    double a = x->n2 * (ratio - 1), all = x->x1 + x->x2;
    double b = x->n1 * ratio + x->n2 - all * (ratio - 1);
    double root = sqrt(fmax(0, b * b + 4 * a * all));
    double p2 = b > 0 ? 2 * all / (b + root) : (root - b) / (2 * a);

    p2 = within(p2, 0, 1);
    return (struct two) {within(p2 * ratio / (1 + p2 * (ratio - 1)), 0, 1), p2};
}

/* third: the score's third central moment. */
static double corrected(double z, double variance, double third)
{
    if (!isfinite(z) || !(variance > 0))
        return z;
    return audit_skewed_z(z, third / (6 * variance * sqrt(variance)));
}

/* p1 - scale p2 against 0; scale is 1 for a difference. */
static double linear_z(const audit_proportion_score *x, struct two p,
                       double scale, double excess, double factor)
{
    double v1 = p.p1 * (1 - p.p1) / x->n1;
    double v2 = scale * scale * p.p2 * (1 - p.p2) / x->n2;
    double variance = factor * (v1 + v2), z = audit_over(excess, variance);
    double third = v1 * (1 - 2 * p.p1) / x->n1 -
                   scale * v2 * (1 - 2 * p.p2) / x->n2;

    return x->skewed ? corrected(z, variance, third) : z;
}

static double odds_ratio_z(const audit_proportion_score *x, double at,
                           double factor)
{
    struct two p = with_odds_ratio(x, at);
    double w1 = 1 / (x->n1 * p.p1 * (1 - p.p1));
    double w2 = 1 / (x->n2 * p.p2 * (1 - p.p2));
    double variance = factor * (w1 + w2), excess = x->x1 - x->n1 * p.p1;
    double z = excess * sqrt((w1 + w2) / factor);
    double third = w1 * w1 * (1 - 2 * p.p1) - w2 * w2 * (1 - 2 * p.p2);

    if (isinf(variance) || isnan(variance))
        return excess > 0 ? INFINITY : excess < 0 ? -INFINITY : 0;
    return x->skewed ? corrected(z, variance, third) : z;
}

double audit_score_z(double at, const void *context)
{
    const audit_proportion_score *x = context;
    double n = x->n1 + x->n2, factor = x->unbiased ? n / (n - 1) : 1;
    double p1 = x->x1 / x->n1, p2 = x->x2 / x->n2;

    switch (x->measure) {
    case AUDIT_DIFFERENCE:
        return linear_z(x, with_difference(x, at), 1, p1 - p2 - at, factor);
    case AUDIT_RATIO:
        return linear_z(x, with_ratio(x, at), at, p1 - at * p2, factor);
    case AUDIT_ODDS_RATIO:
        break;
    }
    return odds_ratio_z(x, at, factor);
}

double audit_score_p(double at, audit_tail tail, const void *context)
{
    return pnorm(audit_score_z(at, context), 0, 1, tail == AUDIT_FEWER, 0);
}

/* Square-and-add with a little more in each group, which is seldom far off. */
static double near_limit(const audit_proportion_score *s, double z)
{
    double n1 = s->n1 + 2, n2 = s->n2 + 2;
    double p1 = (s->x1 + 1) / n1, p2 = (s->x2 + 1) / n2;

    return p1 - p2 - z * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
}

/* Whether a limit of a ratio is at the end of all ratios. */
static int is_open(const audit_proportion_score *x, int is_low)
{
    int is_odds = x->measure == AUDIT_ODDS_RATIO;

    if (is_low)
        return x->x1 == 0 || (is_odds && x->x2 == x->n2);
    return x->x2 == 0 || (is_odds && x->x1 == x->n1);
}

/*
 * Corrected for skewness the statistic of few events stays short of a far
 * quantile all the way: the limit is then that of the scale. Looked at where a
 * ratio's square, and an odds ratio's share in the first group, have their digits.
 */
static int is_beyond(const audit_proportion_score *s, audit_tail tail, double z,
                     double middle)
{
    double reach = s->measure == AUDIT_ODDS_RATIO ? 20 : 300;
    int is_low = tail == AUDIT_MORE;

    if (!s->skewed)
        return 0;
    double far = audit_score_z(exp(is_low ? middle - reach : middle + reach), s);
    return is_low ? far < z : far > z;
}

static audit_status ratio_limit(const audit_proportion_score *s,
                                audit_tail tail, double z, double *limit)
{
    double a = s->x1 + 0.5, b = s->x2 + 0.5;
    double c = s->n1 - s->x1 + 0.5, d = s->n2 - s->x2 + 0.5;
    int is_odds = s->measure == AUDIT_ODDS_RATIO;
    double middle = is_odds ? log(a / c / (b / d))
                            : log(a / (s->n1 + 0.5) / (b / (s->n2 + 0.5)));
    double se = is_odds ? sqrt(1 / a + 1 / b + 1 / c + 1 / d)
                        : sqrt(fmax(1e-4, 1 / a - 1 / (s->n1 + 0.5) + 1 / b -
                                              1 / (s->n2 + 0.5)));

    *limit = tail == AUDIT_MORE ? 0 : INFINITY;
    if (is_open(s, tail == AUDIT_MORE) || is_beyond(s, tail, z, middle))
        return audit_ok();
    return audit_score_limit_above(audit_score_z, s, z, middle - z * se, se / 8,
                                   limit);
}

audit_status audit_score_limit(const audit_proportion_score *score,
                               audit_tail tail, double target, double *limit)
{
    double size = qnorm(target, 0, 1, /* lower */ 0, 0);
    double z = tail == AUDIT_MORE ? size : -size;

    if (score->measure != AUDIT_DIFFERENCE)
        return ratio_limit(score, tail, z, limit);
    return audit_score_limit_within(
        audit_score_z, score, z,
        score->x1 / score->n1 - score->x2 / score->n2, near_limit(score, z),
        limit);
}
