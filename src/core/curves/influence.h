/* influence.h - what each patient adds to a curve, as its variance needs it */
#ifndef MSAUDIT_INFLUENCE_H
#define MSAUDIT_INFLUENCE_H

#include "spell_grid.h"

/*
 * Of a curve that rises by own[j] for each event at place j, and in which each
 * patient at risk on it falls back by a step, drift[j] being the sum of the steps
 * up to j: the influence of a patient is own events times `own` less the drift
 * over the time at risk.
 */
typedef struct {
    const double *own, *drift;
} audit_steps;

/*
 * The influence of one patient, whose first spell is the i-th, at places asked
 * for, to which `influence` is set. Gives the first spell of the next patient.
 */
size_t audit_influence(const audit_grid *grid, size_t i,
                       const audit_steps *steps, const audit_places *at,
                       double *influence);

#endif
