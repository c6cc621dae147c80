#include "regression_to_mean.h"

#include <math.h>

#include "base/dist.h"
#include "base/values.h"
#include "numerics/maximum.h"
#include "negative_binomial.h"

struct fit {
    const audit_windows *windows;
    audit_gamma_poisson law;
    double log_likelihood, drop;
};

static audit_nb_data nb_data(const audit_selection *selection,
                             const double *above)
{
    return (audit_nb_data) {
        selection->n, 1, 0, selection->most, selection->events,
        selection->time, NULL, NULL, above,
        audit_nb_constant(selection->events, selection->time, selection->n,
                          above, selection->most),
    };
}

size_t audit_rtm_workspace(const audit_selection *selection)
{
    audit_nb_data data = {.n_groups = 1};

    return selection->most + 4 * selection->n + audit_nb_fit_workspace(&data);
}

static audit_status check(const audit_selection *selection)
{
    double least = selection->is_truncated ? 1 : 0;

    for (size_t i = 0; i < selection->n; i++) {
        double events = selection->events[i], time = selection->time[i];
        if (!audit_is_count(events) || events < least ||
            events > (double) selection->most)
            return audit_fail(AUDIT_BAD_COUNT, i);
        if (time == 0 || !audit_is_time(time))
            return audit_fail(AUDIT_BAD_TIME, i);
    }
    return audit_ok();
}

/*
 * From 0 to 1 as the spread is, but with as many places about each power of ten
 * of alpha: the likelihood may have a narrow summit near either end.
 */
static double spread_of(double place)
{
    double more = pow(place, 4), less = pow(1 - place, 4);

    return more / (more + less);
}

/* What the best size at a spread is sought with. */
struct truncated {
    const audit_windows *windows;
    double guess, scale;
};

struct at_spread {
    const struct truncated *fit;
    double spread;
};

static double by_size(double log_size, const void *context)
{
    const struct at_spread *x = context;
    audit_gamma_poisson law = {log_size, x->spread};

    return audit_but_for_noise(
        audit_gamma_poisson_by_size(x->fit->windows, law) / x->fit->scale);
}

static double best_size(const struct truncated *fit, double spread)
{
    struct at_spread x = {fit, spread};
    double log_size = NAN;

    if (audit_root_near(by_size, &x, /* rises */ 0, fit->guess, 0.5,
                        &log_size).code != AUDIT_OK)
        return NAN;
    return log_size;
}

static double by_spread(double spread, const void *context)
{
    const struct truncated *fit = context;
    audit_gamma_poisson law = {best_size(fit, spread), spread};
    double slope = audit_gamma_poisson_by_spread(fit->windows, law) / fit->scale;

    return fabs(slope) < 1e-12 ? 0 : slope;
}

static double best_at(double place, const void *context)
{
    const struct truncated *fit = context;
    double spread = spread_of(place);
    audit_gamma_poisson law = {best_size(fit, spread), spread};
    double value = audit_gamma_poisson_likelihood(fit->windows, law);

    return isnan(value) ? -INFINITY : value;
}

/*
 * The likelihood has one summit as a rule, and two where windows and counts are
 * far apart. About the higher the slope has more digits than the height; without
 * a summit inside it is that of an end: Poisson, or the logarithmic series.
 */
static audit_status fit_truncated(struct fit *fit, double events, double time)
{
    const double near = 1.0 / 64;
    struct truncated x = {fit->windows, log(events / time), events};
    audit_status status = audit_ok();
    double place;

    if (isinf(audit_maximum(best_at, &x, 0, 1, &place)))
        return audit_fail(AUDIT_NO_FIT, 0);
    double low = spread_of(fmax(0, place - near));
    double high = spread_of(fmin(1, place + near));
    if (by_spread(low, &x) > 0 && by_spread(high, &x) < 0)
        status = audit_root(by_spread, &x, low, high, &fit->law.spread);
    else
        fit->law.spread = place < near ? 0 : place > 1 - near ? 1
                                                              : spread_of(place);
    fit->law.log_size = best_size(&x, fit->law.spread);
    return status;
}

/* Patients whom nobody selected: the negative binomial model. */
static audit_status fit_all(const audit_selection *selection,
                            const double *above, double *workspace,
                            struct fit *fit)
{
    audit_nb_data data = nb_data(selection, above);
    double b, covariance;
    audit_nb_fit nb = {&b, &covariance, 0, 0, 0, 0, 0};
    audit_status status =
        audit_fit_nb(&data, AUDIT_NONE_HELD, 0, workspace, &nb);

    fit->law.spread = nb.alpha / (1 + nb.alpha);
    fit->law.log_size = b + log1p(nb.alpha);
    return status;
}

