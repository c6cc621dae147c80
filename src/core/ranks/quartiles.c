#include "quartiles.h"

#include <math.h>

#include "base/dist.h"

static double quantile(const double *x, size_t n, double p)
{
    double at = p * ((double) n - 1), below = floor(at);
    size_t i = (size_t) below;

    return i + 1 < n ? x[i] + (at - below) * (x[i + 1] - x[i]) : x[i];
}

/* The largest k that leaves no more than a tail below it; 0 where none does. */
static size_t rank_of_limit(size_t n, double tail)
{
    double size = (double) n, k = qbinom(tail, size, 0.5, 1, 0);

    while (k >= 0 && pbinom(k, size, 0.5, 1, 0) > tail)
        k--;
    while (pbinom(k + 1, size, 0.5, 1, 0) <= tail)
        k++;
    return (size_t) (k + 1);
}

audit_quartiles audit_find_quartiles(const double *sorted, size_t n,
                                     double conf_level)
{
    if (n == 0)
        return (audit_quartiles) {NAN, NAN, NAN, NAN, NAN};

    size_t k = rank_of_limit(n, (1 - conf_level) / 2);
    audit_quartiles x = {
        quantile(sorted, n, 0.25), quantile(sorted, n, 0.5),
        quantile(sorted, n, 0.75), -INFINITY, INFINITY,
    };
    if (k > 0) {
        x.low = sorted[k - 1];
        x.high = sorted[n - k];
    }
    return x;
}
