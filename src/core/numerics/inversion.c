#include "inversion.h"

#include <math.h>

#include "base/dist.h"
#include "root.h"

struct search {
    audit_p_value *p;
    const void *context;
    audit_tail tail;
    double log_target;
};

/*
 * The logarithm of a tail is close to a parabola, which root finding takes in
 * a few steps; the tail itself is not. Where p has no digits left its
 * logarithm would be infinite.
 */
static double log_excess(double at, const void *context)
{
    const struct search *x = context;
    double p = x->p(at, x->tail, x->context);

    return audit_but_for_noise((p > 0 ? log(p) : -800) - x->log_target);
}

audit_status audit_invert(audit_p_value *p, const void *context,
                          audit_tail tail, double target, double guess,
                          double width, double *at)
{
    struct search x = {p, context, tail, log(target)};

    return audit_root_near(log_excess, &x, tail == AUDIT_MORE, guess, width,
                           at);
}

struct z_search {
    audit_z_limit *limit;
    const void *context;
    audit_tail tail;
    double at;
};

/*
 * Normal tails beyond 38 standard deviations have no digits left. Quantiles are
 * counted from there, since root finding near 0 never stops.
 */
static const double farthest = 38;

/* Falls with z, from a limit inside the estimate to one far out. */
static double distance(double from_farthest, const void *context)
{
    const struct z_search *x = context;
    double limit = x->limit(from_farthest - farthest, x->tail, x->context);

    return x->tail == AUDIT_MORE ? limit - x->at : x->at - limit;
}

double audit_p_of_limits(audit_z_limit *limit, const void *context,
                         audit_tail tail, double at)
{
    struct z_search x = {limit, context, tail, at};
    double z;

    /* At 0 a limit may be so flat that its root is found to half its digits. */
    if (distance(farthest, &x) == 0)
        return 0.5;
    if (distance(0, &x) <= 0)
        return 1;
    if (distance(2 * farthest, &x) >= 0)
        return 0;
    if (audit_root(distance, &x, 0, 2 * farthest, &z).code != AUDIT_OK)
        return NAN;
    return pnorm(z - farthest, 0, 1, /* lower */ 0, 0);
}

double audit_p_of_test(audit_p_value *p, const void *context, double at,
                       audit_alternative side)
{
    double more = side == AUDIT_LESS ? 1 : p(at, AUDIT_MORE, context);
    double fewer = side == AUDIT_GREATER ? 1 : p(at, AUDIT_FEWER, context);

    return audit_p_of_tails(more, fewer, side);
}
