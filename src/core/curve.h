/* curve.h - the mean number of events, or the share free of one, over time */
#ifndef MSAUDIT_CURVE_H
#define MSAUDIT_CURVE_H

#include "curve_steps.h"

/* How many doubles audit_curve_at() needs to work in. */
size_t audit_curve_workspace(const audit_grid *grid);

/*
 * AUDIT_MCF: M(t), the sum of dN(s) / R(s) over the times s up to t at which
 * dN(s) events fall on the R(s) patients at risk, with the robust variance of
 * Lawless and Nadeau: the sum over patients of
 *
 *     (sum over s up to t of R_i(s) / R(s) (dN_i(s) - dN(s) / R(s)))^2
 *
 * AUDIT_SURVIVAL: Kaplan and Meier's estimate with Greenwood's variance. Events
 * of a spell are 0 or 1, and the event is a patient's last.
 *
 * Limits are those of curve_limits.h. at_risk is the number at risk at each time
 * asked for, events those since the time before. After the last time at risk the
 * curve stays where it is. Without any spell all but the counts are NaN. Time
 * grows with n + n_places + k.
 */
audit_status audit_curve_at(audit_curve_kind kind, const audit_grid *grid,
                            size_t n_patients, const audit_places *at,
                            double conf_level, double *workspace,
                            const audit_curve *curve);

#endif
