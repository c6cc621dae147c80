#include "influence.h"

/*
 * While a patient is at risk the influence plus the drift, `base`, stays the same
 * between events; out of risk the influence itself, `rest`, does.
 */
struct patient {
    int is_at_risk, until;
    double base, rest;
};

/* The drift up to a place, which may be before all. */
static double drift_at(const audit_steps *steps, int place)
{
    return place < 0 ? 0 : steps->drift[place];
}

/* Whether this spell goes on from the one before it. */
static int goes_on(const struct patient *p, int start)
{
    return p->is_at_risk && start == p->until;
}

static void leave(struct patient *p, const audit_steps *steps)
{
    p->rest = p->base - steps->drift[p->until];
    p->is_at_risk = 0;
}

static void enter(struct patient *p, const audit_steps *steps, int start)
{
    p->base = p->rest + drift_at(steps, start);
    p->is_at_risk = 1;
}

/* Sets what is asked for up to a place, that one included or not. */
static void set_upto(const struct patient *p, const audit_steps *steps,
                     const audit_places *at, int place, size_t *next,
                     double *influence)
{
    for (; *next < at->k && at->upto[*next] <= place; (*next)++) {
        int j = at->upto[*next];
        influence[*next] = p->is_at_risk ? p->base - drift_at(steps, j)
                                         : p->rest;
    }
}

size_t audit_influence(const audit_grid *x, size_t i, const audit_steps *steps,
                       const audit_places *at, double *influence)
{
    struct patient p = {0, 0, 0, 0};
    int who = x->patient[i];
    size_t next = 0;

    for (; i < x->n && x->patient[i] == who; i++) {
        int start = x->start[i], stop = x->stop[i];

        if (p.is_at_risk && !goes_on(&p, start)) {
            set_upto(&p, steps, at, p.until, &next, influence);
            leave(&p, steps);
        }
        if (!p.is_at_risk && start < stop) {
            set_upto(&p, steps, at, start, &next, influence);
            enter(&p, steps, start);
        }
        set_upto(&p, steps, at, stop - 1, &next, influence);
        p.base += x->events[i] > 0 ? x->events[i] * steps->own[stop] : 0;
        p.until = stop;
    }
    if (p.is_at_risk) {
        set_upto(&p, steps, at, p.until, &next, influence);
        leave(&p, steps);
    }
    set_upto(&p, steps, at, (int) x->n_places, &next, influence);
    return i;
}
