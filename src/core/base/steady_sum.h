/* steady_sum.h - sums that come out the same in whatever order terms are added */
#ifndef MSAUDIT_STEADY_SUM_H
#define MSAUDIT_STEADY_SUM_H

#include <math.h>

/*
 * Each term is parted into multiples of three steps, each far finer than the one
 * before; sums of each part are exact, and so know no order. What is finer than
 * the last step is let go. {{0}} is an empty sum.
 */
enum { AUDIT_STEADY_PARTS = 3 };

typedef struct {
    double part[AUDIT_STEADY_PARTS];
} audit_steady_sum;

/* What is added to a term and taken off again to round it to each step. */
typedef struct {
    double rounder[AUDIT_STEADY_PARTS];
} audit_steps_of_sum;

/* The least power of two whose multiples up to `most` doubles hold, and add up. */
static inline double audit_step_up_to(double most)
{
    int exponent = 0; /* frexp() need not set that of NaN */

    frexp(most, &exponent);
    return ldexp(1, exponent - 51);
}

/*
 * For sums of up to n terms, the sizes of all of which add up to `most` at most.
 * Of a term less than most n^2 2^-150 is let go.
 */
static inline audit_steps_of_sum audit_steps_for(double most, double n)
{
    audit_steps_of_sum steps;

    for (int k = 0; k < AUDIT_STEADY_PARTS; k++) {
        double step = audit_step_up_to(most);

        steps.rounder[k] = 0x1.8p52 * step;
        most = n * step;
    }
    return steps;
}

/* What is left of a term when its part has been added. */
static inline double audit_add_part(double *sum, double term, double rounder)
{
    double part = (term + rounder) - rounder;

    *sum += part;
    return term - part;
}

static inline void audit_add_steadily(audit_steady_sum *sum, double term,
                                      const audit_steps_of_sum *steps)
{
    term = audit_add_part(&sum->part[0], term, steps->rounder[0]);
    term = audit_add_part(&sum->part[1], term, steps->rounder[1]);
    audit_add_part(&sum->part[2], term, steps->rounder[2]);
}

static inline double audit_steady_total(const audit_steady_sum *sum)
{
    return sum->part[0] + (sum->part[1] + sum->part[2]);
}

#endif
