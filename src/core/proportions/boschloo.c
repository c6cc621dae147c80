#include "boschloo.h"

#include <math.h>

#include "base/dist.h"

/* Probabilities that differ by so much of themselves count as equal. */
static const double equal = 1 + 1e-7;

/*
 * The tables in which the first group has as many events as speak for it: for
 * each number of events in the second, from[] is the least number in the first
 * (n1 + 1: none). law1[] and law2[] hold binomial probabilities.
 */
struct region {
    int n1, n2;
    double *from, *law1, *law2;
};

/* Fisher's p of so many or more in the first group, given the sum. */
static double fisher_or_more(int x1, int n1, int x2, int n2)
{
    return phyper(x1 - 1, n1, n2, x1 + x2, /* lower */ 0, 0);
}

/* The more the second group has, the more the first must have. */
static void find_region(struct region *r, int x1, int x2)
{
    double seen = fisher_or_more(x1, r->n1, x2, r->n2) * equal;
    int first = 0;

    for (int second = 0; second <= r->n2; second++) {
        while (first <= r->n1 &&
               fisher_or_more(first, r->n1, second, r->n2) > seen)
            first++;
        r->from[second] = first;
    }
}

/* Binomial probabilities of 0 to n, outwards from the most likely. */
static void fill_law(double *law, int n, double p)
{
    int mode = (int) floor((n + 1) * p);
    double odds = p / (1 - p);

    if (mode > n)
        mode = n;
    law[mode] = dbinom_raw(mode, n, p, 1 - p, 0);
    for (int k = mode; k < n; k++)
        law[k + 1] = law[k] * (n - k) / (k + 1) * odds;
    for (int k = mode; k > 0; k--)
        law[k - 1] = law[k] * k / (n - k + 1) / odds;
}

static double probability(const struct region *r, double p)
{
    double tail = 0, sum = 0;
    int next = r->n1;

    fill_law(r->law1, r->n1, p);
    fill_law(r->law2, r->n2, p);
    for (int second = r->n2; second >= 0; second--) {
        for (; next >= r->from[second]; next--)
            tail += r->law1[next];
        sum += r->law2[second] * tail;
    }
    return sum;
}

/* The greatest value within a step of `middle`, by golden section. */
static double climb(const struct region *r, double middle, double step)
{
    const double golden = 0.6180339887498949;
    double low = middle - step, high = middle + step;
    double a = high - golden * (high - low), b = low + golden * (high - low);
    double at_a = probability(r, a), at_b = probability(r, b);

    while (high - low > 1e-9) {
        if (at_a > at_b) {
            high = b;
            b = a;
            at_b = at_a;
            a = high - golden * (high - low);
            at_a = probability(r, a);
        } else {
            low = a;
            a = b;
            at_a = at_b;
            b = low + golden * (high - low);
            at_b = probability(r, b);
        }
    }
    return fmax(at_a, at_b);
}

/*
 * The probability is smooth in p over about 1 / sqrt(n), a good deal more than
 * a step of the grid; every point above its neighbours is climbed from.
 */
static double greatest(const struct region *r)
{
    enum { steps = 512 };
    double before = 0, here = 0, most = 0;

    for (int i = 1; i <= steps; i++) {
        double after = i < steps ? probability(r, (double) i / steps) : 0;
        if (i > 1 && here >= before && here >= after) {
            double found = climb(r, (i - 1.0) / steps, 0.999 / steps);
            most = fmax(most, fmax(found, here));
        }
        before = here;
        here = after;
    }
    return most;
}

/* The p of more events in the first group. */
static double p_of_more(double x1, double n1, double x2, double n2,
                        double *workspace)
{
    enum { most = AUDIT_MOST_BOSCHLOO + 1 };
    struct region r = {(int) n1, (int) n2, workspace, workspace + most,
                       workspace + 2 * most};

    find_region(&r, (int) x1, (int) x2);
    if (r.from[0] == 0) /* every table speaks for it */
        return 1;
    double p = greatest(&r);
    return p < 1 ? p : 1;
}

double audit_boschloo_p(double x1, double n1, double x2, double n2,
                        audit_alternative side, double *workspace)
{
    if (!(n1 >= 1 && n1 <= AUDIT_MOST_BOSCHLOO && n2 >= 1 &&
          n2 <= AUDIT_MOST_BOSCHLOO))
        return NAN;
    double more = side == AUDIT_LESS
                      ? 1 : p_of_more(x1, n1, x2, n2, workspace);
    double fewer = side == AUDIT_GREATER
                       ? 1 : p_of_more(x2, n2, x1, n1, workspace);
    if (side == AUDIT_LESS)
        return fewer;
    if (side == AUDIT_GREATER)
        return more;
    return fmin(1, 2 * fmin(more, fewer));
}
