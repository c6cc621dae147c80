#include "proportion_methods.h"

#include <math.h>

#include "base/dist.h"
#include "distributions/count_law.h"
#include "distributions/deviance.h"
#include "distributions/minlike_blaker.h"
#include "distributions/skewness.h"
#include "numerics/inversion.h"

struct share {
    audit_proportion_method method;
    double x, n;
};

double audit_wilson_limit(double x, double n, double z)
{
    double root = z * sqrt(z * z / 4 + x * (n - x) / n);
    double middle = x + z * z / 2;

    /* (middle - root) / (n + z^2), without the difference */
    return root > 0 ? x * x / (n * (middle + root))
                    : (middle - root) / (n + z * z);
}

static double score_z(double x, double n, double at)
{
    return (x - n * at) / sqrt(n * at * (1 - at));
}

/* The signed root of the likelihood ratio of a proportion. */
static double lr_z(double x, double n, double at)
{
    double half = audit_half_deviance(x, n * at) +
                  audit_half_deviance(n - x, n - n * at);

    return copysign(sqrt(2 * half), x - n * at);
}

static double scas_z(double x, double n, double at)
{
    double s = sqrt(n * at * (1 - at));

    return audit_skewed_z((x - n * at) / s, (1 - 2 * at) / (6 * s));
}

static double agresti_coull_limit(double z, audit_tail tail,
                                  const void *context)
{
    const struct share *share = context;
    double n = share->n + z * z, p = (share->x + z * z / 2) / n;
    double away = z * sqrt(p * (1 - p) / n);

    return tail == AUDIT_MORE ? p - away : p + away;
}

static double of_normal(double z, audit_tail tail)
{
    return pnorm(z, 0, 1, tail == AUDIT_FEWER, 0);
}

/* A binomial tail is a beta tail: P(X >= x) of n at p is P(B <= p). */
static double of_beta(double a, double b, double at, audit_tail tail)
{
    return pbeta(at, a, b, tail == AUDIT_MORE, 0);
}

/* The least and the greatest that can be seen are never too little or much. */
static int is_bound(double x, double n, audit_tail tail)
{
    return tail == AUDIT_MORE ? x == 0 : x == n;
}

static double midp(double x, double n, double at, audit_tail tail)
{
    double half = dbinom_raw(x, n, at, 1 - at, 0) / 2;

    if (tail == AUDIT_MORE)
        return half + (x == n ? 0 : of_beta(x + 1, n - x, at, tail));
    return half + (x == 0 ? 0 : of_beta(x, n - x + 1, at, tail));
}

/* The proportion is from 0 to 1; context is a share. */
static double p_at(double at, audit_tail tail, const void *context)
{
    const struct share *share = context;
    double x = share->x, n = share->n;
    int is_more = tail == AUDIT_MORE;

    if (share->method == AUDIT_PROPORTION_MIDP)
        return midp(x, n, at, tail);
    if (is_bound(x, n, tail))
        return 1;
    if (at == 0 || at == 1)
        return is_more ? at : 1 - at;
    switch (share->method) {
    case AUDIT_PROPORTION_WILSON:
        return of_normal(score_z(x, n, at), tail);
    case AUDIT_PROPORTION_WILSON_CC:
        return of_normal(score_z(is_more ? x - 0.5 : x + 0.5, n, at), tail);
    case AUDIT_PROPORTION_JEFFREYS:
        return of_beta(x + 0.5, n - x + 0.5, at, tail);
    case AUDIT_PROPORTION_AGRESTI_COULL:
        return audit_p_of_limits(agresti_coull_limit, share, tail, at);
    case AUDIT_PROPORTION_LR:
        return of_normal(lr_z(x, n, at), tail);
    case AUDIT_PROPORTION_SCAS:
        return of_normal(scas_z(x, n, at), tail);
    case AUDIT_PROPORTION_MIDP:
    case AUDIT_PROPORTION_CLOPPER_PEARSON:
    case AUDIT_PROPORTION_BLAKER:
    case AUDIT_PROPORTION_MINLIKE:
    case AUDIT_N_PROPORTION_METHODS:
        break;
    }
    return is_more ? of_beta(x, n - x + 1, at, tail)
                   : of_beta(x + 1, n - x, at, tail);
}

static int is_of_sets(audit_proportion_method method, audit_alternative side)
{
    return side == AUDIT_TWO_SIDED && (method == AUDIT_PROPORTION_BLAKER ||
                                       method == AUDIT_PROPORTION_MINLIKE);
}

static audit_rarity rarity_of(audit_proportion_method method)
{
    return method == AUDIT_PROPORTION_BLAKER ? AUDIT_BY_TAIL
                                             : AUDIT_BY_LIKELIHOOD;
}

double audit_proportion_p(audit_proportion_method method, double x, double n,
                          double at, audit_alternative side)
{
    struct share share = {method, x, n};

    if (is_of_sets(method, side) && at > 0 && at < 1) {
        audit_count_law law = {n, x};
        return audit_rare_p(&law, rarity_of(method), qlogis(at, 0, 1, 1, 0));
    }
    return audit_p_of_test(p_at, &share, at, side);
}

