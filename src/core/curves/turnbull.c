#include "turnbull.h"

#include <math.h>

#include "turnbull_newton.h"

/* Before Newton's method. */
enum { WARM_STEPS = 40 };

static size_t most_support(size_t n)
{
    return n < AUDIT_TURNBULL_MOST ? n : AUDIT_TURNBULL_MOST;
}

size_t audit_turnbull_doubles(size_t n)
{
    size_t k = most_support(n);

    return 6 * (n + 1) + k * k + 2 * k;
}

size_t audit_turnbull_ints(size_t n)
{
    return 2 * n + 2 * (n + 1);
}

static int is_exact(const audit_censored *x, size_t i)
{
    return x->left[i] == x->right[i];
}

/* The first place of an order with an element that was there before; n: none. */
static size_t again_at(const int *order, size_t n, int *seen)
{
    for (size_t i = 0; i < n; i++)
        seen[i] = 0;
    for (size_t i = 0; i < n; i++)
        if (seen[order[i]]++)
            return i;
    return n;
}

static audit_status check(const audit_censored *x, int *seen)
{
    for (size_t i = 0; i < x->n; i++) {
        if (isnan(x->left[i]) || isnan(x->right[i]) || x->left[i] < 0 ||
            isinf(x->left[i]))
            return audit_fail(AUDIT_BAD_TIME, i);
        if (x->right[i] < x->left[i])
            return audit_fail(AUDIT_BAD_INTERVAL, i);
        if (!(x->weight[i] > 0) || isinf(x->weight[i]))
            return audit_fail(AUDIT_BAD_COUNT, i);
        if (x->by_left[i] < 0 || (size_t) x->by_left[i] >= x->n ||
            x->by_right[i] < 0 || (size_t) x->by_right[i] >= x->n)
            return audit_fail(AUDIT_NOT_SORTED, i);
    }
    size_t left = again_at(x->by_left, x->n, seen);
    size_t right = again_at(x->by_right, x->n, seen);
    if (left < x->n || right < x->n)
        return audit_fail(AUDIT_NOT_SORTED, left < right ? left : right);
    for (size_t i = 1; i < x->n; i++) {
        size_t a = (size_t) x->by_left[i - 1], b = (size_t) x->by_left[i];
        size_t c = (size_t) x->by_right[i - 1], d = (size_t) x->by_right[i];

        if (x->left[a] > x->left[b] || x->right[c] > x->right[d] ||
            (x->left[a] == x->left[b] && !is_exact(x, a) && is_exact(x, b)))
            return audit_fail(AUDIT_NOT_SORTED, i);
    }
    return audit_ok();
}

/* Whether the left end of a comes before the right end of b: an exact time
   begins before what ends at it, an interval begins after. */
static int begins_before(const audit_censored *x, size_t a, size_t b)
{
    return x->left[a] < x->right[b] ||
           (x->left[a] == x->right[b] && is_exact(x, a));
}

/* An innermost interval runs from a left end to the right end after it. */
static void find_intervals(const audit_censored *x, audit_masses *q,
                           double *from, double *to)
{
    size_t l = 0, m = 0;
    int open = 0;

    for (size_t r = 0; r < x->n; r++) {
        size_t right = (size_t) x->by_right[r];

        for (; l < x->n &&
               begins_before(x, (size_t) x->by_left[l], right); l++) {
            q->first[x->by_left[l]] = (int) m;
            from[m] = x->left[x->by_left[l]];
            open = 1;
        }
        if (open)
            to[m++] = x->right[right];
        open = 0;
        q->last[right] = (int) m - 1;
    }
    q->m = m;
}

static audit_masses masses_in(const audit_censored *x, double *doubles,
                              int *ints, double *mass)
{
    size_t n = x->n, k = most_support(n);
    audit_masses q = {.n = n, .weight = x->weight, .p = mass};

    q.first = ints;
    q.last = ints + n;
    q.block = ints + 2 * n;
    q.support = ints + 2 * n + (n + 1);
    q.sum = doubles;
    q.d = doubles + (n + 1);
    q.trial = doubles + 2 * (n + 1);
    q.curve = doubles + 3 * (n + 1);
    q.level = doubles + 4 * (n + 1);
    q.heavy = doubles + 5 * (n + 1);
    q.hessian = doubles + 6 * (n + 1);
    q.step = q.hessian + k * k;
    q.back = q.step + k;
    for (size_t i = 0; i < n; i++)
        q.total += x->weight[i];
    return q;
}

audit_status audit_turnbull_begin(const audit_censored *x, double *doubles,
                                  int *ints, double *from, double *to,
                                  double *mass, audit_turnbull_work *work)
{
    audit_status status = check(x, ints);

    *work = (audit_turnbull_work) {.is_done = 1};
    if (status.code != AUDIT_OK || x->n == 0)
        return status;
    audit_masses q = masses_in(x, doubles, ints, mass);
    find_intervals(x, &q, from, to);
    for (size_t j = 0; j < q.m; j++)
        q.p[j] = 1 / (double) q.m;
    *work = (audit_turnbull_work) {
        .n_intervals = q.m, .off = INFINITY, .masses = q,
        .most = most_support(x->n), .warmed = q.m > 1 ? 0 : WARM_STEPS,
    };
    return audit_ok();
}

void audit_turnbull_go_on(audit_turnbull_work *work, size_t steps)
{
    audit_masses *q = &work->masses;

    for (; steps > 0 && !work->is_done; steps--) {
        if (work->warmed < WARM_STEPS) {
            audit_expect_masses(q);
            audit_minorant_step(q);
            work->warmed++;
        } else {
            int goes_on = audit_polish_step(q, work->most, &work->off);
            work->is_done = !goes_on || ++work->polished == AUDIT_MOST_POLISHES;
        }
    }
}

audit_status audit_turnbull(const audit_censored *x, double *doubles, int *ints,
                            double *from, double *to, double *mass,
                            size_t *n_intervals, double *off)
{
    audit_turnbull_work work;
    audit_status status =
        audit_turnbull_begin(x, doubles, ints, from, to, mass, &work);

    while (status.code == AUDIT_OK && !work.is_done)
        audit_turnbull_go_on(&work, 1);
    *n_intervals = work.n_intervals;
    *off = work.off;
    return status;
}
