#include "influence.h"

#include "sum.h"

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

/*
 * The squares of (base - drift) of those at risk are, summed up, those of base
 * less twice the drift times the bases. Both sums change at few places: `change`
 * holds by how much, pairs of bases and of squares, those of `rest` among them.
 */
static void leave_sums(struct patient *p, const audit_steps *steps,
                       double *change)
{
    double *after = change + 2 * (p->until + 1);

    leave(p, steps);
    after[0] -= p->base;
    after[1] += (p->rest - p->base) * (p->rest + p->base);
}

static void enter_sums(struct patient *p, const audit_steps *steps, int start,
                       double *change)
{
    double *on = change + 2 * (start + 1);

    enter(p, steps, start);
    on[0] += p->base;
    on[1] += (p->base - p->rest) * (p->base + p->rest);
}

void audit_sum_squares(const audit_grid *x, const audit_steps *steps,
                       const double *at_risk, double *change, double *squares)
{
    struct patient p = {0, 0, 0, 0};
    audit_sum bases = {0, 0}, sums = {0, 0};
    double most = 0; /* the greatest terms so far, whose rounding stays */

    for (size_t j = 0; j < 2 * (x->n_places + 1); j++)
        change[j] = 0;
    for (size_t i = 0; i < x->n; i++) {
        int start = x->start[i], stop = x->stop[i];
        int is_new = i == 0 || x->patient[i] != x->patient[i - 1];

        if (p.is_at_risk && (is_new || !goes_on(&p, start)))
            leave_sums(&p, steps, change);
        if (is_new)
            p = (struct patient) {0, 0, 0, 0};
        if (!p.is_at_risk && start < stop)
            enter_sums(&p, steps, start, change);
        if (x->events[i] > 0) {
            double step = x->events[i] * steps->own[stop];
            change[2 * stop] += step;
            change[2 * stop + 1] += (2 * p.base + step) * step;
            p.base += step;
        }
        p.until = stop;
    }
    if (p.is_at_risk)
        leave_sums(&p, steps, change);

    for (size_t j = 0; j < x->n_places; j++) {
        double drift = steps->drift[j];
        audit_sum total, size;

        audit_add(&bases, change[2 * j]);
        audit_add(&sums, change[2 * j + 1]);
        total = sums;
        audit_add(&total, -2 * drift * audit_total(bases));
        audit_add(&total, at_risk[j] * drift * drift);
        size = sums;
        audit_add(&size, 2 * drift * fabs(audit_total(bases)));
        most = fmax(most, audit_total(size));
        squares[j] = audit_total(total);
        if (squares[j] < 1e-13 * most)
            squares[j] = 0;
    }
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