static double logit_p(double logit, audit_tail tail, const void *context)
{
    return p_at(plogis(logit, 0, 1, 1, 0), tail, context);
}

/*
 * The statistic corrected for skewness tends to the root of 6 x + 1 as the
 * proportion goes to 0: a quantile z beyond it has no limit but 0 itself, and
 * likewise below 0 none but 1.
 */
static int is_beyond_reach(const struct share *share, double z)
{
    double seen = z > 0 ? share->x : share->n - share->x;

    return z * z >= 6 * seen + 1;
}

/* For methods without a formula for the limit. */
static audit_status search(const struct share *share, audit_tail tail,
                           double target, double z, double *at)
{
    double x = fmin(fmax(share->x, 0.3), share->n - 0.3);
    double from = audit_wilson_limit(x, share->n, z);
    double width = 0.1 / (1 + fmin(x, share->n - x)), logit;

    audit_status status = audit_invert(logit_p, share, tail, target,
                                       qlogis(from, 0, 1, 1, 0), width, &logit);
    if (status.code == AUDIT_OK)
        *at = plogis(logit, 0, 1, 1, 0);
    return status;
}

/* If none have it the upper limit, if all do the lower one, has a formula. */
static double exact_limit(double x, double n, audit_tail tail, double target)
{
    if (tail == AUDIT_MORE)
        return x == n ? pow(target, 1 / n)
                      : qbeta(target, x, n - x + 1, /* lower */ 1, 0);
    return x == 0 ? -expm1(log(target) / n)
                  : qbeta(target, x + 1, n - x, /* lower */ 0, 0);
}

static double cut(double at)
{
    return at < 0 ? 0 : at > 1 ? 1 : at;
}

static audit_status midp_limit(double x, double n, audit_tail tail,
                               double target, double *at)
{
    audit_count_law law = {n, x};
    double logit;
    audit_status status = audit_midp_limit(&law, tail, target, &logit);

    if (status.code == AUDIT_OK)
        *at = plogis(logit, 0, 1, 1, 0);
    return status;
}

static audit_status limit(const struct share *share, audit_tail tail,
                          double target, double *at)
{
    int is_more = tail == AUDIT_MORE;
    double x = share->x, n = share->n, size = qnorm(target, 0, 1, 0, 0);
    double z = is_more ? size : -size; /* above 0 below the estimate */

    switch (share->method) {
    case AUDIT_PROPORTION_WILSON:
        *at = cut(audit_wilson_limit(x, n, z));
        break;
    case AUDIT_PROPORTION_WILSON_CC:
        *at = cut(audit_wilson_limit(is_more ? x - 0.5 : x + 0.5, n, z));
        break;
    case AUDIT_PROPORTION_JEFFREYS:
        *at = qbeta(target, x + 0.5, n - x + 0.5, is_more, 0);
        break;
    case AUDIT_PROPORTION_AGRESTI_COULL:
        *at = cut(agresti_coull_limit(size, tail, share));
        break;
    case AUDIT_PROPORTION_MIDP:
        return midp_limit(x, n, tail, target, at);
    case AUDIT_PROPORTION_LR:
        /* Of none so few, of all so many, have a half at most. */
        if (target >= 0.5 && (x == 0 || x == n)) {
            *at = x / n;
            break;
        }
        return search(share, tail, target, z, at);
    case AUDIT_PROPORTION_SCAS:
        if (is_beyond_reach(share, z)) {
            *at = z > 0 ? 0 : 1;
            break;
        }
        return search(share, tail, target, z, at);
    case AUDIT_PROPORTION_CLOPPER_PEARSON:
    case AUDIT_PROPORTION_BLAKER:
    case AUDIT_PROPORTION_MINLIKE:
    case AUDIT_N_PROPORTION_METHODS:
        *at = exact_limit(x, n, tail, target);
        break;
    }
    return audit_ok();
}

static audit_status set_limits(const struct share *share, double alpha,
                               double *low, double *high)
{
    audit_count_law law = {share->n, share->x};
    audit_status status = audit_rare_limits(&law, rarity_of(share->method),
                                            alpha, low, high);

    *low = plogis(*low, 0, 1, 1, 0);
    *high = plogis(*high, 0, 1, 1, 0);
    return status;
}

audit_status audit_proportion_limits(audit_proportion_method method, double x,
                                     double n, double conf_level,
                                     audit_alternative side,
                                     double *low, double *high)
{
    struct share share = {method, x, n};
    double low_tail = audit_low_tail(conf_level, side);
    double high_tail = audit_high_tail(conf_level, side);
    audit_status status = audit_ok();

    *low = 0;
    *high = 1;
    if (is_of_sets(method, side))
        return set_limits(&share, 1 - conf_level, low, high);
    int is_midp = method == AUDIT_PROPORTION_MIDP;
    if (low_tail > 0 && (x > 0 || is_midp))
        status = limit(&share, AUDIT_MORE, low_tail, low);
    if (status.code == AUDIT_OK && high_tail > 0 && (x < n || is_midp))
        status = limit(&share, AUDIT_FEWER, high_tail, high);
    return status;
}
