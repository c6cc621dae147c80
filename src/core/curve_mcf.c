#include "curve_mcf.h"

#include <math.h>

#include "dist.h"
#include "sum.h"

/*
 * psi[i] is the influence of patient i, whose square is summed: own events over
 * the number at risk, less `drift`, the sum of dN / R^2, over the time at risk.
 * While a patient is at risk base[i] is kept instead, psi[i] + drift, so that
 * time passes for all of them at once.
 */
struct state {
    double *psi, *base;
    double mean;
    audit_sum drift, bases, squares;
};

static void enter(struct state *x, int patient)
{
    x->base[patient] = x->psi[patient] + audit_total(x->drift);
    audit_add(&x->bases, x->base[patient]);
}

static void leave(struct state *x, int patient)
{
    x->psi[patient] = x->base[patient] - audit_total(x->drift);
    audit_add(&x->bases, -x->base[patient]);
}

/* Each at risk falls back by the events' share. */
static void pass(struct state *x, double events, double at_risk)
{
    double step = events / (at_risk * at_risk);
    double sum_psi = audit_total(x->bases) - at_risk * audit_total(x->drift);

    audit_add(&x->squares, -2 * step * sum_psi);
    audit_add(&x->squares, at_risk * step * step);
    audit_add(&x->drift, step);
    x->mean += events / at_risk;
}

static void have_events(struct state *x, int patient, double events,
                        double at_risk)
{
    double step = events / at_risk;
    double psi = x->base[patient] - audit_total(x->drift);

    audit_add(&x->squares, (2 * psi + step) * step);
    audit_add(&x->bases, step);
    x->base[patient] += step;
}

static void walk_to(struct state *x, audit_walk *walk, double time)
{
    const audit_spells *spells = walk->spells;
    size_t from = walk->entered;

    audit_walk_to(walk, time);
    for (size_t j = from; j < walk->entered; j++) {
        int spell = spells->by_start[j];
        if (audit_has_length(spells, spell))
            enter(x, spells->patient[spell] - 1);
    }
}

/* What happens at the next stop, which has been walked to; gives its events. */
static double at_stop(struct state *x, audit_walk *walk, double time)
{
    const audit_spells *spells = walk->spells;
    size_t n = audit_n_stopping(walk, time);
    double events = audit_events_at(walk, time);

    if (events > 0)
        pass(x, events, walk->at_risk);
    for (size_t j = walk->left; j < walk->left + n; j++) {
        int spell = spells->by_stop[j];
        if (spells->events[spell] > 0)
            have_events(x, spells->patient[spell] - 1, spells->events[spell],
                        walk->at_risk);
    }
    for (size_t j = walk->left; j < walk->left + n; j++) {
        int spell = spells->by_stop[j];
        if (audit_has_length(spells, spell))
            leave(x, spells->patient[spell] - 1);
    }
    audit_walk_past(walk, time);
    return events;
}

static void fill(const struct state *x, const audit_walk *walk,
                 double conf_level, const audit_curve *curve, size_t j)
{
    double tail = (1 - conf_level) / 2, variance = audit_total(x->squares);
    double se = variance > 0 ? sqrt(variance) : 0;

    /* Rounding alone leaves a relative standard error of about 1e-9. */
    if (se < 1e-8 * x->mean)
        se = 0;
    curve->estimate[j] = x->mean;
    curve->std_error[j] = se;
    if (x->mean == 0) {
        curve->low[j] = 0;
        curve->high[j] = -log(tail) / walk->least;
    } else if (se == 0) {
        curve->low[j] = curve->high[j] = NAN;
    } else {
        double away = exp(qnorm(tail, 0, 1, /* lower */ 0, 0) * se / x->mean);
        curve->low[j] = x->mean / away;
        curve->high[j] = x->mean * away;
    }
}

audit_status audit_curve_mcf(const audit_spells *spells, size_t n_patients,
                             const double *times, size_t k, double conf_level,
                             double *workspace, const audit_curve *curve)
{
    audit_status status = audit_check_spells(spells, n_patients);
    struct state x = {workspace, workspace + n_patients, 0,
                      {0, 0}, {0, 0}, {0, 0}};
    audit_walk walk = audit_begin_walk(spells);

    if (status.code != AUDIT_OK)
        return status;
    for (size_t i = 0; i < n_patients; i++)
        x.psi[i] = x.base[i] = 0;
    for (size_t j = 0; j < k; j++) {
        double next;

        curve->events[j] = 0;
        while ((next = audit_next_stop(&walk)) < times[j]) {
            walk_to(&x, &walk, next);
            curve->events[j] += at_stop(&x, &walk, next);
        }
        walk_to(&x, &walk, times[j]);
        curve->at_risk[j] = walk.at_risk;
        curve->estimate[j] = curve->std_error[j] = NAN;
        curve->low[j] = curve->high[j] = NAN;
        if (spells->n == 0)
            continue;
        if (next == times[j])
            curve->events[j] += at_stop(&x, &walk, next);
        fill(&x, &walk, conf_level, curve, j);
    }
    return audit_ok();
}
