/* turnbull_mass.h - masses of intervals, and steps towards the most likely ones */
#ifndef MSAUDIT_TURNBULL_MASS_H
#define MSAUDIT_TURNBULL_MASS_H

#include <stddef.h>

/*
 * Patients by the innermost intervals, 0 to m - 1, that theirs holds: patient i
 * those from first[i] to last[i]. The rest is room to work in.
 */
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
} audit_masses;

/* sum[j] becomes the total of the masses before j, for j up to m. */
void audit_add_masses(const audit_masses *q, const double *p, double *sum);

/* The log likelihood of masses whose sums are `sum`; -Inf where one is 0. */
double audit_mass_likelihood(const audit_masses *q, const double *sum);

/* d[j], the derivative of the log likelihood by the mass of j, and the sums. */
void audit_mass_gradient(audit_masses *q);

/* How far the masses are from the most likely: see *off of turnbull.h. The
   gradient is up to date. */
double audit_mass_distance(const audit_masses *q);

/* One step of expectation and maximisation. */
void audit_expect_masses(audit_masses *q);

/* One step of the iterative convex minorant on the distribution function. */
void audit_minorant_step(audit_masses *q);

#endif
