#include "rate_methods.h"

#include <math.h>

#include "base/dist.h"
#include "distributions/count_law.h"
#include "distributions/deviance.h"
#include "distributions/minlike_blaker.h"
#include "numerics/inversion.h"

struct count {
    audit_rate_method method;
    double x;
};

static double upper_normal(double z, audit_tail tail)
{
    return pnorm(z, 0, 1, tail == AUDIT_FEWER, 0);
}

/* The signed root of the likelihood ratio of a mean. */
static double lr_z(double x, double mean)
{
    return copysign(sqrt(2 * audit_half_deviance(x, mean)), x - mean);
}

/* z solves (x - mean) - (z^2 - 1) / 6 = z sqrt(mean). */
static double scas_z(double x, double mean)
{
    double root = sqrt(mean + 2 * (x - mean + 1.0 / 6) / 3);
    return 3 * (root - sqrt(mean));
}

/* At what z the cube root of x meets that of a mean. */
static double byar_z(double x, double mean)
{
    return 3 * sqrt(x) * (1 - 1 / (9 * x) - cbrt(mean / x));
}

/* A Poisson tail is a gamma tail: P(X >= k) at mean m is P(G <= m). */
static double gamma_tail(double shape, double mean, audit_tail tail)
{
    return pgamma(mean, shape, 1, tail == AUDIT_MORE, 0);
}

/* The mean is above 0; context is a count. */
static double p_at(double mean, audit_tail tail, const void *context)
{
    const struct count *count = context;
    double x = count->x;

    if (x == 0 && tail == AUDIT_MORE && count->method != AUDIT_RATE_MIDP)
        return 1;
    switch (count->method) {
    case AUDIT_RATE_MIDP: {
        double half = dpois_raw(x, mean, 0) / 2;
        double shape = x + (tail == AUDIT_MORE);
        return half + (shape == 0 ? 0 : gamma_tail(shape, mean, tail));
    }
    case AUDIT_RATE_JEFFREYS:
        return gamma_tail(x + 0.5, mean, tail);
    case AUDIT_RATE_SCORE:
        return upper_normal((x - mean) / sqrt(mean), tail);
    case AUDIT_RATE_LR:
        return upper_normal(lr_z(x, mean), tail);
    case AUDIT_RATE_SCAS:
        return upper_normal(scas_z(x, mean), tail);
    case AUDIT_RATE_BYAR:
        return upper_normal(byar_z(x + (tail == AUDIT_FEWER), mean), tail);
    case AUDIT_RATE_ROTHMAN:
        return upper_normal(byar_z(x + 0.5, mean), tail);
    case AUDIT_RATE_GARWOOD:
    case AUDIT_RATE_BLAKER:
    case AUDIT_RATE_MINLIKE:
    case AUDIT_N_RATE_METHODS:
        break;
    }
    return gamma_tail(x + (tail == AUDIT_FEWER), mean, tail);
}

static int is_of_sets(audit_rate_method method, audit_alternative side)
{
    return side == AUDIT_TWO_SIDED &&
           (method == AUDIT_RATE_BLAKER || method == AUDIT_RATE_MINLIKE);
}

static audit_rarity rarity_of(audit_rate_method method)
{
    return method == AUDIT_RATE_BLAKER ? AUDIT_BY_TAIL : AUDIT_BY_LIKELIHOOD;
}

double audit_rate_p(audit_rate_method method, double x, double mean,
                    audit_alternative side)
{
    struct count count = {method, x};

    if (mean == 0 && x == 0 && method == AUDIT_RATE_MIDP)
        return side == AUDIT_TWO_SIDED ? 1 : 0.5;
    if (mean == 0)
        return x == 0 || side == AUDIT_LESS ? 1 : 0;
    /* A rate times a time can be more than a double holds, and no count is it. */
    if (mean > 1e300)
        return side == AUDIT_GREATER ? 1 : 0;
    if (is_of_sets(method, side)) {
        audit_count_law law = {INFINITY, x};
        return audit_rare_p(&law, rarity_of(method), log(mean));
    }
    return audit_p_of_test(p_at, &count, mean, side);
}

