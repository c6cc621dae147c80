/* curve_mcf.h - the mean cumulative function of recurrent events */
#ifndef MSAUDIT_CURVE_MCF_H
#define MSAUDIT_CURVE_MCF_H

#include "question.h"
#include "spells.h"

/* One element a time asked for. */
typedef struct {
    double *at_risk, *events, *estimate, *std_error, *low, *high;
} audit_curve;

/*
 * M(t), the sum of dN(s) / R(s) over the times s up to t at which dN(s) events
 * fall on the R(s) patients at risk, with the robust variance of Lawless and
 * Nadeau: the sum over patients of
 *
 *     (sum over s up to t of R_i(s) / R(s) (dN_i(s) - dN(s) / R(s)))^2
 *
 * and limits M exp(+- z se / M). The k times asked for rise. at_risk is the
 * number at risk at the time, events those since the time before.
 *
 * Before the first event the upper limit is that of no Poisson event in the
 * least number at risk until then; Inf where nobody was for a while. Where the
 * variance is 0 though there were events, as with one patient, the limits are
 * NaN: what patients differ by cannot be seen. After the last time at risk the
 * curve stays where it is. Without any spell all but the counts are NaN.
 *
 * workspace has 2 n_patients doubles. Time grows with n + n_patients + k.
 */
audit_status audit_curve_mcf(const audit_spells *spells, size_t n_patients,
                             const double *times, size_t k, double conf_level,
                             double *workspace, const audit_curve *curve);

#endif
