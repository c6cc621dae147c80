/* small_spells.h - a few patients' random spells, and who is at risk by counting */
#ifndef MSAUDIT_SMALL_SPELLS_H
#define MSAUDIT_SMALL_SPELLS_H

#include <stdlib.h>

#include "curves/spell_grid.h"

enum { MOST_SPELLS = 64, MOST_PATIENTS = 8, LAST_TIME = 40, N_PLACES = 64 };

/* Times are whole, so that they are places of a grid by themselves. */
struct small_spells {
    size_t n, n_patients;
    int patient[MOST_SPELLS], start[MOST_SPELLS], stop[MOST_SPELLS];
    double events[MOST_SPELLS];
};

static inline audit_grid view(const struct small_spells *x)
{
    return (audit_grid) {x->n, N_PLACES, x->patient, x->start, x->stop,
                         x->events};
}

/* Times asked for, halves among them, as places. */
struct small_places {
    int upto[2 * LAST_TIME + 2], on[2 * LAST_TIME + 2];
};

static inline audit_places places_of(struct small_places *x,
                                     const double *times, size_t k)
{
    for (size_t j = 0; j < k; j++) {
        x->upto[j] = (int) floor(times[j]);
        x->on[j] = x->upto[j] >= 0 && times[j] == floor(times[j]);
    }
    return (audit_places) {k, x->upto, x->on};
}

static inline void add_spell(struct small_spells *x, int patient, int start,
                             int stop, double events)
{
    x->patient[x->n] = patient;
    x->start[x->n] = start;
    x->stop[x->n] = stop;
    x->events[x->n++] = events;
}

/* Spells with ties, gaps, several events at once, and spells without length. */
static inline struct small_spells random_spells(uint32_t *seed)
{
    struct small_spells x = {.n = 0};

    x.n_patients = 1 + (size_t) draw(seed, MOST_PATIENTS);
    for (int p = 1; p <= (int) x.n_patients; p++) {
        int at = draw(seed, 6);
        for (int k = draw(seed, 3); k >= 0; k--) {
            int stop = at + 1 + draw(seed, 9);
            add_spell(&x, p, at, stop, draw(seed, 3));
            if (draw(seed, 4) == 0)
                add_spell(&x, p, stop, stop, 1 + draw(seed, 2));
            at = stop + (draw(seed, 2) ? draw(seed, 4) : 0);
        }
    }
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
        n += (double) x->stop[i] == time ? x->events[i] : 0;
    return n;
}

#endif