struct at_exponent {
    const struct fit *fit;
    double exponent;
};

static double likelihood_at(double place, const void *context)
{
    const struct at_exponent *x = context;
    const audit_windows *windows = x->fit->windows;
    double spread = spread_of(place);
    audit_gamma_poisson law = {
        audit_size_of_exponent(windows, spread, x->exponent), spread};
    double value = audit_gamma_poisson_likelihood(windows, law);

    return isnan(value) ? -INFINITY : value;
}

/* Rises from the estimate outwards: the fall's square root less its aim's. */
static double excess(double log_exponent, const void *context)
{
    const struct fit *fit = context;
    struct at_exponent x = {fit, exp(log_exponent)};
    double best = audit_maximum(likelihood_at, &x, 0, 1, NULL);
    double fall = 2 * (fit->log_likelihood - best);

    /* An infinite fall would give the root finding nothing to go by. */
    return sqrt(fmax(0, fmin(fall, 1e10))) - sqrt(fit->drop);
}

/*
 * Outwards from where the likelihood has hardly fallen. The exponent is about
 * the number of events: a factor of e^40 away nothing is left.
 */
static audit_status limit(const struct fit *fit, double from, double step,
                          double *exponent)
{
    double last = from, next = from + step, root;

    for (; fabs(next - from) < 40; next += step) {
        if (excess(next, fit) >= 0) {
            audit_status status = audit_root(excess, fit, last, next, &root);
            *exponent = exp(root);
            return status;
        }
        last = next;
        step *= 2;
    }
    return audit_ok();
}

static audit_status find_limits(const struct fit *fit, double exponent,
                                audit_rtm *found)
{
    double low = 0, high = INFINITY;
    audit_status status = audit_ok();

    if (exponent > 0)
        status = limit(fit, log(exponent), -0.25, &low);
    if (status.code == AUDIT_OK)
        status = limit(fit, exponent > 0 ? log(exponent) : log(1e-6), 0.25,
                       &high);
    found->low = -expm1(-low);
    found->high = -expm1(-high);
    return status;
}

static void report(const struct fit *fit, double mean_time, audit_rtm *found)
{
    double u = fit->law.spread, exponent = audit_repeat_exponent(fit->windows,
                                                                 fit->law);

    found->ratio = -expm1(-exponent);
    found->mean = exp(fit->law.log_size) * (1 - u) * mean_time;
    found->shape = (1 - u) / u;
    if (u == 0)
        found->notes |= AUDIT_RTM_POISSON;
    if (u == 1)
        found->notes |= AUDIT_RTM_LOG_SERIES;
}

audit_status audit_regression_to_mean(const audit_selection *selection,
                                      double conf_level, double *workspace,
                                      audit_rtm *found)
{
    size_t n = selection->n;
    double *above = workspace, *rest = workspace + selection->most;
    audit_windows windows = {.is_truncated = selection->is_truncated,
                             .time = rest, .patients = rest + n,
                             .with_event = rest + 2 * n,
                             .events = rest + 3 * n};
    struct fit fit = {&windows, {-INFINITY, 0}, 0, qchisq(conf_level, 1, 1, 0)};
    audit_status status = check(selection);
    double events = 0, time = 0;

    *found = (audit_rtm) {NAN, NAN, NAN, 0, 1, NAN, 0};
    if (status.code != AUDIT_OK)
        return status;
    audit_count_above(selection->events, n, selection->most, above);
    audit_gather_windows(selection->events, selection->time, n, above,
                         selection->most, &windows);
    for (size_t w = 0; w < windows.n; w++) {
        events += windows.events[w];
        time += windows.patients[w] * windows.time[w];
    }
    if (events == 0) {
        found->notes = AUDIT_RTM_NO_EVENTS;
        return status;
    }
    /* Those with one event alone are all who have one but those with more. */
    double alone = above[0] - (selection->most > 1 ? above[1] : 0);
    found->repeated = (events - alone) / events;
    if (selection->is_truncated && selection->most == 1) {
        found->notes = AUDIT_RTM_NO_SECOND;
        found->mean = found->ratio = 0;
        return find_limits(&fit, 0, found);
    }
    status = selection->is_truncated
                 ? fit_truncated(&fit, events, time)
                 : fit_all(selection, above, rest + 4 * n, &fit);
    if (status.code != AUDIT_OK)
        return status;
    fit.log_likelihood = audit_gamma_poisson_likelihood(&windows, fit.law);
    report(&fit, time / (double) n, found);
    return find_limits(&fit, audit_repeat_exponent(&windows, fit.law), found);
}