/* The root of mean + z sqrt(mean) = c; z of either sign. */
static double square_root_limit(double c, double z)
{
    double inside = z * z + 4 * c;
    double root = inside > 0 ? (sqrt(inside) - z) / 2 : 0;

    return root > 0 ? root * root : 0;
}

static double byar_limit(double x, double z)
{
    double root = 1 - 1 / (9 * x) - z / (3 * sqrt(x));
    return root > 0 ? x * root * root * root : 0;
}

static double log_p_at(double log_mean, audit_tail tail, const void *context)
{
    return p_at(exp(log_mean), tail, context);
}

static audit_status lr_limit(double x, audit_tail tail, double target, double z,
                             double *mean)
{
    struct count count = {AUDIT_RATE_LR, x};
    double from = square_root_limit(fmax(x, 0.3), z), log_mean;

    /* Without events the chance of so few is a half at most. */
    if (x == 0 && target >= 0.5) {
        *mean = 0;
        return audit_ok();
    }
    audit_status status = audit_invert(log_p_at, &count, tail, target,
                                       log(from), 0.1 / (1 + x), &log_mean);
    if (status.code == AUDIT_OK)
        *mean = exp(log_mean);
    return status;
}

static audit_status midp_limit(double x, audit_tail tail, double target,
                               double *mean)
{
    audit_count_law law = {INFINITY, x};
    double log_mean;
    audit_status status = audit_midp_limit(&law, tail, target, &log_mean);

    if (status.code == AUDIT_OK)
        *mean = exp(log_mean);
    return status;
}

static audit_status limit(audit_rate_method method, double x, audit_tail tail,
                          double target, double *mean)
{
    int is_low = tail == AUDIT_MORE;
    /* Positive at a lower limit below the estimate, negative at an upper. */
    double z = qnorm(target, 0, 1, !is_low, 0);

    switch (method) {
    case AUDIT_RATE_MIDP:
        return midp_limit(x, tail, target, mean);
    case AUDIT_RATE_LR:
        return lr_limit(x, tail, target, z, mean);
    case AUDIT_RATE_JEFFREYS:
        *mean = qgamma(target, x + 0.5, 1, is_low, 0);
        break;
    case AUDIT_RATE_SCORE:
        *mean = square_root_limit(x, z);
        break;
    case AUDIT_RATE_SCAS:
        *mean = square_root_limit(x - (z * z - 1) / 6, z);
        break;
    case AUDIT_RATE_BYAR:
        *mean = byar_limit(x + !is_low, z);
        break;
    case AUDIT_RATE_ROTHMAN:
        *mean = byar_limit(x + 0.5, z);
        break;
    case AUDIT_RATE_GARWOOD:
    case AUDIT_RATE_BLAKER:
    case AUDIT_RATE_MINLIKE:
    case AUDIT_N_RATE_METHODS:
        *mean = qgamma(target, x + !is_low, 1, is_low, 0);
        break;
    }
    return audit_ok();
}

static audit_status set_limits(audit_rate_method method, double x,
                               double alpha, double *low, double *high)
{
    audit_count_law law = {INFINITY, x};
    audit_status status =
        audit_rare_limits(&law, rarity_of(method), alpha, low, high);

    *low = exp(*low);
    *high = exp(*high);
    return status;
}

audit_status audit_rate_limits(audit_rate_method method, double x,
                               double conf_level, audit_alternative side,
                               double *low, double *high)
{
    double low_tail = audit_low_tail(conf_level, side);
    double high_tail = audit_high_tail(conf_level, side);
    audit_status status = audit_ok();

    *low = 0;
    *high = INFINITY;
    if (is_of_sets(method, side))
        return set_limits(method, x, 1 - conf_level, low, high);
    if (low_tail > 0 && (x > 0 || method == AUDIT_RATE_MIDP))
        status = limit(method, x, AUDIT_MORE, low_tail, low);
    if (status.code == AUDIT_OK && high_tail > 0)
        status = limit(method, x, AUDIT_FEWER, high_tail, high);
    return status;
}
