/* spells.h - spells at risk in any order, and how many are at risk when */
#ifndef MSAUDIT_SPELLS_H
#define MSAUDIT_SPELLS_H

#include "base/status.h"

/*
 * Spells at risk, (start, stop], with the number of events at the stop. Times are
 * whole numbers, of which `first` is place 0 of a grid of n_places; a start of
 * NULL is before all. Patients are numbered from `least`; of NULL each spell is a
 * patient of its own. A patient may have several spells, with gaps between them. A
 * spell without length holds further events of the place at which another stops.
 */
typedef struct {
    size_t n, n_places, n_patients;
    double first;
    const double *start, *stop, *events;
    const int *patient;
    int least;
} audit_spells;

/* The place of a start, -1 before all, and of a stop, of spells that are well. */
static inline int audit_start_place(const audit_spells *x, size_t i)
{
    return x->start ? (int) (x->start[i] - x->first) : -1;
}

static inline int audit_stop_place(const audit_spells *x, size_t i)
{
    return (int) (x->stop[i] - x->first);
}

/*
 * The number at risk on each place, that is from after the place before it up to
 * and with it, and the events at it. at_risk has n_places + 1 elements, of which
 * the last, after all places, is 0. stops[2 j] is how many spells stop at place j,
 * stops[2 j + 1] how many of those without length. *counted is set to whether any
 * is without length, or has more than one event.
 *
 * Refused: a time that is no place, or a stop before the start
 * (AUDIT_BAD_INTERVAL), a patient out of range, events that are no count, or of one
 * place more than 2^52 (AUDIT_BAD_COUNT, at the most of them), more spells or
 * places than ints count (AUDIT_TOO_MANY).
 */
audit_status audit_tally_spells(const audit_spells *spells, double *at_risk,
                                double *events, int *stops, int *counted);

#endif
