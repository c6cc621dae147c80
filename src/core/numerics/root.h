/* root.h - where a function of one number is 0 */
#ifndef MSAUDIT_ROOT_H
#define MSAUDIT_ROOT_H

#include "base/status.h"

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

/*
 * Either search, a value at a time, for those who look after other things between
 * two of them: begin, tell the value at `at` as often as it takes until `is_done`,
 * and `at` is the root. The whole search is this one.
 */
typedef struct {
    double at;
    int is_done;
    /* The rest is the search's own. b is the best guess so far, a the one before
       it, c the other end of the bracket: f changes its sign between b and c. */
    double a, b, c, fa, fb, fc;
    double step, before, width;
    int stage, rises, times;
} audit_search;

audit_search audit_search_within(double low, double high);
audit_search audit_search_near(int rises, double guess, double width);

/* Refused: what audit_root() and audit_root_near() refuse. */
audit_status audit_search_tell(audit_search *search, double value);

#endif
