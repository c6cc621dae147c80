#include "root.h"

#include <float.h>
#include <math.h>

/* Bisection alone needs about 60 steps to the last digit of a double. */
enum { MOST_STEPS = 200 };

/* What the value that is told next is of. */
enum stage { AT_LOW, AT_HIGH, AT_GUESS, ON_THE_WAY, IN_BRACKET };

static void order_guesses(audit_search *x)
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
 * two of the points are one. `half` is half the bracket; a step that leaves the
 * bracket or does not halve the step before the last gives way to bisection,
 * which is said by returning 0.
 */
static int interpolate(const audit_search *x, double half, double tolerance,
                       double *step)
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
    if (2 * p >= fmin(3 * half * q - fabs(tolerance * q), fabs(x->before * q)))
        return 0;
    *step = p / q;
    return 1;
}

static audit_status end_at(audit_search *x, double root)
{
    x->at = root;
    x->is_done = 1;
    return audit_ok();
}

/* From values at all points to the next point, or to the end. */
static audit_status close_bracket(audit_search *x)
{
    if ((x->fb > 0) == (x->fc > 0))
        x->before = x->step = x->b - x->a;
    order_guesses(x);

    double half = x->c / 2 - x->b / 2; /* their difference may overflow */
    double tolerance = DBL_EPSILON * fabs(x->b) + DBL_MIN;
    if (fabs(half) <= tolerance || x->fb == 0)
        return end_at(x, x->b);

    double guess;
    if (fabs(x->before) >= tolerance && fabs(x->fa) > fabs(x->fb) &&
        interpolate(x, half, tolerance, &guess)) {
        x->before = x->step;
        x->step = guess;
    } else {
        x->before = x->step = half;
    }

    x->a = x->b;
    x->fa = x->fb;
    x->b += fabs(x->step) > tolerance ? x->step : copysign(tolerance, half);
    x->at = x->b;
    return audit_ok();
}

/* The bracket is from a, whose value is known, to b. */
static audit_status open_bracket(audit_search *x, double f_high)
{
    double low = x->a, f_low = x->fa, high = x->b;

    if (!isfinite(low) || !isfinite(high) || isnan(f_low) || isnan(f_high))
        return audit_fail(AUDIT_NO_ROOT, 0);
    if (f_low == 0 || f_high == 0)
        return end_at(x, f_low == 0 ? low : high);
    if ((f_low > 0) == (f_high > 0))
        return audit_fail(AUDIT_NO_ROOT, 0);
    x->c = low;
    x->fb = f_high;
    x->fc = f_low;
    x->step = x->before = high - low;
    x->stage = IN_BRACKET;
    x->times = 0;
    return close_bracket(x);
}

audit_search audit_search_within(double low, double high)
{
    return (audit_search) {.at = low, .stage = AT_LOW, .a = low, .b = high};
}

audit_search audit_search_near(int rises, double guess, double width)
{
    return (audit_search) {.at = guess, .stage = AT_GUESS, .rises = rises,
                           .width = width};
}

/* On the way from the guess a is the last point, and fc the value at the guess. */
static audit_status walk_on(audit_search *x, double value)
{
    x->a = x->at;
    x->fa = value;
    x->at += x->width;
    return audit_ok();
}

audit_status audit_search_tell(audit_search *x, double value)
{
    enum { most_doublings = 60 };

    switch ((enum stage) x->stage) {
    case AT_LOW:
        x->fa = value;
        x->at = x->b;
        x->stage = AT_HIGH;
        return audit_ok();
    case AT_HIGH:
        return open_bracket(x, value);
    case AT_GUESS:
        if (value == 0)
            return end_at(x, x->at);
        if (!(x->rises ? value < 0 : value > 0))
            x->width = -x->width;
        x->fc = value;
        x->stage = ON_THE_WAY;
        return walk_on(x, value);
    case ON_THE_WAY:
        if (!isfinite(x->at) || isnan(value))
            break;
        if (value == 0 || (value > 0) != (x->fc > 0)) {
            x->b = x->at;
            return open_bracket(x, value);
        }
        if (++x->times == most_doublings)
            break;
        x->width *= 2;
        return walk_on(x, value);
    case IN_BRACKET:
        x->fb = value;
        if (isnan(value) || ++x->times == MOST_STEPS)
            break;
        return close_bracket(x);
    }
    return audit_fail(AUDIT_NO_ROOT, 0);
}

static audit_status search(audit_search x, audit_function *f,
                           const void *context, double *root)
{
    audit_status status = audit_ok();

    while (status.code == AUDIT_OK && !x.is_done)
        status = audit_search_tell(&x, f(x.at, context));
    if (status.code == AUDIT_OK)
        *root = x.at;
    return status;
}

audit_status audit_root(audit_function *f, const void *context,
                        double low, double high, double *root)
{
    return search(audit_search_within(low, high), f, context, root);
}

audit_status audit_root_near(audit_function *f, const void *context, int rises,
                             double guess, double width, double *root)
{
    return search(audit_search_near(rises, guess, width), f, context, root);
}
