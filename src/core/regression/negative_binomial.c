#include "negative_binomial.h"

#include <math.h>

#include "numerics/cholesky.h"
#include "numerics/root.h"

enum { MOST_STEPS = 100, MOST_HALVINGS = 40 };

/*
 * Newton's method on the coefficients and the log of alpha. The arrays of
 * parameters have one element more than the q coefficients: alpha itself.
 */
struct search {
    const audit_nb_data *data;
    size_t q;
    int has_alpha;  /* whether alpha is above 0 */
    double *at, *trial, *step;
    double *is_held; /* 1: it does not move */
    double *factor, *rest;
    audit_nb_sums sums;
};

size_t audit_nb_fit_workspace(const audit_nb_data *data)
{
    size_t size = audit_nb_coefficients(data) + 1;

    return audit_nb_workspace(data) + 6 * size + 3 * size * size;
}

static struct search begin(const audit_nb_data *data, double *workspace)
{
    size_t q = audit_nb_coefficients(data), size = q + 1;
    double *square = workspace + 6 * size;

    return (struct search) {
        data, q, 0, workspace, workspace + size, workspace + 2 * size,
        workspace + 3 * size, square, square + 3 * size * size,
        {NAN, workspace + 4 * size, square + size * size,
         square + 2 * size * size},
    };
}

static void evaluate(struct search *s, const double *at)
{
    audit_nb_at(s->data, at, s->has_alpha ? at[s->q] : 0, s->rest, &s->sums);
}

/*
 * The information of the coefficients and log alpha, whose derivatives are
 * alpha times those by alpha, and the second has the first as a further term.
 * What is held stands apart with a 1. `ridge` raises the diagonal by its share.
 */
static int factorise(struct search *s, double ridge)
{
    size_t q = s->q, size = q + 1;
    double alpha = s->at[q];

    for (size_t j = 0; j < size; j++)
        for (size_t i = j; i < size; i++) {
            double value = s->sums.information[i + j * size];
            if (i == q)
                value *= alpha;
            if (j == q)
                value = value * alpha - alpha * s->sums.gradient[q];
            if (s->is_held[i] > 0 || s->is_held[j] > 0)
                value = i == j;
            else if (i == j)
                value += ridge * (fabs(value) + 1e-8);
            s->factor[i + j * size] = value;
        }
    return audit_cholesky(s->factor, size);
}

/*
 * How far the step moves the log of any row's mean, or of alpha. The numbers in
 * x have any unit and origin, and the coefficients with them; the means do not.
 */
static double longest_move(const struct search *s)
{
    const audit_nb_data *data = s->data;
    size_t k = data->n_groups;
    double longest = fabs(s->step[s->q]);

    if (data->n_x == 0)
        for (size_t g = 0; g < k; g++)
            longest = fmax(longest,
                           fabs(s->step[0] + (g > 0 ? s->step[g] : 0)));
    for (size_t i = 0; data->n_x > 0 && i < data->n; i++)
        longest = fmax(longest, fabs(audit_nb_predictor(data, s->step, i)));
    return longest;
}

/* The step, and the rise of the likelihood that it promises; 0: there is none. */
static int find_step(struct search *s, double *rise)
{
    enum { most_attempts = 15 };
    size_t size = s->q + 1;
    double ridge = 0;
    int attempt = 0;

    while (!factorise(s, ridge)) {
        ridge = ridge > 0 ? 10 * ridge : 1e-4;
        if (++attempt == most_attempts)
            return 0;
    }
    for (size_t j = 0; j < size; j++) {
        double scale = j == s->q ? s->at[j] : 1;
        s->step[j] = s->is_held[j] > 0 ? 0 : scale * s->sums.gradient[j];
        s->trial[j] = s->step[j];
    }
    audit_cholesky_solve(s->factor, size, s->step);
    *rise = 0;
    for (size_t j = 0; j < size; j++)
        *rise += s->trial[j] * s->step[j];
    double longest = longest_move(s);
    /* Far from the maximum the parabola says little. */
    for (size_t j = 0; j < size && longest > 4; j++)
        s->step[j] *= 4 / longest;
    return attempt > 0 ? 2 : 1;
}

