#include "cluster_variance.h"

#include <math.h>

#include "base/sum.h"
#include "numerics/cholesky.h"

/* The pieces of the workspace; squares are of q coefficients, by columns. */
struct room {
    double *scores;          /* q of each patient */
    double *has_row;         /* of each patient: 1 or 0 */
    double *factor;          /* a square: the information, then its factor */
    double *sum, *lost;      /* squares: sums of products of scores */
    double *gradient, *information, *rest;
};

size_t audit_cluster_variance_workspace(const audit_nb_data *data,
                                        size_t n_patients)
{
    size_t q = audit_nb_coefficients(data), size = q + 1;

    return n_patients * (q + 1) + 3 * q * q + size + size * size +
           audit_nb_workspace(data);
}

static struct room rooms(const audit_nb_data *data, size_t n_patients,
                         double *workspace)
{
    size_t q = audit_nb_coefficients(data), size = q + 1;
    double *square = workspace + n_patients * (q + 1);
    double *rest = square + 3 * q * q;

    for (double *x = workspace; x < rest; x++)
        *x = 0;
    return (struct room) {
        workspace, workspace + n_patients * q, square, square + q * q,
        square + 2 * q * q, rest, rest + size, rest + size + size * size,
    };
}

/* Each patient's sum of (y - mu) x. A group without events adds nothing. */
static audit_status add_scores(const audit_nb_data *data, const double *b,
                               const int *patient, size_t n_patients,
                               struct room *r)
{
    size_t k = data->n_groups, q = audit_nb_coefficients(data);

    for (size_t i = 0; i < data->n; i++) {
        size_t g = audit_nb_group(data, i), who = (size_t) patient[i] - 1;
        if (patient[i] < 1 || who >= n_patients)
            return audit_fail(AUDIT_BAD_PATIENT, i);
        double mu = data->time[i] * exp(audit_nb_predictor(data, b, i));
        double *score = r->scores + who * q, residual = data->events[i] - mu;

        r->has_row[who] = 1;
        score[0] += residual;
        if (g > 0)
            score[g] += residual;
        for (size_t j = 0; j < data->n_x; j++)
            score[k + j] += residual * data->x[i + j * data->n];
    }
    return audit_ok();
}

/* The information's factor; what has no estimate stands apart with a 1. */
static int factorise(const audit_nb_data *data, const double *b, struct room *r)
{
    size_t q = audit_nb_coefficients(data);
    audit_nb_sums sums = {0, r->gradient, r->information, r->factor};

    audit_nb_at(data, b, 0, r->rest, &sums);
    for (size_t j = 0; j < q; j++)
        for (size_t i = j; i < q; i++)
            if (isinf(b[i]) || isinf(b[j]))
                r->factor[i + j * q] = i == j;
    return audit_cholesky(r->factor, q);
}

audit_status audit_cluster_variance(const audit_nb_data *data, const double *b,
                                    const int *patient, size_t n_patients,
                                    double *workspace, double *covariance)
{
    size_t q = audit_nb_coefficients(data), estimated = 0, m = 0;
    struct room r = rooms(data, n_patients, workspace);
    audit_status status = add_scores(data, b, patient, n_patients, &r);

    if (status.code != AUDIT_OK)
        return status;
    for (size_t j = 0; j < q; j++)
        estimated += !isinf(b[j]);
    for (size_t i = 0; i < n_patients; i++)
        m += r.has_row[i] > 0;
    if (m <= estimated || !factorise(data, b, &r))
        return audit_fail(AUDIT_NO_FIT, 0);
    for (size_t i = 0; i < n_patients; i++) {
        double *score = r.scores + i * q;

        audit_cholesky_solve(r.factor, q, score);
        for (size_t j = 0; j < q * q; j++)
            audit_add_at(r.sum, r.lost, j, score[j % q] * score[j / q]);
    }
    double few = (double) m / (double) (m - estimated);
    for (size_t j = 0; j < q * q; j++)
        covariance[j] = isinf(b[j % q]) || isinf(b[j / q])
                            ? NAN : few * (r.sum[j] + r.lost[j]);
    return status;
}
