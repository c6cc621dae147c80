/* lab_values.h - laboratory values as they come, and in the units of rules */
#ifndef MSAUDIT_LAB_VALUES_H
#define MSAUDIT_LAB_VALUES_H

#include <stddef.h>

#include "base/values.h"

/* One code or number for each value, or (step 0) the first for all of them. */
typedef struct {
    const int *at;
    size_t step;
} audit_codes;

typedef struct {
    const double *at; /* NULL: not known of any */
    size_t step;
} audit_limits;

/*
 * Values as a laboratory writes them. name and unit are codes from 1 to n_names
 * and n_units, or missing; test_of[name - 1] is the code of the test, 0 where
 * the name is not known. Multiplied by factor[(unit - 1) * n_names + name - 1] a
 * value is in the unit of the rules; NaN where the unit is not understood for
 * the name. censored is -1 where the value is known to lie below, -2 where it
 * may also be the bound itself, 1 above, 2 above or at it, 0 where it is the
 * value; NULL: none is. low and high are the limits of the laboratory in the
 * unit of the value, NaN where not known. They are none where they cannot be
 * limits: both of them where one is below 0, the upper one is 0 or lies below
 * the lower one; a lower one of 0, since nothing lies below it; and one
 * that is infinite.
 */
typedef struct {
    size_t n, n_names, n_units;
    audit_codes name, unit;
    const double *value;
    const int *censored;
    audit_limits low, high;
    const int *test_of;
    const double *factor;
} audit_lab_values;

/* One of them in the unit of the rules; test is 0 where it is not known. */
typedef struct {
    int test, censored;
    double factor, value, low, high;
} audit_lab;

static inline double audit_limit_at(audit_limits x, size_t i, double factor)
{
    double limit = x.at ? factor * x.at[i * x.step] : NAN;

    return isinf(limit) ? NAN : limit;
}

/* Makes what cannot be a limit one that is not known. */
static inline void audit_void_limits(double *low, double *high)
{
    if (*low > *high || *low < 0 || *high <= 0)
        *low = *high = NAN;
    if (*low <= 0)
        *low = NAN;
}

static inline audit_lab audit_lab_at(const audit_lab_values *x, size_t i)
{
    int name = x->name.at[i * x->name.step];
    int unit = x->unit.at[i * x->unit.step];
    audit_lab lab = {0, x->censored ? x->censored[i] : 0, NAN, NAN, NAN, NAN};

    if (name < 1 || (size_t) name > x->n_names)
        return lab;
    lab.test = x->test_of[name - 1];
    if (unit < 1 || (size_t) unit > x->n_units)
        return lab;
    lab.factor = x->factor[(size_t) (unit - 1) * x->n_names +
                           (size_t) (name - 1)];
    lab.value = lab.factor * x->value[i];
    lab.low = audit_limit_at(x->low, i, lab.factor);
    lab.high = audit_limit_at(x->high, i, lab.factor);
    audit_void_limits(&lab.low, &lab.high);
    return lab;
}

/*
 * Whether x lies beyond a limit: above it (direction 1) or below (-1), or (or_at)
 * at it. Numbers alike to 14 digits are the same.
 */
static inline int audit_beyond(double x, double limit, int direction,
                               int or_at)
{
    double away = direction * (x - limit), dust = 1e-14 * fabs(limit);

    return or_at ? away >= -dust : away > dust;
}

/*
 * The ends between which a censored value lies: the one next to its bound, and
 * 0 or infinity. What is the same at both is so all the way.
 */
static inline double audit_near_end(audit_lab lab)
{
    int open = lab.censored == -1 || lab.censored == 1;

    return lab.value + (open ? lab.censored * 1e-12 * fabs(lab.value) : 0);
}

static inline double audit_far_end(audit_lab lab)
{
    return lab.censored < 0 ? 0 : HUGE_VAL;
}

/* audit_beyond() of a value that may be censored: 1, 0, or -1 for not known. */
static inline int audit_lab_is_beyond(audit_lab lab, double limit,
                                      int direction, int or_at)
{
    if (isnan(lab.value) || isnan(limit))
        return -1;
    if (!lab.censored)
        return audit_beyond(lab.value, limit, direction, or_at);

    int near = audit_beyond(audit_near_end(lab), limit, direction, or_at);
    int far = audit_beyond(audit_far_end(lab), limit, direction, or_at);
    return near == far ? near : -1;
}

#endif
