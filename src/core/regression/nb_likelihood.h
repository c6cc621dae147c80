/* nb_likelihood.h - the likelihood of counts by the negative binomial model */
#ifndef MSAUDIT_NB_LIKELIHOOD_H
#define MSAUDIT_NB_LIKELIHOOD_H

#include <float.h>
#include <math.h>
#include <stddef.h>

/*
 * Row i has events[i] in time[i], above 0, belongs to group[i], from 1 to
 * n_groups (NULL: all to one), and has n_x further numbers, x[i + j * n]. Its
 * mean is mu = time exp(b0 + b_group + sum x b_x), the first group's b being 0,
 * its variance mu + alpha mu^2. b may be minus infinity for a group without
 * events, whose mean is then 0.
 *
 * above[j] is the number of rows with more than j events, j < most, where
 * `most` is the greatest number of events: audit_count_above() fills it.
 * constant is the sum of y log(time) - log(y!).
 */
typedef struct {
    size_t n, n_groups, n_x, most;
    const double *events, *time, *x;
    const int *group;
    const double *above;
    double constant;
} audit_nb_data;

void audit_count_above(const double *events, size_t n, size_t most,
                       double *above);

double audit_nb_constant(const double *events, const double *time, size_t n,
                         const double *above, size_t most);

/* b0, the other groups, x; and, after them, the dispersion. */
static inline size_t audit_nb_coefficients(const audit_nb_data *data)
{
    return data->n_groups + data->n_x;
}

/* What rounding leaves of the log likelihood, whose parts are as large as the
   constant of large counts and all but cancel. */
static inline double audit_nb_noise(const audit_nb_data *data)
{
    return 8 * DBL_EPSILON * fabs(data->constant);
}

/* The group of a row, from 0. */
static inline size_t audit_nb_group(const audit_nb_data *data, size_t row)
{
    return data->group ? (size_t) data->group[row] - 1 : 0;
}

/* The log of the row's rate at coefficients b. */
static inline double audit_nb_predictor(const audit_nb_data *data,
                                        const double *b, size_t row)
{
    size_t g = audit_nb_group(data, row);
    double sum = b[0] + (g > 0 ? b[g] : 0);

    for (size_t j = 0; j < data->n_x; j++)
        sum += data->x[row + j * data->n] * b[data->n_groups + j];
    return sum;
}

/*
 * What is wanted of the likelihood at coefficients b and a dispersion alpha of 0
 * or more: its log, the derivatives by b and then alpha, and minus the second
 * derivatives (information), a square of one more than the coefficients by
 * columns, lower triangle. expected is that of b alone at a fixed alpha with
 * the counts at their means, a square of the coefficients.
 *
 * At alpha 0 it is Poisson's; the derivative by alpha is the one from above,
 * and the information's row of alpha is not set.
 */
typedef struct {
    double log_likelihood;
    double *gradient, *information, *expected;
} audit_nb_sums;

/* How many doubles audit_nb_at() needs to work in. */
size_t audit_nb_workspace(const audit_nb_data *data);

void audit_nb_at(const audit_nb_data *data, const double *b, double alpha,
                 double *workspace, audit_nb_sums *sums);

#endif
