/* spell_grid.h - who is at risk when, and what happened to them */
#ifndef MSAUDIT_SPELL_GRID_H
#define MSAUDIT_SPELL_GRID_H

#include "base/status.h"

/*
 * Spells at risk, (start, stop], in order of patient (from 1), start and stop,
 * with the number of events at the stop. Times are places, from 0, in a grid of
 * n_places rising times that holds each of them; a start may be -1, before all.
 * A patient may have several spells, with gaps between them. A spell without
 * length holds further events of the place at which the spell before it stops.
 */
typedef struct {
    size_t n, n_places;
    const int *patient, *start, *stop;
    const double *events;
} audit_grid;

/* Whether they are in that order. */
int audit_spells_rise(const int *patient, const int *start, const int *stop,
                      size_t n);

/*
 * Refused: a stop before the start or a place beyond the grid
 * (AUDIT_BAD_INTERVAL), spells of a patient that overlap (AUDIT_OVERLAP), a
 * patient out of range, spells out of order, events that are no count
 * (AUDIT_BAD_COUNT) or fall in no time at risk (AUDIT_EVENTS_IN_NO_TIME).
 */
audit_status audit_check_grid(const audit_grid *grid, size_t n_patients);

/*
 * The number at risk on each place, that is from after the place before it up to
 * and with it, and the events at it. at_risk has n_places + 1 elements, of which
 * the last, after all places, is 0.
 */
void audit_at_risk(const audit_grid *grid, double *at_risk, double *events);

/*
 * Times asked for, rising, k of them: `upto` is the last place that is no later,
 * -1 where none is, and `on` whether it is the very time.
 */
typedef struct {
    size_t k;
    const int *upto, *on;
} audit_places;

/* The place whose number at risk is that on the j-th time asked for. */
static inline size_t audit_risk_place(size_t n_places, const audit_places *at,
                                      size_t j)
{
    size_t place = (size_t) (at->upto[j] + (at->on[j] ? 0 : 1));

    return place < n_places ? place : n_places;
}

/* Whether times asked for lie in the grid and rise, or AUDIT_BAD_TIME. */
audit_status audit_check_places(size_t n_places, const audit_places *at);

#endif
