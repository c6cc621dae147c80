/* any_spells.h - small_spells in any order, with room for the curve of them */
#ifndef MSAUDIT_ANY_SPELLS_H
#define MSAUDIT_ANY_SPELLS_H

#include "curves/curve.h"
#include "small_spells.h"

enum { FIRST_TIME = 100, LEAST_PATIENT = -3 };

struct any_spells {
    audit_spells spells;
    double start[MOST_SPELLS], stop[MOST_SPELLS], events[MOST_SPELLS];
    int patient[MOST_SPELLS];
    /* Room. */
    double steps[5 * N_PLACES + 1], squares[N_PLACES];
    int stops[2 * N_PLACES];
    audit_due due[MOST_SPELLS];
    double counts[MOST_SPELLS];
    audit_followed patients[MOST_PATIENTS];
    audit_place_change changes[N_PLACES];
};

/* The same spells, shuffled where there is a seed. */
static inline void in_any_order(struct any_spells *any,
                                const struct small_spells *x, uint32_t *seed)
{
    size_t at[MOST_SPELLS];
    int starts_before = x->n > 0 && x->start[0] < 0;

    for (size_t i = 0; i < x->n; i++)
        at[i] = i;
    for (size_t i = x->n; seed && i-- > 1;) {
        size_t j = (size_t) draw(seed, (int) i + 1), kept = at[i];
        at[i] = at[j];
        at[j] = kept;
    }
    for (size_t i = 0; i < x->n; i++) {
        any->start[i] = FIRST_TIME + x->start[at[i]];
        any->stop[i] = FIRST_TIME + x->stop[at[i]];
        any->events[i] = x->events[at[i]];
        any->patient[i] = x->patient[at[i]] - 1 + LEAST_PATIENT;
    }
    any->spells = (audit_spells) {
        x->n, N_PLACES, x->n_patients, FIRST_TIME,
        starts_before ? NULL : any->start, any->stop, any->events,
        any->patient, LEAST_PATIENT};
}

static inline audit_whole_curve room_of(struct any_spells *any)
{
    return (audit_whole_curve) {
        audit_curve_steps_in(N_PLACES, any->steps), any->squares, any->stops,
        {any->due, any->counts, any->patients, any->changes}};
}

#endif
