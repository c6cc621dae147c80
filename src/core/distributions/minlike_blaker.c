#include "minlike_blaker.h"

#include <math.h>

#include "numerics/root.h"

/*
 * Everything is said of one side: the upper limit, where x is in the lower
 * tail and k is a count above it. The other side is its mirror image: tails
 * change their names and steps their sign.
 */
struct side {
    const audit_count_law *law;
    audit_rarity rarity;
    int sign; /* 1 at the upper limit, -1 at the lower */
    double alpha, k;
};

/* P of x and all on its own side; P of k and all on its side, away from x. */
static double own_tail(const struct side *x, double at)
{
    return x->sign > 0 ? audit_or_fewer(x->law, x->law->x, at)
                       : audit_or_more(x->law, x->law->x, at);
}

static double far_tail(const struct side *x, double k, double at)
{
    return x->sign > 0 ? audit_or_more(x->law, k, at)
                       : audit_or_fewer(x->law, k, at);
}

/* Counts to go from x to the last on the other side. */
static double room(const struct side *x)
{
    return x->sign > 0 ? x->law->n - x->law->x : x->law->x;
}

static int is_as_rare(const struct side *x, double steps, double at)
{
    double k = x->law->x + x->sign * steps, equal = 1 + AUDIT_EQUALLY_RARE;

    if (steps > room(x))
        return 1;
    if (x->rarity == AUDIT_BY_TAIL)
        return far_tail(x, k, at) <= own_tail(x, at) * equal;
    return audit_log_weight(x->law, k) + x->sign * steps * at <=
           log1p(AUDIT_EQUALLY_RARE);
}

/* The fewest steps from x to a count as rare as x, at a parameter. */
static double steps_to_rare(const struct side *x, double at)
{
    double below = 0, above = 1;

    while (!is_as_rare(x, above, at)) {
        below = above;
        above *= 2;
    }
    /* Beyond 2^53 doubles skip counts: there the next one is an end itself. */
    while (above - below > 1) {
        double middle = floor((below + above) / 2);
        if (middle == below || middle == above)
            break;
        if (is_as_rare(x, middle, at))
            above = middle;
        else
            below = middle;
    }
    return above;
}

double audit_rare_p(const audit_count_law *law, audit_rarity rarity, double at)
{
    struct side x = {law, rarity, 1, 0, 0};
    double fewer = audit_or_fewer(law, law->x, at);
    double more = audit_or_more(law, law->x, at);
    int is_low;

    if (rarity == AUDIT_BY_TAIL) {
        is_low = fewer < more;
    } else {
        /* x lies below the mode where the next count is more likely. */
        double next = law->x + 1;
        is_low = next <= law->n && audit_log_weight(law, next) + at > 0;
    }
    x.sign = is_low ? 1 : -1;
    double steps = steps_to_rare(&x, at), p = own_tail(&x, at);
    if (steps <= room(&x))
        p += far_tail(&x, law->x + x.sign * steps, at);
    return p < 1 ? p : 1;
}

/* How far the tail of k exceeds that of x, in logarithms; rises outwards. */
static double tail_excess(double at, const void *context)
{
    const struct side *x = context;
    double far = far_tail(x, x->k, at), own = own_tail(x, at);

    return (far > 0 ? log(far) : -800) - (own > 0 ? log(own) : -800) -
           log1p(AUDIT_EQUALLY_RARE);
}

/*
 * The farthest value of the parameter at which k, so many steps off, is still
 * as rare as x. `beyond` is one at which it no longer is.
 */
static audit_status tie(struct side *x, double steps, double beyond,
                        double *at)
{
    x->k = x->law->x + x->sign * steps;
    if (x->rarity == AUDIT_BY_LIKELIHOOD) {
        *at = (log1p(AUDIT_EQUALLY_RARE) - audit_log_weight(x->law, x->k)) /
              (x->sign * steps);
        return audit_ok();
    }
    double width = 1, near = beyond - x->sign * width;
    while (tail_excess(near, x) > 0 && width < 1e6) {
        width *= 2;
        near = beyond - x->sign * width;
    }
    return audit_root(tail_excess, x, near, beyond, at);
}

/* The p value at `at`, taking k for the nearest count as rare as x. */
static double log_p(double at, const void *context)
{
    const struct side *x = context;
    double p = own_tail(x, at) + far_tail(x, x->k, at);

    return (p > 0 ? log(p) : -800) - log(x->alpha);
}

/* The most steps whose tie has a p value above alpha, by bisection; or 0. */
static double last_above(struct side *x)
{
    double below = 0, above = 1, at;
    int is_above = 1;

    while (is_above || above - below > 1) {
        double steps = is_above ? above : floor((below + above) / 2);
        int holds = steps <= room(x);

        if (holds) {
            tie(x, steps, 0, &at);
            holds = log_p(at, x) > 0;
        }
        if (holds)
            below = steps;
        else
            above = steps;
        is_above = is_above && holds;
        if (is_above)
            above *= 2;
    }
    return below;
}

/*
 * Between the ties of two neighbours the p value falls, then rises, or does
 * one of the two alone; at the tie of k it drops by the probability of k. So
 * the last tie above alpha is the end of the set, unless p is above alpha just
 * beyond it too: then the end is where it falls to alpha before the next tie.
 * The first tie, where x and its neighbour are alike, has a p value of 1.
 *
 * `beyond` is where the tail of x alone is so small that another tail like it
 * makes no more than alpha.
 */
static audit_status limit(struct side *x, double beyond, double *end)
{
    double next = beyond, at;

    if (room(x) == 0) {
        *end = x->sign > 0 ? INFINITY : -INFINITY;
        return audit_ok();
    }
    double steps = x->rarity == AUDIT_BY_LIKELIHOOD
                       ? last_above(x) : steps_to_rare(x, beyond) - 1;
    audit_status status = tie(x, steps, beyond, &at);
    if (status.code != AUDIT_OK)
        return status;
    if (x->rarity == AUDIT_BY_LIKELIHOOD && steps < room(x))
        tie(x, steps + 1, beyond, &next);
    x->k = x->law->x + x->sign * (steps + 1);
    *end = at;
    if (log_p(at, x) <= 0)
        return status;
    *end = next;
    if (log_p(next, x) >= 0)
        return status;
    return audit_root(log_p, x, at, next, end);
}

audit_status audit_rare_limits(const audit_count_law *law,
                               audit_rarity rarity, double alpha,
                               double *low, double *high)
{
    const double half = alpha / (2 + AUDIT_EQUALLY_RARE);
    struct side lower = {law, rarity, -1, alpha, 0};
    struct side upper = {law, rarity, 1, alpha, 0};
    double beyond;

    audit_status status = audit_exact_limit(law, AUDIT_MORE, half, &beyond);
    if (status.code == AUDIT_OK)
        status = limit(&lower, beyond, low);
    if (status.code == AUDIT_OK)
        status = audit_exact_limit(law, AUDIT_FEWER, half, &beyond);
    if (status.code == AUDIT_OK)
        status = limit(&upper, beyond, high);
    return status;
}
