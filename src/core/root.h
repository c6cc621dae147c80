/* root.h - where a function of one number is 0 */
#ifndef MSAUDIT_ROOT_H
#define MSAUDIT_ROOT_H

#include "status.h"

/* Its value at x; context holds what else it depends on. */
typedef double audit_function(double x, const void *context);

/*
 * A difference that is 0 where it is so small that the values it is of have no
 * digits left beyond: a root need not be sought in their noise. The scale of the
 * values is about 1, as of normal quantiles and logarithms of p values.
 */
static inline double audit_but_for_noise(double difference)
{
    return difference < 2e-14 && difference > -2e-14 ? 0 : difference;
}

/*
 * The root of f between low and high, by Brent's method, to within two units
 * of its last digit. f must have opposite signs at the two ends, or be 0 at
 * one of them; either end may be the higher.
 *
 * Refused (AUDIT_NO_ROOT, at 0): an end that is not finite, ends without a
 * change of sign, a value that is NaN, a bracket so wide that 200 steps do not
 * close it: take the logarithm of what spans many powers of ten.
 */
audit_status audit_root(audit_function *f, const void *context,
                        double low, double high, double *root);

/*
 * The same of a function that rises, or falls, all the way: from a guess with
 * steps of `width`, above 0, that double.
 */
audit_status audit_root_near(audit_function *f, const void *context, int rises,
                             double guess, double width, double *root);

#endif
