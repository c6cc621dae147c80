#include "medians.h"

#include <math.h>

#include "base/dist.h"

audit_middle audit_median(const double *value, size_t n, double conf_level)
{
    audit_middle x = {NAN, 0, INFINITY};
    size_t half = n / 2;
    double tail = (1 - conf_level) / 2;

    if (n == 0)
        return x;
    x.estimate = n % 2 == 1 ? value[half]
                            : (value[half - 1] + value[half]) / 2;
    size_t place = (size_t) qbinom(tail, (double) n, 0.5, 1, 0);
    /* qbinom() was a step off in some versions of R. */
    while (place > 0 && pbinom((double) place - 1, (double) n, 0.5, 1, 0) > tail)
        place--;
    while (pbinom((double) place, (double) n, 0.5, 1, 0) <= tail)
        place++;
    if (place > 0) {
        x.low = value[place - 1];
        x.high = value[n - place];
    }
    return x;
}
