/* influence.h - what each patient adds to a curve, as its variance needs it */
#ifndef MSAUDIT_INFLUENCE_H
#define MSAUDIT_INFLUENCE_H

#include "spell_grid.h"

/*
 * The influence of a patient on a curve: each event at place j adds own[j], and each
 * place at risk takes a step away; drift[j] is the sum of these steps up to j.
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
