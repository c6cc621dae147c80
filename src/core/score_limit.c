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
    return status;
}
