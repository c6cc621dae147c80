/* curve_survival.h - the share of patients free of an event */
#ifndef MSAUDIT_CURVE_SURVIVAL_H
#define MSAUDIT_CURVE_SURVIVAL_H

#include "curve_mcf.h"

/*
 * Kaplan and Meier's estimate at k rising times, with Greenwood's variance and
 * limits that are symmetric on the scale of log(-log). Events of a spell are 0
 * or 1, and the event is a patient's last.
 *
 * At 1 and at 0 the limits are Clopper and Pearson's, on those of the patients
 * whose state at the time is known: not censored before it. After the last time
 * at risk the curve stays where it is. Without any spell all but the counts are
 * NaN.
 */
audit_status audit_curve_survival(const audit_spells *spells,
                                  size_t n_patients, const double *times,
                                  size_t k, double conf_level,
                                  const audit_curve *curve);

#endif