/* Along the step, half as far until the likelihood does not fall. */
static int move(struct search *s)
{
    double before = s->sums.log_likelihood, part = 1;
    double slack = fmax(1e-11 * fabs(before), audit_nb_noise(s->data));

    for (int i = 0; i < MOST_HALVINGS; i++, part /= 2) {
        for (size_t j = 0; j < s->q; j++)
            s->trial[j] = s->at[j] + part * s->step[j];
        s->trial[s->q] = s->at[s->q] * exp(part * s->step[s->q]);
        evaluate(s, s->trial);
        if (s->sums.log_likelihood >= before - slack) {
            for (size_t j = 0; j <= s->q; j++)
                s->at[j] = s->trial[j];
            return 1;
        }
    }
    return 0;
}

/* A step that promises a rise of 1e-12 ends where no digit is left to gain. */
static audit_status maximise(struct search *s)
{
    double rise = INFINITY;

    evaluate(s, s->at);
    for (int i = 0; i < MOST_STEPS; i++) {
        int found = find_step(s, &rise);
        /* There to a tenth of a billionth of a standard error. */
        if (found == 1 && rise >= 0 && rise < 1e-20)
            return audit_ok();
        if (!found || isnan(rise) || !move(s))
            break;
        if (found == 1 && rise < 1e-12)
            return audit_ok();
    }
    return audit_fail(AUDIT_NO_FIT, 0);
}

/* Rates of the groups, as if x said nothing; of one without events none. */
static int start(struct search *s)
{
    const audit_nb_data *data = s->data;
    size_t k = data->n_groups;

    for (size_t j = 0; j <= s->q; j++)
        s->at[j] = s->step[j] = s->is_held[j] = 0;
    for (size_t i = 0; i < data->n; i++) {
        size_t g = data->group ? (size_t) data->group[i] - 1 : 0;
        s->at[g] += data->events[i];
        s->step[g] += data->time[i];
    }
    if (!(s->at[0] > 0))
        return 0;
    for (size_t g = 0; g < k; g++)
        s->at[g] = log(s->at[g] / s->step[g]);
    for (size_t g = 1; g < k; g++) {
        s->is_held[g] = isinf(s->at[g]) != 0;
        s->at[g] -= s->at[0];
    }
    return 1;
}

/*
 * Above the Poisson fit: the dispersion that its residuals have. The rates of
 * the groups stand where the next step will.
 */
static double first_alpha(const struct search *s)
{
    double excess = 2 * s->sums.gradient[s->q], squares = 0;
    const audit_nb_data *data = s->data;
    double *rate = s->step;

    for (size_t g = 0; g < data->n_groups; g++)
        rate[g] = exp(s->at[0] + (g > 0 ? s->at[g] : 0));
    for (size_t i = 0; i < data->n; i++) {
        double mu = data->time[i] *
                    (data->n_x > 0 ? exp(audit_nb_predictor(data, s->at, i))
                                   : rate[audit_nb_group(data, i)]);
        squares += mu * mu;
    }
    return fmax(1e-3, excess / squares);
}

static double events_of(const audit_nb_data *data)
{
    double sum = 0;

    for (size_t i = 0; i < data->n; i++)
        sum += data->events[i];
    return sum;
}

/* The coefficients' own expected information, factorised. */
static int factorise_expected(struct search *s)
{
    size_t q = s->q;

    for (size_t j = 0; j < q; j++)
        for (size_t i = j; i < q; i++) {
            double value = s->sums.expected[i + j * q];
            if (s->is_held[i] > 0 || s->is_held[j] > 0)
                value = i == j;
            s->factor[i + j * q] = value;
        }
    return audit_cholesky(s->factor, q);
}

