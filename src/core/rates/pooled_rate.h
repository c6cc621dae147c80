/* pooled_rate.h - limits of the rate of a group of patients */
#ifndef MSAUDIT_POOLED_RATE_H
#define MSAUDIT_POOLED_RATE_H

#include "base/question.h"
#include "numerics/t_interval.h"
#include "spread.h"

/*
 * Of events in a time above 0, the wider of two at either end. One is Garwood's,
 * scaled by the dispersion that the jackknife finds. The other is by t about the
 * log of the rate, whose variance is the greater of that of the negative binomial
 * model, 1 / events + alpha / effective, and the jackknife's, jackknife / events,
 * and whose degrees of freedom are the effective patients less one, 3 at least.
 * Without events there is none, nor without has_spread: of one patient.
 *
 * p, of the question's null, a rate, inverts that: either tail is the greater of
 * two. Refused: as audit_rate_limits().
 */
audit_status audit_pooled_rate(double events, double time, int has_spread,
                               const audit_spread *spread,
                               const audit_question *question,
                               audit_interval *found);

#endif
