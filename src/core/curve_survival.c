#include "curve_survival.h"

#include <math.h>

#include "dist.h"
#include "sum.h"

struct state {
    double free;
    audit_sum greenwood; /* of d / (R (R - d)) */
    double had;          /* patients who have had the event */
};

static double at_stop(struct state *x, audit_walk *walk, double time)
{
    double events = audit_events_at(walk, time), at_risk = walk->at_risk;

    if (events > 0) {
        x->free *= (at_risk - events) / at_risk;
        if (at_risk > events)
            audit_add(&x->greenwood, events / (at_risk * (at_risk - events)));
        x->had += events;
    }
    audit_walk_past(walk, time);
    return events;
}

/* known: those at risk on the time, or who have had the event before it. */
static void fill(const struct state *x, double known, double conf_level,
                 const audit_curve *curve, size_t j)
{
    double tail = (1 - conf_level) / 2, root = sqrt(audit_total(x->greenwood));

    curve->estimate[j] = x->free;
    curve->std_error[j] = x->free * (x->free > 0 ? root : 0);
    if (x->free == 1) {
        curve->low[j] = known > 0 ? exp(log(tail) / known) : 0;
        curve->high[j] = 1;
    } else if (x->free == 0) {
        curve->low[j] = 0;
        curve->high[j] = -expm1(log(tail) / known);
    } else {
        double hazard = -log(x->free);
        double away = exp(qnorm(tail, 0, 1, /* lower */ 0, 0) * root / hazard);
        curve->low[j] = exp(-hazard * away);
        curve->high[j] = exp(-hazard / away);
    }
}

audit_status audit_curve_survival(const audit_spells *spells,
                                  size_t n_patients, const double *times,
                                  size_t k, double conf_level,
                                  const audit_curve *curve)
{
    audit_status status = audit_check_spells(spells, n_patients);
    struct state x = {1, {0, 0}, 0};
    audit_walk walk = audit_begin_walk(spells);

    if (status.code != AUDIT_OK)
        return status;
    for (size_t j = 0; j < k; j++) {
        double next;

        curve->events[j] = 0;
        while ((next = audit_next_stop(&walk)) < times[j]) {
            audit_walk_to(&walk, next);
            curve->events[j] += at_stop(&x, &walk, next);
        }
        audit_walk_to(&walk, times[j]);
        double known = walk.at_risk + x.had;
        curve->at_risk[j] = walk.at_risk;
        curve->estimate[j] = curve->std_error[j] = NAN;
        curve->low[j] = curve->high[j] = NAN;
        if (spells->n == 0)
            continue;
        if (next == times[j])
            curve->events[j] += at_stop(&x, &walk, next);
        fill(&x, known, conf_level, curve, j);
    }
    return audit_ok();
}
