/* sum.h - a sum of doubles that keeps the digits which each addition loses */
#ifndef MSAUDIT_SUM_H
#define MSAUDIT_SUM_H

#include <math.h>
#include <stddef.h>

/* By Neumaier's method; {0, 0} is an empty sum. */
typedef struct {
    double sum, lost;
} audit_sum;

static inline void audit_add(audit_sum *x, double term)
{
    double sum = x->sum + term;

    x->lost += fabs(x->sum) >= fabs(term) ? (x->sum - sum) + term
                                          : (term - sum) + x->sum;
    x->sum = sum;
}

/* Adds to element i of many sums, of which two arrays keep the parts. */
static inline void audit_add_at(double *sum, double *lost, size_t i,
                                double term)
{
    audit_sum x = {sum[i], lost[i]};

    audit_add(&x, term);
    sum[i] = x.sum;
    lost[i] = x.lost;
}

static inline double audit_total(audit_sum x)
{
    return x.sum + x.lost;
}

#endif
