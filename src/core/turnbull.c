#include "turnbull.h"

#include <math.h>

#include "cholesky.h"

enum {
    WARM_STEPS = 40,         /* before Newton's method */
    MOST_STEPS = 5000
};

static const double close_enough = 1e-13;

/* Patients by the innermost intervals that theirs holds, and the work on them. */
typedef struct {
    size_t n, m;
    const double *weight;
    double total;            /* of the weights */
    int *first, *last;       /* of each patient */
    double *p;               /* mass of each interval */
    double *sum;             /* of the masses before each, m + 1 of them */
    double *d;               /* gradient, m + 1 */
    double *trial, *curve, *level, *heavy; /* m + 1 each */
    int *block;              /* m + 1 */
    int *support;            /* intervals with mass, and their number */
    size_t k;
    double *hessian, *step, *back;
} problem;

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

static audit_status check(const audit_censored *x)
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
static void find_intervals(const audit_censored *x, problem *q, double *from,
                           double *to)
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

/* The log likelihood of masses whose sums are `sum`; -Inf where one is 0. */
static double log_likelihood(const problem *q, const double *sum)
{
    double total = 0;

    for (size_t i = 0; i < q->n; i++) {
        double p = sum[q->last[i] + 1] - sum[q->first[i]];
        if (!(p > 0))
            return -INFINITY;
        total += q->weight[i] * log(p);
    }
    return total;
}

static void add_up(const problem *q, const double *p, double *sum)
{
    sum[0] = 0;
    for (size_t j = 0; j < q->m; j++)
        sum[j + 1] = sum[j] + p[j];
}

/* D of each interval times the total of the weights. */
static void find_gradient(problem *q)
{
    add_up(q, q->p, q->sum);
    for (size_t j = 0; j <= q->m; j++)
        q->d[j] = 0;
    for (size_t i = 0; i < q->n; i++) {
        double term = q->weight[i] /
                      (q->sum[q->last[i] + 1] - q->sum[q->first[i]]);
        q->d[q->first[i]] += term;
        q->d[q->last[i] + 1] -= term;
    }
    for (size_t j = 1; j < q->m; j++)
        q->d[j] += q->d[j - 1];
}

/* How far from the maximum: see the header. The gradient is up to date. */
static double distance(const problem *q)
{
    double off = 0;

    for (size_t j = 0; j < q->m; j++) {
        double above = q->d[j] / q->total - 1;
        off = fmax(off, q->p[j] > 0 ? fabs(above) : above);
    }
    return off;
}

static void expect_and_maximise(problem *q)
{
    double total = 0;

    find_gradient(q);
    for (size_t j = 0; j < q->m; j++) {
        q->p[j] *= q->d[j] / q->total;
        total += q->p[j];
    }
    for (size_t j = 0; j < q->m; j++)
        q->p[j] /= total;
}

/* The non-decreasing curve nearest to level[1..last], weighted by heavy. */
static void isotonic(problem *q, size_t last)
{
    size_t blocks = 0;

    for (size_t k = 1; k <= last; k++) {
        q->block[blocks] = (int) k;
        q->curve[blocks] = q->level[k];
        double *weight = q->trial;
        weight[blocks++] = q->heavy[k];
        while (blocks > 1 && q->curve[blocks - 2] >= q->curve[blocks - 1]) {
            double a = weight[blocks - 2], b = weight[blocks - 1];
            q->curve[blocks - 2] = (a * q->curve[blocks - 2] +
                                    b * q->curve[blocks - 1]) / (a + b);
            weight[blocks - 2] = a + b;
            blocks--;
        }
    }
    for (size_t b = blocks, end = last + 1; b-- > 0;) {
        for (size_t k = (size_t) q->block[b]; k < end; k++)
            q->level[k] = fmin(1, fmax(0, q->curve[b]));
        end = (size_t) q->block[b];
    }
}

/* One step of the iterative convex minorant on the distribution function. */
static void minorant_step(problem *q)
{
    size_t m = q->m;

    find_gradient(q);
    for (size_t k = 0; k <= m; k++)
        q->heavy[k] = 0;
    for (size_t i = 0; i < q->n; i++) {
        double p = q->sum[q->last[i] + 1] - q->sum[q->first[i]];
        q->heavy[q->first[i]] += q->weight[i] / (p * p);
        q->heavy[q->last[i] + 1] += q->weight[i] / (p * p);
    }
    q->sum[m] = 1;
    for (size_t k = 1; k < m; k++)
        q->level[k] = q->sum[k] + (q->d[k - 1] - q->d[k]) / q->heavy[k];
    isotonic(q, m - 1);
    q->level[0] = 0;
    q->level[m] = 1;
    double before = log_likelihood(q, q->sum);
    for (double part = 1; part > 1e-8; part /= 2) {
        for (size_t k = 0; k <= m; k++)
            q->trial[k] = q->sum[k] + part * (q->level[k] - q->sum[k]);
        if (log_likelihood(q, q->trial) > before) {
            for (size_t j = 0; j < m; j++)
                q->p[j] = fmax(0, q->trial[j + 1] - q->trial[j]);
            return;
        }
    }
}

/* Minus the second derivatives by the masses of the support, lower triangle. */
static void find_hessian(problem *q)
{
    size_t k = q->k;
    double *h = q->hessian;
    int *place = q->block;   /* intervals of the support before each */

    for (size_t j = 0, s = 0; j <= q->m; j++) {
        place[j] = (int) s;
        s += s < k && (size_t) q->support[s] == j;
    }
    for (size_t i = 0; i < k * k; i++)
        h[i] = 0;
    for (size_t i = 0; i < q->n; i++) {
        double p = q->sum[q->last[i] + 1] - q->sum[q->first[i]];
        size_t a = (size_t) place[q->first[i]];
        size_t b = (size_t) place[q->last[i] + 1] - 1;
        h[b + a * k] += q->weight[i] / (p * p);
    }
    for (size_t a = 0; a < k; a++) {
        if (a > 0)
            for (size_t b = a; b < k; b++)
                h[b + a * k] += h[b + (a - 1) * k];
    }
    for (size_t a = 0; a < k; a++)
        for (size_t b = k - 1; b-- > a;)
            h[b + a * k] += h[b + 1 + a * k];
}

