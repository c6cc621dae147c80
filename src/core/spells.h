/* spells.h - who is at risk when, and what happened to them */
#ifndef MSAUDIT_SPELLS_H
#define MSAUDIT_SPELLS_H

#include "status.h"

/*
 * Spells at risk, (start, stop], in order of patient (from 1), start and stop,
 * with the number of events at the stop. start may be -Inf. A patient may have
 * several, with gaps between them. A spell without length holds further events
 * of the day on which the spell before it stops. by_start and by_stop are the
 * indices, from 0, in order of start and of stop.
 */
typedef struct {
    size_t n;
    const int *patient;
    const double *start, *stop, *events;
    const int *by_start, *by_stop;
} audit_spells;

/*
 * Refused: a stop before the start or not finite (AUDIT_BAD_INTERVAL), spells
 * of a patient that overlap (AUDIT_OVERLAP), a patient out of range, spells out
 * of order, events that are no count (AUDIT_BAD_COUNT) or fall in no time at
 * risk (AUDIT_EVENTS_IN_NO_TIME).
 */
audit_status audit_check_spells(const audit_spells *spells, size_t n_patients);

/* A walk through time, from before the first start. */
typedef struct {
    const audit_spells *spells;
    size_t entered, left; /* how many of by_start and of by_stop are behind */
    double now, at_risk;
    double least;         /* fewest at risk since somebody first was */
} audit_walk;

audit_walk audit_begin_walk(const audit_spells *spells);

/* The next time at which a spell stops; Inf after the last. */
double audit_next_stop(const audit_walk *walk);

/* Lets in whoever starts before `time`: at_risk is then the number on it. */
void audit_walk_to(audit_walk *walk, double time);

/* How many of by_stop, from the `left`-th on, stop at `time`. */
size_t audit_n_stopping(const audit_walk *walk, double time);

/* The events at `time`. */
double audit_events_at(const audit_walk *walk, double time);

/* Lets go whoever stops at `time`. */
void audit_walk_past(audit_walk *walk, double time);

/* Whether a spell has length: one without puts nobody at risk. */
static inline int audit_has_length(const audit_spells *spells, int spell)
{
    return spells->start[spell] < spells->stop[spell];
}

#endif
