#include "cholesky.h"

#include <math.h>

int audit_cholesky(double *a, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        double whole = a[j + j * n], rest = whole;

        for (size_t k = 0; k < j; k++)
            rest -= a[j + k * n] * a[j + k * n];
        if (!(rest > 1e-11 * whole) || isinf(rest))
            return 0;
        a[j + j * n] = sqrt(rest);
        for (size_t i = j + 1; i < n; i++) {
            double sum = a[i + j * n];
            for (size_t k = 0; k < j; k++)
                sum -= a[i + k * n] * a[j + k * n];
            a[i + j * n] = sum / a[j + j * n];
        }
    }
    return 1;
}

void audit_cholesky_solve(const double *a, size_t n, double *b)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= a[i + k * n] * b[k];
        b[i] /= a[i + i * n];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= a[k + i * n] * b[k];
        b[i] /= a[i + i * n];
    }
}

void audit_cholesky_inverse(const double *a, size_t n, double *inverse)
{
    for (size_t j = 0; j < n; j++) {
        double *column = inverse + j * n;

        for (size_t i = 0; i < n; i++)
            column[i] = i == j;
        audit_cholesky_solve(a, n, column);
    }
}
