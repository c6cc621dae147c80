#include "nb_profile.h"

#include <math.h>

#include "numerics/root.h"

struct profile {
    const audit_nb_data *data;
    const audit_nb_fit *fit;
    double drop;
    size_t at;
    int is_log; /* whether it is alpha, and its log that is sought */
    double *b, *from, *rest;
};

size_t audit_nb_profile_workspace(const audit_nb_data *data)
{
    return 2 * audit_nb_coefficients(data) + audit_nb_fit_workspace(data);
}

/*
 * The fit, moved on to where its covariance says that the others are best with
 * the one held at a value: with numbers in x far from 0 the intercept takes the
 * coefficients of x along.
 */
static void begin_at(const struct profile *x, double value)
{
    const double *b = x->fit->b;
    size_t q = audit_nb_coefficients(x->data);

    for (size_t j = 0; j < q; j++) {
        x->from[j] = b[j];
        if (x->at == q || !isfinite(b[x->at]))
            continue;
        const double *column = x->fit->covariance + x->at * q;
        double move = (value - b[x->at]) * column[j] / column[x->at];
        if (isfinite(move))
            x->from[j] += move;
    }
}

/* Rises from the estimate outwards: the fall's square root less its aim's. */
static double excess(double at, const void *context)
{
    const struct profile *x = context;
    audit_nb_fit fit = {x->b, NULL, 0, 0, 0, 0, 0};
    audit_held held = {x->at, x->is_log ? exp(at) : at, x->from};

    begin_at(x, held.value);
    audit_status status = audit_fit_nb(x->data, held, 0, x->rest, &fit);

    if (status.code != AUDIT_OK)
        return NAN;
    double fall = 2 * (x->fit->log_likelihood - fit.log_likelihood);
    if (fabs(fall - x->drop) < audit_nb_noise(x->data))
        return 0;
    return sqrt(fmax(0, fall)) - sqrt(x->drop);
}

/*
 * From where the likelihood has hardly fallen, outwards by steps that double.
 * What lies 40 standard errors away is as good as infinitely far, and of rates
 * with a factor of e^40 between them likewise; the numbers in x have any unit.
 */
static audit_status search(const struct profile *x, double from, double step,
                           double *limit)
{
    size_t k = x->data->n_groups, q = audit_nb_coefficients(x->data);
    double unit = x->at < k || x->at == q ? fmax(1, fabs(step)) : fabs(step);
    double last = from, next = from + step;

    for (; fabs(next - from) < 40 * unit; next += step) {
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
    struct profile x = {data, fit, drop, at, at == q, workspace, workspace + q,
                        workspace + 2 * q};
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
