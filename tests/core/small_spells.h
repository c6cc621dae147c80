/* small_spells.h - a few patients' random spells, and who is at risk by counting */
#ifndef MSAUDIT_SMALL_SPELLS_H
#define MSAUDIT_SMALL_SPELLS_H

#include <stdlib.h>

#include "spells.h"

enum { MOST_SPELLS = 32, MOST_PATIENTS = 8, LAST_TIME = 40 };

struct small_spells {
    size_t n, n_patients;
    int patient[MOST_SPELLS], by_start[MOST_SPELLS], by_stop[MOST_SPELLS];
    double start[MOST_SPELLS], stop[MOST_SPELLS], events[MOST_SPELLS];
};

static inline audit_spells view(const struct small_spells *x)
{
    return (audit_spells) {x->n, x->patient, x->start, x->stop, x->events,
                           x->by_start, x->by_stop};
}

/* Indices of values in their order, of equal ones as they are. */
static inline void order_by(const double *value, size_t n, int *order)
{
    for (size_t i = 0; i < n; i++) {
        size_t j = i;
        for (; j > 0 && value[order[j - 1]] > value[i]; j--)
            order[j] = order[j - 1];
        order[j] = (int) i;
    }
}

static inline void add_spell(struct small_spells *x, int patient, double start,
                             double stop, double events)
{
    x->patient[x->n] = patient;
    x->start[x->n] = start;
    x->stop[x->n] = stop;
    x->events[x->n++] = events;
}

static inline void order_spells(struct small_spells *x)
{
    order_by(x->start, x->n, x->by_start);
    order_by(x->stop, x->n, x->by_stop);
}

/* Spells with ties, gaps, several events at once, and spells without length. */
static inline struct small_spells random_spells(uint32_t *seed)
{
    struct small_spells x = {.n = 0};

    x.n_patients = 1 + (size_t) draw(seed, MOST_PATIENTS);
    for (int p = 1; p <= (int) x.n_patients; p++) {
        double at = draw(seed, 6);
        for (int k = draw(seed, 3); k >= 0; k--) {
            double stop = at + 1 + draw(seed, 9);
            add_spell(&x, p, at, stop, draw(seed, 3));
            if (draw(seed, 4) == 0)
                add_spell(&x, p, stop, stop, 1 + draw(seed, 2));
            at = stop + (draw(seed, 2) ? draw(seed, 4) : 0);
        }
    }
    order_spells(&x);
    return x;
}

/* Whether spell i puts its patient at risk at `time`. */
static inline int is_at_risk(const struct small_spells *x, size_t i, double time)
{
    return x->start[i] < time && time <= x->stop[i];
}

static inline double count_at_risk(const struct small_spells *x, double time)
{
    double n = 0;
    for (size_t i = 0; i < x->n; i++)
        n += is_at_risk(x, i, time);
    return n;
}

static inline double count_events(const struct small_spells *x, double time)
{
    double n = 0;
    for (size_t i = 0; i < x->n; i++)
        n += x->stop[i] == time ? x->events[i] : 0;
    return n;
}

#endif