/* Newton's step; where the masses are not told apart, that of a near problem. */
static int find_step(problem *q)
{
    size_t k = q->k;

    for (double ridge = 0; ridge < 1; ridge = ridge == 0 ? 1e-9 : 100 * ridge) {
        find_hessian(q);
        for (size_t a = 0; a < k; a++) {
            q->hessian[a + a * k] *= 1 + ridge;
            q->step[a] = q->d[q->support[a]] - q->total;
        }
        if (audit_cholesky(q->hessian, k)) {
            audit_cholesky_solve(q->hessian, k, q->step);
            return 1;
        }
    }
    return 0;
}

static void drop_from_support(problem *q, size_t at)
{
    q->p[q->support[at]] = 0;
    q->k--;
    for (size_t a = at; a < q->k; a++)
        q->support[a] = q->support[a + 1];
}

/* What Newton's method climbs: the log likelihood less the total of masses. */
static double height(const problem *q)
{
    add_up(q, q->p, q->trial);
    return log_likelihood(q, q->trial) - q->total * q->trial[q->m];
}

/*
 * A step as long as no mass falls below 0, whose first to do so leaves the
 * support; halved until it climbs. Whether it did, or something left.
 */
static int newton_step(problem *q)
{
    if (!find_step(q))
        return 0;
    double longest = 1;
    size_t blocks = q->k;
    for (size_t a = 0; a < q->k; a++) {
        double limit = -q->p[q->support[a]] / q->step[a];
        if (q->step[a] < 0 && limit < longest) {
            longest = limit;
            blocks = a;
        }
        q->back[a] = q->p[q->support[a]];
    }
    double before = height(q);
    for (double part = longest; part > 1e-10 * longest; part /= 2) {
        int whole = part == longest && blocks < q->k;
        for (size_t a = 0; a < q->k; a++)
            q->p[q->support[a]] = fmax(0, q->back[a] + part * q->step[a]);
        if (whole)
            q->p[q->support[blocks]] = 0;
        double after = height(q);
        /* Near the maximum the height has no digits left to rise by. */
        if (after >= before - 1e-14 * fabs(before)) {
            if (whole)
                drop_from_support(q, blocks);
            return 1;
        }
    }
    for (size_t a = 0; a < q->k; a++)
        q->p[q->support[a]] = q->back[a];
    return 0;
}

static void find_support(problem *q, size_t most)
{
    q->k = 0;
    for (size_t j = 0; j < q->m; j++)
        if (q->p[j] > 0) {
            if (q->k < most)
                q->support[q->k] = (int) j;
            q->k++;
        }
}

/* Mass to the interval that gains most by it, as much as climbs. */
static int widen_support(problem *q)
{
    size_t best = q->m;

    for (size_t j = 0; j < q->m; j++)
        if (q->p[j] == 0 && q->d[j] > q->total * (1 + close_enough) &&
            (best == q->m || q->d[j] > q->d[best]))
            best = j;
    if (best == q->m)
        return 0;
    add_up(q, q->p, q->trial);
    double before = log_likelihood(q, q->trial);
    for (double part = 0.5; part > 1e-12; part /= 2) {
        for (size_t j = 0; j < q->m; j++)
            q->level[j] = (1 - part) * q->p[j] + (j == best ? part : 0);
        add_up(q, q->level, q->trial);
        if (log_likelihood(q, q->trial) > before) {
            for (size_t j = 0; j < q->m; j++)
                q->p[j] = q->level[j];
            return 1;
        }
    }
    return 0;
}

/* How far Newton's method on the support, which may change, comes. */
static double polish(problem *q, size_t most)
{
    double off = INFINITY;

    for (int steps = 0; steps < MOST_STEPS; steps++) {
        find_gradient(q);
        off = distance(q);
        if (off <= close_enough)
            break;
        find_support(q, most);
        double here = 0;
        for (size_t a = 0; a < q->k && q->k <= most; a++)
            here = fmax(here, fabs(q->d[q->support[a]] / q->total - 1));
        if (q->k > most) {
            expect_and_maximise(q);
            minorant_step(q);
        } else if (here > close_enough * 10) {
            if (!newton_step(q) && !widen_support(q))
                break;
        } else if (!widen_support(q)) {
            break;
        }
    }
    return off;
}

static problem new_problem(const audit_censored *x, double *doubles, int *ints,
                           double *mass)
{
    size_t n = x->n, k = most_support(n);
    problem q = {.n = n, .weight = x->weight, .p = mass};

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

audit_status audit_turnbull(const audit_censored *x, double *doubles, int *ints,
                            double *from, double *to, double *mass,
                            size_t *n_intervals, double *off)
{
    audit_status status = check(x);

    *n_intervals = 0;
    *off = 0;
    if (status.code != AUDIT_OK || x->n == 0)
        return status;
    problem q = new_problem(x, doubles, ints, mass);
    find_intervals(x, &q, from, to);
    *n_intervals = q.m;
    for (size_t j = 0; j < q.m; j++)
        q.p[j] = 1 / (double) q.m;
    if (q.m > 1)
        for (int steps = 0; steps < WARM_STEPS; steps++) {
            expect_and_maximise(&q);
            minorant_step(&q);
        }
    *off = polish(&q, most_support(x->n));
    return audit_ok();
}
