/* scaled_exact.h - a ratio of rates, exact limits scaled for dispersion */
#ifndef MSAUDIT_SCALED_EXACT_H
#define MSAUDIT_SCALED_EXACT_H

#include "base/question.h"
#include "numerics/t_interval.h"

/*
 * The ratio of x1 events in t1 to x2 in t2, the limits those of x1 / phi of (x1
 * + x2) / phi, phi being the dispersion, 1 or more, with the beta distribution;
 * at 1 they are the exact conditional ones. It takes some time in both. Without
 * any event the limits are 0 and infinity and p is 1.
 */
audit_interval audit_scaled_exact(double x1, double t1, double x2, double t2,
                                  double phi, const audit_question *question);

#endif
