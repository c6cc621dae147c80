#include "root.h"

#include <float.h>
#include <math.h>

/* Bisection alone needs about 60 steps to the last digit of a double. */
enum { MOST_STEPS = 200 };

/*
 * b is the best guess so far, a the one before it, c the other end of the
 * bracket: f changes its sign between b and c.
 */
struct bracket {
    double a, b, c, fa, fb, fc;
};

static void order_guesses(struct bracket *x)
{
    if ((x->fb > 0) == (x->fc > 0)) {
        x->c = x->a;
        x->fc = x->fa;
    }
    if (fabs(x->fc) < fabs(x->fb)) {
        x->a = x->b;
        x->b = x->c;
        x->c = x->a;
        x->fa = x->fb;
        x->fb = x->fc;
        x->fc = x->fa;
    }
}

/*
 * The step from b by inverse quadratic interpolation, or by the secant where
 * two of the points are one. `half` is half the bracket, `before` the step
 * before the last; a step that leaves the bracket or does not halve `before`
 * gives way to bisection, which is said by returning 0.
 */
static int interpolate(const struct bracket *x, double half, double before,
                       double tolerance, double *step)
{
    double s = x->fb / x->fa, p, q;

    if (x->a == x->c) {
        p = 2 * half * s;
        q = 1 - s;
    } else {
        double t = x->fa / x->fc, r = x->fb / x->fc;
        p = s * (2 * half * t * (t - r) - (x->b - x->a) * (r - 1));
        q = (t - 1) * (r - 1) * (s - 1);
    }
    if (p > 0)
        q = -q;
    p = fabs(p);
    if (2 * p >= fmin(3 * half * q - fabs(tolerance * q), fabs(before * q)))
        return 0;
    *step = p / q;
    return 1;
}

audit_status audit_root(audit_function *f, const void *context,
                        double low, double high, double *root)
{
    double f_low = f(low, context), f_high = f(high, context);
    struct bracket x = {low, high, low, f_low, f_high, f_low};
    double step = high - low, before = step;

    if (!isfinite(low) || !isfinite(high) || isnan(f_low) || isnan(f_high))
        return audit_fail(AUDIT_NO_ROOT, 0);
    if (f_low == 0 || f_high == 0) {
        *root = f_low == 0 ? low : high;
        return audit_ok();
    }
    if ((f_low > 0) == (f_high > 0))
        return audit_fail(AUDIT_NO_ROOT, 0);

    for (int i = 0; i < MOST_STEPS; i++) {
        if ((x.fb > 0) == (x.fc > 0))
            before = step = x.b - x.a;
        order_guesses(&x);

        double half = x.c / 2 - x.b / 2; /* their difference may overflow */
        double tolerance = DBL_EPSILON * fabs(x.b) + DBL_MIN;
        if (fabs(half) <= tolerance || x.fb == 0) {
            *root = x.b;
            return audit_ok();
        }

        double guess;
        if (fabs(before) >= tolerance && fabs(x.fa) > fabs(x.fb) &&
            interpolate(&x, half, before, tolerance, &guess)) {
            before = step;
            step = guess;
        } else {
            before = step = half;
        }

        x.a = x.b;
        x.fa = x.fb;
        x.b += fabs(step) > tolerance ? step : copysign(tolerance, half);
        x.fb = f(x.b, context);
        if (isnan(x.fb))
            return audit_fail(AUDIT_NO_ROOT, 0);
    }
    return audit_fail(AUDIT_NO_ROOT, 0);
}

audit_status audit_root_near(audit_function *f, const void *context, int rises,
                             double guess, double width, double *root)
{
    enum { most_doublings = 60 };
    double last = guess, at_guess = f(guess, context);
    int is_up = rises ? at_guess < 0 : at_guess > 0;

    if (at_guess == 0) {
        *root = guess;
        return audit_ok();
    }
    for (int i = 0; i < most_doublings; i++, width *= 2) {
        double next = is_up ? last + width : last - width;
        double there = f(next, context);

        if (!isfinite(next) || isnan(there))
            break;
        if (there == 0 || (there > 0) != (at_guess > 0))
            return audit_root(f, context, last, next, root);
        last = next;
    }
    return audit_fail(AUDIT_NO_ROOT, 0);
}
