#include "walsh_means.h"

#include <math.h>
#include <stdint.h>

static double mean(double a, double b)
{
    return a / 2 + b / 2;
}

/*
 * All routines walk along the border between means that are over a value and
 * those that are not: the more x[i], the less x[j] may be. A step is either one
 * down with j or one up with i, by arithmetic, since nobody could predict which.
 */

/* How many are no greater than `at`. */
static double count_to(const double *x, size_t n, double at)
{
    uint64_t ordered = 0;
    size_t i = 0, j = n, own = 0, end = n;

    while (i < n && j > 0) {
        size_t over = mean(x[i], x[j - 1]) > at;
        j -= over;
        ordered += (1 - over) * j;
        i += 1 - over;
    }
    while (own < end) {
        size_t middle = own + (end - own) / 2;
        if (x[middle] <= at)
            own = middle + 1;
        else
            end = middle;
    }
    return ((double) ordered + (double) own) / 2;
}

double audit_next_walsh(const double *x, size_t n, double at, double apart)
{
    double nearest = INFINITY;
    size_t i = 0, j = n;

    while (i < n && j > 0) {
        double here = mean(x[i], x[j - 1]);
        size_t over = here > at + apart;
        here = over ? here : INFINITY;
        nearest = here < nearest ? here : nearest;
        j -= over;
        i += 1 - over;
    }
    return nearest;
}

double audit_last_walsh(const double *x, size_t n, double at, double apart)
{
    double nearest = -INFINITY;
    size_t i = 0, j = n;

    while (i < n && j > 0) {
        double here = mean(x[i], x[j - 1]);
        size_t over = here >= at - apart;
        here = over ? -INFINITY : here;
        nearest = here > nearest ? here : nearest;
        j -= over;
        i += 1 - over;
    }
    return nearest;
}

/* Where the k-th is if means are spread evenly between two of known number. */
static double guess(double k, double low, double upto_low, double high,
                    double upto_high)
{
    double share = (k - 0.5 - upto_low) / (upto_high - upto_low);
    double at = low * (1 - share) + high * share;

    return at > low && at < high ? at : mean(low, high);
}

/*
 * Guesses leave few means in the range, halving it helps where they are spread
 * unevenly, and a look at the next mean where many are the same. From the low end
 * of what is left they are counted one by one.
 */
double audit_walsh_within(const double *x, size_t n, double k, double low,
                          double high)
{
    enum { rounds = 60, few = 4, in_round = 4 };
    double upto_low = count_to(x, n, low), upto_high;

    if (upto_low >= k)
        return low;
    upto_high = count_to(x, n, high);
    for (int i = 0; i < rounds * in_round && upto_high - upto_low > few; i++) {
        int kind = i % in_round;
        double at = kind == 3 ? audit_next_walsh(x, n, low, 0)
                  : kind == 2 ? mean(low, high)
                  : guess(k, low, upto_low, high, upto_high);
        if (!(at > low && at < high))
            break;
        double upto = count_to(x, n, at);
        if (upto < k) {
            low = at;
            upto_low = upto;
        } else if (kind == 3) {
            return at;
        } else {
            high = at;
            upto_high = upto;
        }
    }
    do
        low = audit_next_walsh(x, n, low, 0);
    while (count_to(x, n, low) < k);
    return low;
}

double audit_walsh(const double *x, size_t n, double k)
{
    return audit_walsh_within(x, n, k, x[0], x[n - 1]);
}
