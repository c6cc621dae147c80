#include "count_law.h"

#include <math.h>

#include "base/dist.h"

/*
 * A binomial tail by the beta distribution, of whichever of p and 1 - p is the
 * smaller: the other loses its digits near 1.
 */
static double binomial_or_more(double n, double k, double at)
{
    if (k <= 0)
        return 1;
    if (k > n)
        return 0;
    if (at <= 0)
        return pbeta(plogis(at, 0, 1, 1, 0), k, n - k + 1, /* lower */ 1, 0);
    return pbeta(plogis(at, 0, 1, 0, 0), n - k + 1, k, /* lower */ 0, 0);
}

double audit_or_more(const audit_count_law *law, double k, double at)
{
    if (k <= 0)
        return 1;
    return isinf(law->n) ? pgamma(exp(at), k, 1, /* lower */ 1, 0)
                         : binomial_or_more(law->n, k, at);
}

double audit_or_fewer(const audit_count_law *law, double k, double at)
{
    if (k < 0)
        return 0;
    return isinf(law->n) ? pgamma(exp(at), k + 1, 1, /* lower */ 0, 0)
                         : binomial_or_more(law->n, law->n - k, -at);
}

double audit_just(const audit_count_law *law, double k, double at)
{
    if (k < 0 || k > law->n)
        return 0;
    if (isinf(law->n))
        return dpois_raw(k, exp(at), 0);
    return dbinom_raw(k, law->n, plogis(at, 0, 1, 1, 0),
                      plogis(at, 0, 1, 0, 0), 0);
}

/*
 * From the densities at a parameter near x, which are not small: logarithms of
 * binomial coefficients would lose their digits in the difference.
 */
double audit_log_weight(const audit_count_law *law, double k)
{
    double n = law->n, x = law->x;

    if (isinf(n)) {
        double mean = x + 0.5;
        return dpois_raw(k, mean, 1) - dpois_raw(x, mean, 1) -
               (k - x) * log(mean);
    }
    double p = (x + 0.5) / (n + 1), q = (n - x + 0.5) / (n + 1);
    return dbinom_raw(k, n, p, q, 1) - dbinom_raw(x, n, p, q, 1) -
           (k - x) * log(p / q);
}

double audit_exact_p(double at, audit_tail tail, const void *context)
{
    const audit_count_law *law = context;

    return tail == AUDIT_MORE ? audit_or_more(law, law->x, at)
                              : audit_or_fewer(law, law->x, at);
}

double audit_midp_p(double at, audit_tail tail, const void *context)
{
    const audit_count_law *law = context;
    double half = audit_just(law, law->x, at) / 2;

    return half + (tail == AUDIT_MORE ? audit_or_more(law, law->x + 1, at)
                                      : audit_or_fewer(law, law->x - 1, at));
}

static int is_open(const audit_count_law *law, audit_tail tail)
{
    return tail == AUDIT_MORE ? law->x == 0 : law->x == law->n;
}

/* The score limit of x, 0 or more, at a quantile z: the log of a mean or odds. */
static double score_limit(double n, double x, double z)
{
    x = fmax(x, 0.3);
    double rest = fmax(n - x, 0.3); /* of a great n, n - 0.3 is n itself */
    x = fmin(x, n - 0.3);
    if (isinf(n))
        return 2 * log(sqrt(x + z * z / 4) + z / 2);
    double root = z * sqrt(z * z / 4 + x * rest / n);
    return log((x + z * z / 2 + root) / (rest + z * z / 2 - root));
}

/*
 * Where to begin, and how far it may be off, on the scale of the parameter: the
 * score limit of x less what its skewness makes, to which that of mid-P is
 * close; the exact one is that of x a half nearer to what could have been seen.
 */
static double guess(const audit_count_law *law, audit_tail tail, double target,
                    double half, double *width)
{
    double z = qnorm(target, 0, 1, tail == AUDIT_MORE, 0), n = law->n;
    double x = tail == AUDIT_MORE ? law->x - half : law->x + half;
    double p = isinf(n) ? 0 : plogis(score_limit(n, x, z), 0, 1, 1, 0);

    x -= (z * z - 1) * (1 - 2 * p) / 6;
    *width = 0.03 / (1 + fmin(law->x, n - law->x));
    return score_limit(n, x, z);
}

audit_status audit_exact_limit(const audit_count_law *law, audit_tail tail,
                               double target, double *at)
{
    double width;

    *at = tail == AUDIT_MORE ? -INFINITY : INFINITY;
    if (is_open(law, tail))
        return audit_ok();
    double from = guess(law, tail, target, 0.5, &width);
    return audit_invert(audit_exact_p, law, tail, target, from, width, at);
}

audit_status audit_midp_limit(const audit_count_law *law, audit_tail tail,
                              double target, double *at)
{
    double width;

    *at = tail == AUDIT_MORE ? -INFINITY : INFINITY;
    if (is_open(law, tail) && (target <= 0.5 || law->n == 0))
        return audit_ok();
    if (is_open(law, tail == AUDIT_MORE ? AUDIT_FEWER : AUDIT_MORE) &&
        target >= 0.5) {
        *at = -*at;
        return audit_ok();
    }
    double from = guess(law, tail, target, 0, &width);
    return audit_invert(audit_midp_p, law, tail, target, from, width, at);
}