/* The block of the coefficients; NaN for one without an estimate. */
static int fill_covariance(struct search *s, int expected, audit_nb_fit *fit)
{
    size_t q = s->q, size = q + 1;
    double *inverse = s->sums.information;

    if (!factorise(s, 0))
        return 0;
    /* The information is done with once it is factorised. */
    audit_cholesky_inverse(s->factor, size, inverse);
    if (s->has_alpha)
        fit->log_alpha_se = sqrt(inverse[q + q * size]);
    if (expected) {
        size = q;
        if (!factorise_expected(s))
            return 0;
        audit_cholesky_inverse(s->factor, size, inverse);
    }
    for (size_t j = 0; j < q; j++)
        for (size_t i = 0; i < q; i++)
            fit->covariance[i + j * q] =
                s->is_held[i] > 0 || s->is_held[j] > 0
                    ? NAN : inverse[i + j * size];
    return 1;
}

/*
 * At the Poisson fit, where the likelihood does not rise with alpha: a few
 * patients with far more time than the others can hide from it how much the
 * others vary. 1 at the first alpha of some from which on it rises, with the
 * coefficients that are best there.
 */
static int finds_rise(struct search *s)
{
    const double tried[] = {1e-3, 1e-2, 0.1, 1, 10};

    s->has_alpha = 1;
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        s->at[s->q] = tried[i];
        if (maximise(s).code == AUDIT_OK && s->sums.gradient[s->q] > 0)
            return 1;
    }
    return 0;
}

/* Whichever of the Poisson fit and one away from it is the more likely. */
static void leave_boundary(struct search *s, audit_nb_fit *fit)
{
    for (size_t j = 0; j < s->q; j++)
        fit->b[j] = s->at[j];
    if (finds_rise(s)) {
        s->is_held[s->q] = 0;
        if (maximise(s).code == AUDIT_OK &&
            s->sums.log_likelihood > fit->poisson) {
            fit->is_boundary = 0;
            return;
        }
    }
    for (size_t j = 0; j < s->q; j++)
        s->at[j] = fit->b[j];
    s->has_alpha = 0;
    s->is_held[s->q] = 1;
    s->at[s->q] = 0;
    evaluate(s, s->at);
}

/* The Poisson fit, and from there, where it is not the end, the other. */
static audit_status fit_both(struct search *s, audit_nb_fit *fit)
{
    s->is_held[s->q] = 1;
    audit_status status = maximise(s);
    fit->poisson = s->sums.log_likelihood;
    fit->is_boundary =
        s->sums.gradient[s->q] <= 1e-10 * events_of(s->data);
    if (status.code != AUDIT_OK)
        return status;
    if (fit->is_boundary) {
        leave_boundary(s, fit);
        return status;
    }
    s->at[s->q] = first_alpha(s);
    s->has_alpha = 1;
    s->is_held[s->q] = 0;
    return maximise(s);
}

static audit_status fit_at_alpha(struct search *s, double alpha)
{
    s->at[s->q] = alpha;
    s->has_alpha = alpha > 0;
    s->is_held[s->q] = 1;
    return maximise(s);
}

audit_status audit_fit_nb(const audit_nb_data *data, audit_held held,
                          int expected, double *workspace, audit_nb_fit *fit)
{
    struct search s = begin(data, workspace);
    int is_alpha = held.at == s.q;

    if (!start(&s))
        return audit_fail(AUDIT_NO_FIT, 0);
    for (size_t j = 0; held.from && j < s.q; j++)
        s.at[j] = held.from[j];
    if (held.at < s.q) {
        s.at[held.at] = held.value;
        s.is_held[held.at] = 1;
    }
    audit_status status = is_alpha ? fit_at_alpha(&s, held.value)
                                   : fit_both(&s, fit);
    if (status.code != AUDIT_OK)
        return status;
    for (size_t j = 0; j < s.q; j++)
        fit->b[j] = s.at[j];
    fit->alpha = s.has_alpha ? s.at[s.q] : 0;
    fit->log_alpha_se = NAN;
    fit->log_likelihood = s.sums.log_likelihood;
    if (held.at > s.q && !fill_covariance(&s, expected, fit))
        return audit_fail(AUDIT_NO_FIT, 0);
    return status;
}
