/* curve.h - the mean number of events, or the share free of one, over time */
#ifndef MSAUDIT_CURVE_H
#define MSAUDIT_CURVE_H

#include "curve_steps.h"
#include "spell_squares.h"

/*
 * A curve on each place of a grid. stops has 2 n_places elements; squares, of
 * n_places, is of a mean number alone, its variance. The room is not used where
 * each spell is a patient of its own.
 */
typedef struct {
    audit_curve_steps steps;
    double *squares;
    int *stops;
    audit_squares_room room;
} audit_whole_curve;

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
 * The spells may come in any order, which changes no bit of the curve. Time grows
 * with n + n_patients + n_places. Refused is what audit_tally_spells() and
 * audit_spell_squares() refuse, and a mean number of spells without patients.
 */
audit_status audit_make_whole_curve(audit_curve_kind kind,
                                    const audit_spells *spells,
                                    const audit_whole_curve *curve);

/*
 * The curve at times asked for. Limits are those of curve_limits.h. at_risk is the
 * number at risk at each time, events those since the time before. After the last
 * time at risk the curve stays where it is. Without any spell all but the counts
 * are NaN.
 */
audit_status audit_curve_at(audit_curve_kind kind, const audit_spells *spells,
                            const audit_whole_curve *whole,
                            const audit_places *at, double conf_level,
                            const audit_curve *curve);

#endif
