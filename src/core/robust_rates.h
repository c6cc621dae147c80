/* robust_rates.h - robust intervals of the rates of groups of patients */
#ifndef MSAUDIT_ROBUST_RATES_H
#define MSAUDIT_ROBUST_RATES_H

#include "patient_rates.h"
#include "question.h"

/*
 * Of n groups, as patient_rates.h sums them: the log of the rate has the
 * standard error std_error / rate, and t with one less than the patients for
 * its degrees of freedom. low[g] is NaN where that is not defined: fewer than
 * two patients, no event, no variance.
 */
void audit_robust_rates(const audit_patient_rates *rates, size_t n,
                        const audit_question *question,
                        double *low, double *high, double *p);

#endif
