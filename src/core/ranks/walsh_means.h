/* walsh_means.h - means of all pairs of numbers, each with itself among them */
#ifndef MSAUDIT_WALSH_MEANS_H
#define MSAUDIT_WALSH_MEANS_H

#include <stddef.h>

/*
 * The k-th smallest, counted from 1 to n (n + 1) / 2, of the means of x[i] and
 * x[j], i <= j. x is in ascending order.
 */
double audit_walsh(const double *x, size_t n, double k);

/* The same where it is known to lie from low to high, which are means. */
double audit_walsh_within(const double *x, size_t n, double k, double low,
                          double high);

/*
 * The nearest mean above (below) `at` by more than `apart`; infinity (minus
 * infinity) where there is none.
 */
double audit_next_walsh(const double *x, size_t n, double at, double apart);
double audit_last_walsh(const double *x, size_t n, double at, double apart);

#endif
