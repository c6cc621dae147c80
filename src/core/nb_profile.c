#include "nb_profile.h"

#include <math.h>

#include "root.h"

struct profile {
    const audit_nb_data *data;
    double top, drop;
    size_t at;
    int is_log; /* whether it is alpha, and its log that is sought */
    double *b, *rest;
};

size_t audit_nb_profile_workspace(const audit_nb_data *data)
{
    return audit_nb_coefficients(data) + audit_nb_fit_workspace(data);
}

/* Rises from the estimate outwards: the fall's square root less its aim's. */
static double excess(double at, const void *context)
{
    const struct profile *x = context;
    audit_nb_fit fit = {x->b, NULL, 0, 0, 0, 0, 0};
    audit_held held = {x->at, x->is_log ? exp(at) : at};
    audit_status status = audit_fit_nb(x->data, held, 0, x->rest, &fit);

    if (status.code != AUDIT_OK)
        return NAN;
    return sqrt(fmax(0, 2 * (x->top - fit.log_likelihood))) - sqrt(x->drop);
}

/*
 * From where the likelihood has hardly fallen, outwards by steps that double.
 * Rates that differ by a factor of e^40 are as good as infinitely far apart.
 */
static audit_status search(const struct profile *x, double from, double step,
                           double *limit)
{
    double last = from, next = from + step;

    for (; fabs(next - from) < 40; next += step) {
        double there = excess(next, x);
        if (isnan(there))
            return audit_fail(AUDIT_NO_FIT, 0);
        if (there >= 0)
            return audit_root(excess, x, last, next, limit);
        last = next;
        step *= 2;
    }
    return audit_ok();
}

audit_status audit_nb_profile(const audit_nb_data *data,
                              const audit_nb_fit *fit, size_t at, double se,
                              double drop, double *workspace,
                              double *low, double *high)
{
    size_t q = audit_nb_coefficients(data);
    struct profile x = {data, fit->log_likelihood, drop, at, at == q,
                        workspace, workspace + q};
    double middle = x.is_log ? log(fit->alpha) : fit->b[at];
    audit_status status = audit_ok();

    *low = -INFINITY;
    *high = INFINITY;
    if (x.is_log) {
        int has_low = 2 * (fit->log_likelihood - fit->poisson) > drop;
        if (has_low)
            status = search(&x, middle, -se, low);
        if (status.code == AUDIT_OK)
            status = search(&x, fit->alpha > 0 ? middle : log(1e-6), se, high);
        *low = exp(*low);
        *high = exp(*high);
        return status;
    }
    /* A group without events is at minus infinity: begun from far below. */
    if (isfinite(middle))
        status = search(&x, middle, -se, low);
    if (status.code == AUDIT_OK)
        status = search(&x, isfinite(middle) ? middle : -20, se, high);
    return status;
}
