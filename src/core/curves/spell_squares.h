/* spell_squares.h - the variance of a curve, from spells in any order */
#ifndef MSAUDIT_SPELL_SQUARES_H
#define MSAUDIT_SPELL_SQUARES_H

#include "base/steady_sum.h"
#include "influence.h"
#include "spells.h"

/*
 * A spell with its patient from 0, or ~patient where it has events; and how far a
 * patient has been followed.
 */
typedef struct {
    int patient, start;
} audit_due;

typedef struct {
    double influence;
    int until, is_at_risk;
} audit_followed;

/* What changes from a place to the next, and with the events of a place. */
typedef struct {
    audit_steady_sum turnover;
    double entries, bases, squares;
} audit_place_change;

/*
 * Room to work in: of n, n, n_patients and n_places elements. The second, numbers
 * of events, is not touched where `counted` is 0, as memory takes its time.
 */
typedef struct {
    audit_due *due;
    double *counts;
    audit_followed *patients;
    audit_place_change *changes;
} audit_squares_room;

/*
 * The sum of the squares of all patients' influences (influence.h) at each place,
 * whatever order the spells come in. at_risk, events and stops are as of
 * audit_tally_spells(), and so is counted; stops is changed. A sum that cannot be
 * told from the rounding of its terms is 0. Time grows with n + n_patients +
 * n_places.
 *
 * Refused: spells of a patient that overlap (AUDIT_OVERLAP), and events in no time
 * at risk (AUDIT_EVENTS_IN_NO_TIME).
 */
audit_status audit_spell_squares(const audit_spells *spells,
                                 const audit_steps *steps,
                                 const double *at_risk, const double *events,
                                 int *stops, int counted,
                                 const audit_squares_room *room,
                                 double *squares);

#endif
