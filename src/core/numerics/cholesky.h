/* cholesky.h - small symmetric systems of equations */
#ifndef MSAUDIT_CHOLESKY_H
#define MSAUDIT_CHOLESKY_H

#include <stddef.h>

/*
 * Replaces the lower triangle of an n by n symmetric matrix, stored by columns,
 * by its Cholesky factor. 0 where it is not positive definite to about ten
 * digits: the matrix is then of no use.
 */
int audit_cholesky(double *a, size_t n);

/* Replaces b by the solution of the system whose factor a is. */
void audit_cholesky_solve(const double *a, size_t n, double *b);

/* The inverse of the matrix whose factor a is, into inverse, n by n. */
void audit_cholesky_inverse(const double *a, size_t n, double *inverse);

#endif
