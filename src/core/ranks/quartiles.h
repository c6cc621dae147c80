/* quartiles.h - the quartiles of numbers, and limits of their median */
#ifndef MSAUDIT_QUARTILES_H
#define MSAUDIT_QUARTILES_H

#include <stddef.h>

/*
 * Quartiles between the numbers next to them, in proportion (R's type 7). The
 * limits are the k-th number from either end, with the largest k for which no
 * more than (1 - conf_level) / 2 of the binomial law of n signs is below k; where
 * there is none, infinite. All NaN of no number.
 */
typedef struct {
    double lower, median, upper;
    double low, high;
} audit_quartiles;

/* The quartiles of n finite numbers in order. */
audit_quartiles audit_find_quartiles(const double *sorted, size_t n,
                                     double conf_level);

#endif
