#include "turnbull_mass.h"

#include <math.h>

double audit_mass_likelihood(const audit_masses *q, const double *sum)
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

void audit_add_masses(const audit_masses *q, const double *p, double *sum)
{
    sum[0] = 0;
    for (size_t j = 0; j < q->m; j++)
        sum[j + 1] = sum[j] + p[j];
}

void audit_mass_gradient(audit_masses *q)
{
    audit_add_masses(q, q->p, q->sum);
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

double audit_mass_distance(const audit_masses *q)
{
    double off = 0;

    for (size_t j = 0; j < q->m; j++) {
        double above = q->d[j] / q->total - 1;
        off = fmax(off, q->p[j] > 0 ? fabs(above) : above);
    }
    return off;
}

void audit_expect_masses(audit_masses *q)
{
    double total = 0;

    audit_mass_gradient(q);
    for (size_t j = 0; j < q->m; j++) {
        q->p[j] *= q->d[j] / q->total;
        total += q->p[j];
    }
    for (size_t j = 0; j < q->m; j++)
        q->p[j] /= total;
}

/* The non-decreasing curve nearest to level[1..last], weighted by heavy. */
static void isotonic(audit_masses *q, size_t last)
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

void audit_minorant_step(audit_masses *q)
{
    size_t m = q->m;

    audit_mass_gradient(q);
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
    double before = audit_mass_likelihood(q, q->sum);
    for (double part = 1; part > 1e-8; part /= 2) {
        for (size_t k = 0; k <= m; k++)
            q->trial[k] = q->sum[k] + part * (q->level[k] - q->sum[k]);
        if (audit_mass_likelihood(q, q->trial) > before) {
            for (size_t j = 0; j < m; j++)
                q->p[j] = fmax(0, q->trial[j + 1] - q->trial[j]);
            return;
        }
    }
}
