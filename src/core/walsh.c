#include "walsh.h"

#include <math.h>

static double mean(double a, double b)
{
    return a / 2 + b / 2;
}

/* How many are no greater than `at`. The more x[i], the less x[j] may be. */
static double count_to(const double *x, size_t n, double at)
{
    double ordered = 0, own = 0;
    size_t j = n;

    for (size_t i = 0; i < n; i++) {
        while (j > 0 && mean(x[i], x[j - 1]) > at)
            j--;
        ordered += (double) j;
        own += x[i] <= at;
    }
    return (ordered + own) / 2;
}

double audit_next_walsh(const double *x, size_t n, double at, double apart)
{
    double nearest = INFINITY;
    size_t j = n;

    for (size_t i = 0; i < n; i++) {
        while (j > 0 && mean(x[i], x[j - 1]) > at + apart)
            j--;
        if (j < n && mean(x[i], x[j]) < nearest)
            nearest = mean(x[i], x[j]);
    }
    return nearest;
}

double audit_last_walsh(const double *x, size_t n, double at, double apart)
{
    double nearest = -INFINITY;
    size_t j = n;

    for (size_t i = 0; i < n; i++) {
        while (j > 0 && mean(x[i], x[j - 1]) >= at - apart)
            j--;
        if (j > 0 && mean(x[i], x[j - 1]) > nearest)
            nearest = mean(x[i], x[j - 1]);
    }
    return nearest;
}

/*
 * Halving the range leaves few means in it; from its low end they are counted
 * one by one.
 */
double audit_walsh(const double *x, size_t n, double k)
{
    enum { halvings = 60 };
    double low = x[0], high = x[n - 1];

    if (count_to(x, n, low) >= k)
        return low;
    for (int i = 0; i < halvings; i++) {
        double middle = mean(low, high);
        if (count_to(x, n, middle) >= k)
            high = middle;
        else
            low = middle;
    }
    do
        low = audit_next_walsh(x, n, low, 0);
    while (count_to(x, n, low) < k);
    return low;
}
