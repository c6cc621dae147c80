/* nb_row.h - what one row adds to the likelihood of nb_likelihood.h */
#ifndef MSAUDIT_NB_ROW_H
#define MSAUDIT_NB_ROW_H

#include <math.h>
#include <stddef.h>

#include "base/sum.h"

/* Counts below it have their logarithms taken together. */
enum { AUDIT_FEW = 64 };

/* For all rows: what depends on alpha. */
typedef struct {
    audit_sum log_likelihood;
    double by_alpha, curve;
    /*
     * Of rows with few events, by their number: the product of w = 1 + alpha mu
     * since its logarithm was last taken, and the sum of the logarithms. One
     * of each row would take half of the time.
     */
    double product[AUDIT_FEW];
    audit_sum log_w[AUDIT_FEW];
} audit_alpha_sums;

/* A row's parts of what depends on the coefficients. */
typedef struct {
    double slope, curve, expected, cross;
} audit_nb_row;

/*
 * With t = alpha mu, log1p(t) - t / (1 + t) over t^2, and minus the derivative
 * of that by t. Their own formulae lose all digits near 0.
 */
static inline void audit_nb_small_parts(double t, double *value, double *fall)
{
    double v = 0, f = 0;

    for (int m = 11; m >= 1; m--) {
        v = -t * v + (m + 1.0) / (m + 2.0);
        f = -t * f + m * (m + 1.0) / (m + 2.0);
    }
    *value = 0.5 - t * v;
    *fall = f;
}

/* Rows with y events, whose log(w) have the sum log_w. */
static inline void audit_nb_add_logs(audit_alpha_sums *sums, double y,
                                     double log_w, double per_alpha)
{
    audit_add(&sums->log_likelihood, -(y + per_alpha) * log_w);
    sums->by_alpha += log_w * per_alpha * per_alpha;
    sums->curve += 2 * log_w * per_alpha * per_alpha * per_alpha;
}

static inline void audit_nb_add_w(audit_alpha_sums *sums, double y, double w,
                                  double per_alpha)
{
    if (y >= AUDIT_FEW) {
        audit_nb_add_logs(sums, y, log(w), per_alpha);
        return;
    }
    size_t few = (size_t) y;
    double product = sums->product[few] * w;
    if (product > 1e100) {
        audit_add(&sums->log_w[few], log(product));
        product = 1;
    }
    sums->product[few] = product;
}

/* A row's parts of what depends on alpha; ratio is mu / w, t is alpha mu. */
static inline void audit_nb_add_alpha(audit_alpha_sums *sums, double y,
                                      double mu, double t, double ratio,
                                      double per_alpha)
{
    double value, fall;

    if (t < 0.02) {
        audit_nb_small_parts(t, &value, &fall);
        audit_add(&sums->log_likelihood,
                  -(y + per_alpha) * (t * t * value + t / (1 + t)));
        sums->by_alpha += value * mu * mu - y * ratio;
        sums->curve += fall * mu * mu * mu - y * ratio * ratio;
        return;
    }
    audit_nb_add_w(sums, y, 1 + t, per_alpha);
    double less = ratio * per_alpha;
    sums->by_alpha -= less + y * ratio;
    sums->curve -= (2 * less + ratio * ratio) * per_alpha + y * ratio * ratio;
}

/* per_alpha is 1 / alpha, 0 of 0: most of the time would go into dividing. */
static inline audit_nb_row audit_nb_add_row(audit_alpha_sums *sums, double y,
                                            double mu, double alpha,
                                            double per_alpha)
{
    double t = alpha * mu, per_w = 1 / (1 + t), ratio = mu * per_w;
    double slope = (y - mu) * per_w;

    if (alpha == 0) {
        audit_add(&sums->log_likelihood, -mu);
        sums->by_alpha += mu * mu / 2 - y * mu;
    } else {
        audit_nb_add_alpha(sums, y, mu, t, ratio, per_alpha);
    }
    return (audit_nb_row) {slope, ratio * (1 + alpha * y) * per_w, ratio,
                           ratio * slope};
}

/* The sums of no rows, and the end of those of all. */
static inline void audit_nb_begin(audit_alpha_sums *sums)
{
    *sums = (audit_alpha_sums) {.by_alpha = 0};
    for (size_t k = 0; k < AUDIT_FEW; k++)
        sums->product[k] = 1;
}

static inline void audit_nb_finish(audit_alpha_sums *sums, double per_alpha)
{
    for (size_t k = 0; k < AUDIT_FEW; k++) {
        audit_add(&sums->log_w[k], log(sums->product[k]));
        double log_w = audit_total(sums->log_w[k]);
        if (log_w > 0)
            audit_nb_add_logs(sums, (double) k, log_w, per_alpha);
    }
}

#endif
