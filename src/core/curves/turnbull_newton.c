#include "turnbull_newton.h"

#include <math.h>

#include "numerics/cholesky.h"

static const double close_enough = 1e-13;

/* Minus the second derivatives by the masses of the support, lower triangle. */
static void find_hessian(audit_masses *q)
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
static int find_step(audit_masses *q)
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

static void drop_from_support(audit_masses *q, size_t at)
{
    q->p[q->support[at]] = 0;
    q->k--;
    for (size_t a = at; a < q->k; a++)
        q->support[a] = q->support[a + 1];
}

/* What Newton's method climbs: the log likelihood less the total of masses. */
static double height(const audit_masses *q)
{
    audit_add_masses(q, q->p, q->trial);
    return audit_mass_likelihood(q, q->trial) - q->total * q->trial[q->m];
}

/*
 * A step as long as no mass falls below 0, whose first to do so leaves the
 * support; halved until it climbs. Whether it did, or something left.
 */
static int newton_step(audit_masses *q)
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

static void find_support(audit_masses *q, size_t most)
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
static int widen_support(audit_masses *q)
{
    size_t best = q->m;

    for (size_t j = 0; j < q->m; j++)
        if (q->p[j] == 0 && q->d[j] > q->total * (1 + close_enough) &&
            (best == q->m || q->d[j] > q->d[best]))
            best = j;
    if (best == q->m)
        return 0;
    audit_add_masses(q, q->p, q->trial);
    double before = audit_mass_likelihood(q, q->trial);
    for (double part = 0.5; part > 1e-12; part /= 2) {
        for (size_t j = 0; j < q->m; j++)
            q->level[j] = (1 - part) * q->p[j] + (j == best ? part : 0);
        audit_add_masses(q, q->level, q->trial);
        if (audit_mass_likelihood(q, q->trial) > before) {
            for (size_t j = 0; j < q->m; j++)
                q->p[j] = q->level[j];
            return 1;
        }
    }
    return 0;
}

int audit_polish_step(audit_masses *q, size_t most, double *off)
{
    audit_mass_gradient(q);
    *off = audit_mass_distance(q);
    if (*off <= close_enough)
        return 0;
    find_support(q, most);
    double here = 0;
    for (size_t a = 0; a < q->k && q->k <= most; a++)
        here = fmax(here, fabs(q->d[q->support[a]] / q->total - 1));
    if (q->k > most) {
        audit_expect_masses(q);
        audit_minorant_step(q);
        return 1;
    }
    if (here > close_enough * 10 && newton_step(q))
        return 1;
    return widen_support(q);
}

double audit_polish_masses(audit_masses *q, size_t most)
{
    double off = INFINITY;

    for (int steps = 0; steps < AUDIT_MOST_POLISHES; steps++)
        if (!audit_polish_step(q, most, &off))
            break;
    return off;
}
