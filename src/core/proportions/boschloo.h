/* boschloo.h - Boschloo's unconditional exact test of two proportions */
#ifndef MSAUDIT_BOSCHLOO_H
#define MSAUDIT_BOSCHLOO_H

#include <stddef.h>

#include "base/alternative.h"

/* Beyond so many in a group the test is not computed. */
enum { AUDIT_MOST_BOSCHLOO = 200 };

/* How many doubles audit_boschloo_p() needs to work in. */
enum { AUDIT_BOSCHLOO_WORKSPACE = 3 * (AUDIT_MOST_BOSCHLOO + 1) };

/*
 * The one-sided test takes the p value of Fisher's for its statistic: its p is
 * the greatest probability, over all common proportions, of a table whose
 * Fisher p is no greater. Of two sides twice the smaller of the two, at most 1.
 *
 * x1 of n1 and x2 of n2, 1 to AUDIT_MOST_BOSCHLOO in each; NaN beyond.
 */
double audit_boschloo_p(double x1, double n1, double x2, double n2,
                        audit_alternative side, double *workspace);

#endif
