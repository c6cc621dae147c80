/* inversion.h - from the p values of a test to the limits of an interval */
#ifndef MSAUDIT_INVERSION_H
#define MSAUDIT_INVERSION_H

#include "base/question.h"
#include "base/status.h"

/* A one-sided p value at a value of the parameter; see audit_tail. */
typedef double audit_p_value(double at, audit_tail tail, const void *context);

/*
 * The value of the parameter at which p is `target`, above 0 and below 1, to
 * within two units of the value's last digit. The search begins at `guess` with
 * steps of `width`, above 0, that double; the parameter must be one that has
 * room on both sides, as a logarithm.
 *
 * Refused (AUDIT_NO_ROOT, at 0): a p value that never is the target.
 */
audit_status audit_invert(audit_p_value *p, const void *context,
                          audit_tail tail, double target, double guess,
                          double width, double *at);

/*
 * The other way round: a limit as a function of the normal quantile z, which
 * falls with z at the lower limit (MORE) and rises at the upper.
 */
typedef double audit_z_limit(double z, audit_tail tail, const void *context);

/* The one-sided p value, at `at`, of the test that such limits invert. */
double audit_p_of_limits(audit_z_limit *limit, const void *context,
                         audit_tail tail, double at);

/* The p value of a question's side from a test's two; 1 at most. */
double audit_p_of_test(audit_p_value *p, const void *context, double at,
                       audit_alternative side);

#endif
