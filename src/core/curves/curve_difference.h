/* curve_difference.h - two curves compared */
#ifndef MSAUDIT_CURVE_DIFFERENCE_H
#define MSAUDIT_CURVE_DIFFERENCE_H

#include "curve_steps.h"

/*
 * Two sides on one grid. Paired, patients have the same number on both sides and
 * each is on both; else a patient is on one alone, numbered from 1 on each.
 */
typedef struct {
    audit_grid side[2];
    size_t n_patients[2];
    int is_paired;
} audit_curve_pair;

/* From which curves' mean the residuals in the test's variance are taken. */
typedef enum {
    AUDIT_NULL_VARIANCE, /* that of both sides together, as if there were no
                            difference */
    AUDIT_GROUP_VARIANCE /* its own of each side */
} audit_score_variance;

/* One element a time asked for; at_risk, events and value are of each side. */
typedef struct {
    double *at_risk[2], *events[2], *value[2];
    double *difference, *std_error, *freedom, *low, *high, *p;
    double *statistic; /* standard normal where there is no difference */
    int *is_fallback;
} audit_differences;

/* How many doubles audit_curve_difference() needs to work in. */
size_t audit_curve_difference_workspace(const audit_grid *grid, size_t k);

/*
 * The first curve less the second. Its variance is the sum of the squares of the
 * patients' influences: on two groups n_g / (n_g - 1) times the sum of each, with
 * Welch's degrees of freedom; paired, n / (n - 1) times that of the differences of
 * the two influences of a patient, with n - 1. The limits are by t, p inverts them.
 *
 * Where one of the curves has no variance of its own, since nobody or everybody
 * has had the event, the distances of the curves from their own limits
 * (curve_limits.h) are squared and added (is_fallback); std_error and freedom are
 * then NaN. NaN are the limits too where a curve of recurrent events has events
 * and does not vary, all but the counts where a side has no patient.
 *
 * The statistic is U / sqrt(V) of the pseudo-score
 *
 *     U = sum over s up to t of R1(s) R2(s) / R(s) (dN1(s) / R1(s) - dN2(s) / R2(s))
 *
 * whose variance V is the sum over patients of the squares of
 *
 *     sum over s of R_other(s) / R(s) (dN_i(s) - m(s)),
 *
 * where m(s) is dN / R of both sides or of the patient's own; paired, a patient's
 * two are subtracted before. NaN where V is 0.
 *
 * Events are as of curve.h, events of the differences all those so far. Time grows
 * with the spells, the places and k times the patients.
 */
audit_status audit_curve_difference(audit_curve_kind kind,
                                    const audit_curve_pair *pair,
                                    audit_score_variance variance,
                                    const audit_places *at, double conf_level,
                                    double *workspace,
                                    const audit_differences *out);

#endif
