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
 * The sum of the squares of all patients' influences at each place, in one pass
 * over the spells. at_risk is as of audit_at_risk(); squares has n_places
 * elements; the workspace 2 (n_places + 1) doubles. A sum that cannot be told
 * from the rounding of its terms is 0.
 */
void audit_sum_squares(const audit_grid *grid, const audit_steps *steps,
                       const double *at_risk, double *workspace,
                       double *squares);

/*
 * The influence of one patient, whose first spell is the i-th, at places asked
 * for, to which `influence` is set. Gives the first spell of the next patient.
 */
size_t audit_influence(const audit_grid *grid, size_t i,
                       const audit_steps *steps, const audit_places *at,
                       double *influence);

#endif
