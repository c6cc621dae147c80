#include "proportion_scores.h"

#include <math.h>

#include "base/dist.h"
#include "distributions/skewness.h"

/* Two proportions, and what each leaves to 1, each with its own digits. */
struct two {
    double p1, p2, q1, q2;
};

static double within(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double cubic(double x, double b, double c, double e)
{
    return ((x + b) * x + c) * x + e;
}

/*
 * At a difference d of 0 or more p2 is the root between 0 and 1 - d of the
 * likelihood equation, a cubic, in its trigonometric form; Newton steps mend
 * what that form loses near 0, but where two roots are one and the slope is noise.
 */
static double second_proportion(const audit_proportion_score *x, double d)
{
    double n = x->n1 + x->n2, all = x->x1 + x->x2;
    double b = ((x->n1 + 2 * x->n2) * d - n - all) / n;
    double c = ((x->n2 * d - n - 2 * x->x2) * d + all) / n;
    double e = x->x2 * d * (1 - d) / n;
    double v = b * b * b / 27 - b * c / 6 + e / 2;
    double u = copysign(sqrt(fmax(0, b * b / 9 - c / 3)), v);
    double cosine = u == 0 ? 0 : within(v / (u * u * u), -1, 1);
    double p2 = 2 * u * cos((M_PI + acos(cosine)) / 3) - b / 3;

    for (int i = 0; i < 2; i++) {
        double there = cubic(p2, b, c, e);
        double step = there / ((3 * p2 + 2 * b) * p2 + c);
        if (fabs(step) < 1e-15 * p2 ||
            !(fabs(cubic(p2 - step, b, c, e)) < fabs(there)))
            break;
        p2 -= step;
    }
    return within(p2, 0, 1 - d);
}

/* Groups change places, or those that have it with those that have not, so
   that what is small is not the difference of what is not. */
static struct two with_difference(const audit_proportion_score *x, double d)
{
    audit_proportion_score y = *x;

    if (d < 0) {
        y.x1 = x->x2, y.n1 = x->n2, y.x2 = x->x1, y.n2 = x->n1;
        struct two p = with_difference(&y, -d);
        return (struct two) {p.p2, p.p1, p.q2, p.q1};
    }
    if (2 * (x->x1 + x->x2) > x->n1 + x->n2) {
        y.x1 = x->n2 - x->x2, y.n1 = x->n2, y.x2 = x->n1 - x->x1, y.n2 = x->n1;
        struct two p = with_difference(&y, d);
        return (struct two) {p.q2, p.q1, p.p2, p.p1};
    }
    double p2 = second_proportion(x, d);
    return (struct two) {p2 + d, p2, within(1 - d - p2, 0, 1), 1 - p2};
}

/* 1 - p2 is the larger root of a quadratic, in the form without a difference. */
static struct two near_one(const audit_proportion_score *x, double ratio)
{
    double n = x->n1 + x->n2, a = n * ratio, rest = x->n2 - x->x2;
    double b = n * (ratio - 1) + x->n1 - x->x1 + rest * ratio;
    double c = rest * (ratio - 1), root = sqrt(fmax(0, b * b - 4 * a * c));
    double q2 = b > 0 ? (b + root) / (2 * a)
                      : root > b ? -2 * c / (root - b) : 0;

    q2 = within(q2, 0, 1);
    double q1 = within(1 - ratio + ratio * q2, 0, 1);
    return (struct two) {within(ratio * (1 - q2), 0, 1), 1 - q2, q1, q2};
}

/* p2 is the smaller root of a quadratic, in that form. */
static struct two with_ratio(const audit_proportion_score *x, double ratio)
{
    double a = (x->n1 + x->n2) * ratio, all = x->x1 + x->x2;
    double b = x->n1 * ratio + x->x1 + x->n2 + x->x2 * ratio;
    double root = sqrt(fmax(0, b * b - 4 * a * all));
    double p2 = within(2 * all / (b + root), 0, 1);

    if (p2 > 0.5)
        return near_one(x, ratio);
    double p1 = within(p2 * ratio, 0, 1);
    return (struct two) {p1, p2, 1 - p1, 1 - p2};
}

/* The second proportion of a quadratic: `all` of n1 and n2 together have it. */
static double second_of_odds(double n1, double n2, double all, double ratio)
{
    double a = n2 * (ratio - 1), b = n1 * ratio + n2 - all * (ratio - 1);
    double root = sqrt(fmax(0, b * b + 4 * a * all));

    return within(b > 0 ? 2 * all / (b + root) : (root - b) / (2 * a), 0, 1);
}

static struct two with_odds_ratio(const audit_proportion_score *x,
                                  double ratio)
{
    double all = x->x1 + x->x2, rest = x->n1 + x->n2 - all;
    double p2 = second_of_odds(x->n1, x->n2, all, ratio), q2 = 1 - p2;

    if (p2 > 0.5) {
        q2 = second_of_odds(x->n1, x->n2, rest, 1 / ratio);
        p2 = 1 - q2;
    }
    double sum = q2 + ratio * p2;
    return (struct two) {ratio * p2 / sum, p2, q2 / sum, q2};
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
    double v1 = p.p1 * p.q1 / x->n1;
    double v2 = scale * scale * p.p2 * p.q2 / x->n2;
    double variance = factor * (v1 + v2), z = audit_over(excess, variance);
    double third = v1 * (1 - 2 * p.p1) / x->n1 -
                   scale * v2 * (1 - 2 * p.p2) / x->n2;

    return x->skewed ? corrected(z, variance, third) : z;
}

static double odds_ratio_z(const audit_proportion_score *x, double at,
                           double factor)
{
    struct two p = with_odds_ratio(x, at);
    double w1 = 1 / (x->n1 * p.p1 * p.q1), w2 = 1 / (x->n2 * p.p2 * p.q2);
    double variance = factor * (w1 + w2);
    double excess = x->x1 * p.q1 - (x->n1 - x->x1) * p.p1;
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

/* Whether a limit of a ratio is at the end of all ratios. */
static int is_open(const audit_proportion_score *x, int is_low)
{
    int is_odds = x->measure == AUDIT_ODDS_RATIO;

    if (is_low)
        return x->x1 == 0 || (is_odds && x->x2 == x->n2);
    return x->x2 == 0 || (is_odds && x->x1 == x->n1);
}

/* Corrected for skewness none would be too many, or all too few, of the open
   end's own group: that its limit is the end goes before. */
double audit_score_p(double at, audit_tail tail, const void *context)
{
    const audit_proportion_score *x = context;

    if (x->skewed && x->measure != AUDIT_DIFFERENCE &&
        is_open(x, tail == AUDIT_MORE))
        return 1;
    return pnorm(audit_score_z(at, context), 0, 1, tail == AUDIT_FEWER, 0);
}

/* Square-and-add with a little more in each group, which is seldom far off. */
static double near_limit(const audit_proportion_score *s, double z)
{
    double n1 = s->n1 + 2, n2 = s->n2 + 2;
    double p1 = (s->x1 + 1) / n1, p2 = (s->x2 + 1) / n2;

    return p1 - p2 - z * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
}

/*
 * Corrected for skewness the statistic of few events stays short of a far
 * quantile all the way: the limit is then that of the scale. Looked at where a
 * ratio's square, and an odds ratio's share in the first group, have their digits.
 */
static int is_beyond(const audit_proportion_score *s, audit_tail tail, double z,
                     double middle, double reach)
{
    int is_low = tail == AUDIT_MORE;

    if (!s->skewed)
        return 0;
    double far = audit_score_z(exp(is_low ? middle - reach : middle + reach), s);
    return is_low ? far < z : far > z;
}

/* The log of the ratio with a half more of each count, and its width. */
static double middle_of(const audit_proportion_score *s, double *se)
{
    double a = s->x1 + 0.5, b = s->x2 + 0.5;
    double c = s->n1 - s->x1 + 0.5, d = s->n2 - s->x2 + 0.5;

    if (s->measure == AUDIT_ODDS_RATIO) {
        *se = sqrt(1 / a + 1 / b + 1 / c + 1 / d);
        return log(a / c / (b / d));
    }
    *se = sqrt(fmax(1e-4, 1 / a - 1 / (s->n1 + 0.5) + 1 / b -
                              1 / (s->n2 + 0.5)));
    return log(a / (s->n1 + 0.5) / (b / (s->n2 + 0.5)));
}

static audit_status ratio_limit(const audit_proportion_score *s,
                                audit_tail tail, double z, double *limit)
{
    int is_low = tail == AUDIT_MORE;
    double se, middle = middle_of(s, &se);
    double reach = s->measure == AUDIT_ODDS_RATIO ? 20 : 300;
    double ratio = s->x1 / s->n1 / (s->x2 / s->n2);

    *limit = is_low ? 0 : INFINITY;
    /* Of none so many, or so few, have a half at least; see audit_score_p(). */
    if (is_open(s, is_low) && (s->skewed || (is_low ? z >= 0 : z <= 0)))
        return audit_ok();
    if (is_beyond(s, tail, z, middle, reach))
        return audit_ok();
    if (!s->skewed || !audit_may_rise(z))
        return audit_score_limit_above(audit_score_z, s, z, middle - z * se,
                                       se / 8, limit);
    if (s->measure == AUDIT_RATIO && ratio > 0 && isfinite(ratio))
        middle = log(ratio);
    return audit_first_limit_above(audit_score_z, s, z, middle,
                                   is_low ? -reach : reach, limit);
}

audit_status audit_score_limit(const audit_proportion_score *score,
                               audit_tail tail, double target, double *limit)
{
    double size = qnorm(target, 0, 1, /* lower */ 0, 0);
    double z = tail == AUDIT_MORE ? size : -size;

    if (score->measure != AUDIT_DIFFERENCE)
        return ratio_limit(score, tail, z, limit);
    double estimate = score->x1 / score->n1 - score->x2 / score->n2;
    if (score->skewed && audit_may_rise(z))
        return audit_first_limit(audit_score_z, score, z,
                                 tail == AUDIT_MORE ? -1 : 1, estimate,
                                 tail == AUDIT_MORE ? 1 : -1, limit);
    return audit_score_limit_within(audit_score_z, score, z, estimate,
                                    near_limit(score, z), limit);
}
