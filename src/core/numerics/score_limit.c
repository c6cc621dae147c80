#include "score_limit.h"

#include "root.h"

struct search {
    audit_score *score;
    const void *context;
    double z;
};

/* Infinite statistics have their sign alone to say. */
static double excess(double at, const void *context)
{
    const struct search *x = context;
    double score = fmin(fmax(x->score(at, x->context), -1e3), 1e3);

    return audit_but_for_noise(score - x->z);
}

static double log_excess(double log_at, const void *context)
{
    return excess(exp(log_at), context);
}

audit_status audit_score_limit_within(audit_score *score, const void *context,
                                      double z, double estimate, double near,
                                      double *limit)
{
    struct search x = {score, context, z};
    double sign = z > 0 ? 1 : -1, edge = -sign;
    double inner = estimate, outer = edge;

    *limit = edge;
    if (estimate == edge)
        return audit_ok();
    /* The guess, and a step on from it towards the limit, narrow it down. */
    for (int i = 0; i < 2; i++) {
        if (!(fabs(near) < 1 && sign * (estimate - near) > 0))
            break;
        double at = sign * excess(near, &x);
        *(at < 0 ? &inner : &outer) = near;
        near -= sign * (at < 0 ? 1 : -1) * 0.05 * fabs(estimate - near);
    }
    if (outer == edge && sign * excess(edge, &x) <= 0)
        return audit_ok();
    if (inner == estimate && sign * excess(estimate, &x) >= 0) {
        *limit = estimate;
        return audit_ok();
    }
    return audit_root(excess, &x, inner, outer, limit);
}

audit_status audit_score_limit_above(audit_score *score, const void *context,
                                     double z, double log_guess, double width,
                                     double *limit)
{
    struct search x = {score, context, z};
    double log_limit;
    audit_status status = audit_root_near(log_excess, &x, /* rises */ 0,
                                          log_guess, width, &log_limit);

    if (status.code == AUDIT_OK)
        *limit = exp(log_limit);
    else if (log_excess(log_guess, &x) > 0)
        *limit = INFINITY;
    else if (log_excess(log_guess, &x) < 0)
        *limit = 0;
    else
        return status;
    return audit_ok();
}

static audit_status first(audit_function *f, const struct search *x,
                          double outer, double middle, double inner,
                          double *at)
{
    enum { steps = 80 };
    const double closer = 0.75; /* to a tenth of a billionth of the way */
    double last = outer, there = f(outer, x);
    int is_positive = outer < inner;

    *at = outer;
    if (is_positive ? there <= 0 : there >= 0)
        return audit_ok();
    for (int i = 1; i <= 2 * steps; i++) {
        double end = i < steps ? outer : inner, next = middle;

        if (i != steps)
            next += (end - middle) * pow(closer, i < steps ? i : 2 * steps - i);
        there = f(next, x);
        if (is_positive ? there <= 0 : there >= 0)
            return audit_root(f, x, last, next, at);
        last = next;
    }
    *at = inner;
    return audit_ok();
}

audit_status audit_first_limit(audit_score *score, const void *context,
                               double z, double outer, double estimate,
                               double inner, double *limit)
{
    struct search x = {score, context, z};

    return first(excess, &x, outer, estimate, inner, limit);
}

audit_status audit_first_limit_above(audit_score *score, const void *context,
                                     double z, double log_estimate,
                                     double reach, double *limit)
{
    struct search x = {score, context, z};
    double outer = log_estimate + reach, inner = log_estimate - reach, log_limit;
    audit_status status = first(log_excess, &x, outer, log_estimate, inner,
                                &log_limit);

    *limit = log_limit == fmin(outer, inner)   ? 0
             : log_limit == fmax(outer, inner) ? INFINITY
                                               : exp(log_limit);
    return status;
}
