/* curve_incidence.h - the share of patients who have had an event by a time */
#ifndef MSAUDIT_CURVE_INCIDENCE_H
#define MSAUDIT_CURVE_INCIDENCE_H

#include "curve_limits.h"
#include "end_tally.h"

/*
 * What competes: those of the tally; or nothing, its competing events being
 * taken as censoring. That is one less Kaplan and Meier's share, with the limits
 * of that share: too much wherever something does compete.
 */
typedef enum { AUDIT_COMPETING, AUDIT_NOTHING_COMPETES } audit_incidence_kind;

/*
 * Aalen and Johansen's estimate at k rising times: with d patients of n at risk
 * leaving by the event or a competing one, d1 by the event,
 *
 *     F(t) = sum over s up to t of S(s-) d1 / n,   S the product of 1 - d / n.
 *
 * The variance is that of the infinitesimal jackknife: the sum over patients of
 * the squared derivative of F(t) by the patient's weight. All who are at risk
 * are so from time 0, so the influences of what happens at different times are
 * orthogonal, and three sums carry it from time to time (curve_incidence.c).
 * Limits are those of a share of curve_limits.h. at_risk is the number at risk
 * at each time asked for, events those since the time before. After the last time the curve stays where it is. Without any
 * patient all but the counts are NaN.
 */
void audit_curve_incidence(const audit_tally *tally, audit_incidence_kind kind,
                           const double *times, size_t k, double conf_level,
                           const audit_curve *curve);

#endif
