#include "nb_likelihood.h"

#include <math.h>

#include "base/dist.h"
#include "base/sum.h"
#include "numerics/tail_sums.h"
#include "nb_row.h"

void audit_count_above(const double *events, size_t n, size_t most,
                       double *above)
{
    for (size_t j = 0; j < most; j++)
        above[j] = 0;
    for (size_t i = 0; i < n; i++)
        if (events[i] > 0)
            above[(size_t) events[i] - 1]++;
    for (size_t j = most; j-- > 1;)
        above[j - 1] += above[j];
}

double audit_nb_constant(const double *events, const double *time, size_t n,
                         const double *above, size_t most)
{
    audit_sum sum = {0, 0};

    for (size_t i = 0; i < n; i++)
        if (events[i] > 0)
            audit_add(&sum, events[i] * log(time[i]));
    /* log(y!) of all rows: log(j + 1) of each that has more than j. */
    for (size_t j = 1; j < most; j++)
        audit_add(&sum, -above[j] * log((double) j + 1));
    return audit_total(sum);
}

/* Sums of the rows of one group, by its own log rate and by alpha. */
struct group_sums {
    double slope, curve, expected, events;
    double cross; /* by alpha and the log rate */
};

/* The sums that depend on x are kept by group, n_x numbers each. */
struct x_sums {
    double *slope;           /* n_x */
    double *curve, *expected; /* n_groups by n_x, then n_x by n_x */
    double *cross;           /* n_x */
};

size_t audit_nb_workspace(const audit_nb_data *data)
{
    size_t k = data->n_groups, p = data->n_x;

    return 6 * k + p * (2 + 2 * k + 2 * p);
}

/* The rate of each group, apart from x, and the sums by group, set to 0. */
static void begin(const audit_nb_data *data, const double *b, double *rate,
                  struct group_sums *groups)
{
    for (size_t g = 0; g < data->n_groups; g++) {
        rate[g] = exp(b[0] + (g > 0 ? b[g] : 0));
        groups[g] = (struct group_sums) {0, 0, 0, 0, 0};
    }
}

static void add_x(const audit_nb_data *data, size_t i, size_t g,
                  const audit_nb_row *row, const struct x_sums *x)
{
    size_t k = data->n_groups, p = data->n_x;

    for (size_t j = 0; j < p; j++) {
        double xj = data->x[i + j * data->n];

        x->slope[j] += row->slope * xj;
        x->cross[j] += row->cross * xj;
        x->curve[g + j * k] += row->curve * xj;
        x->expected[g + j * k] += row->expected * xj;
        for (size_t l = j; l < p; l++) {
            double both = xj * data->x[i + l * data->n];
            x->curve[k * p + l + j * p] += row->curve * both;
            x->expected[k * p + l + j * p] += row->expected * both;
        }
    }
}

/* From sums by group to a square of coefficients: b0 is in every group. */
static void fill_square(const audit_nb_data *data, const double *by_group,
                        size_t step, const double *by_x, double *square,
                        size_t size)
{
    size_t k = data->n_groups, p = data->n_x;
    double all = 0;

    for (size_t g = 0; g < k; g++) {
        double own = by_group[g * step];
        all += own;
        for (size_t h = 1; h < k; h++)
            square[h + g * size] = g == h || g == 0 ? by_group[h * step] : 0;
    }
    square[0] = all;
    for (size_t j = 0; j < p; j++) {
        double sum = 0;
        for (size_t g = 0; g < k; g++) {
            sum += by_x[g + j * k];
            if (g > 0)
                square[k + j + g * size] = by_x[g + j * k];
        }
        square[k + j] = sum;
        for (size_t l = j; l < p; l++)
            square[k + l + (k + j) * size] = by_x[k * p + l + j * p];
    }
}

static void fill(const audit_nb_data *data, const struct group_sums *groups,
                 const struct x_sums *x, audit_nb_sums *sums)
{
    size_t k = data->n_groups, p = data->n_x, q = k + p, size = q + 1;
    size_t step = sizeof *groups / sizeof(double);
    double slope = 0, cross = 0;

    fill_square(data, &groups->curve, step, x->curve, sums->information, size);
    fill_square(data, &groups->expected, step, x->expected, sums->expected, q);
    for (size_t g = 0; g < k; g++) {
        slope += groups[g].slope;
        cross += groups[g].cross;
        sums->gradient[g] = groups[g].slope;
        sums->information[q + g * size] = groups[g].cross;
    }
    sums->gradient[0] = slope;
    sums->information[q] = cross;
    for (size_t j = 0; j < p; j++) {
        sums->gradient[k + j] = x->slope[j];
        sums->information[q + (k + j) * size] = x->cross[j];
    }
}

/* What depends on the counts and alpha alone: sums of log(1 + alpha j). */
static void add_counts(audit_alpha_sums *sums, const audit_nb_data *data,
                       double alpha)
{
    audit_sum by_alpha = {0, 0}, curve = {0, 0};
    audit_counts_above tail = {data->above, data->most};

    audit_add_tail_logs(&tail, 0, alpha, &sums->log_likelihood);
    audit_add_tail_parts(&tail, 0, alpha, &by_alpha);
    audit_add_tail_squares(&tail, 0, alpha, &curve);
    sums->by_alpha += audit_total(by_alpha);
    sums->curve += audit_total(curve);
}

/* Sums of neighbouring rows of one group are kept apart until another begins. */
static void add_group(struct group_sums *group, struct group_sums *part)
{
    group->slope += part->slope;
    group->curve += part->curve;
    group->expected += part->expected;
    group->cross += part->cross;
    group->events += part->events;
    *part = (struct group_sums) {0, 0, 0, 0, 0};
}

void audit_nb_at(const audit_nb_data *data, const double *b, double alpha,
                 double *workspace, audit_nb_sums *sums)
{
    size_t k = data->n_groups, p = data->n_x, q = k + p, last = 0;
    struct group_sums *groups = (struct group_sums *) (void *) workspace;
    double *rate = workspace + 5 * k, *rest = workspace + 6 * k;
    struct x_sums x = {rest, rest + 2 * p, rest + 2 * p + p * (k + p),
                       rest + p};
    double per_alpha = alpha > 0 ? 1 / alpha : 0;
    struct group_sums part = {0, 0, 0, 0, 0};
    audit_alpha_sums all;

    begin(data, b, rate, groups);
    audit_nb_begin(&all);
    for (size_t j = 0; j < p * (2 + 2 * k + 2 * p); j++)
        rest[j] = 0;
    for (size_t i = 0; i < data->n; i++) {
        size_t g = audit_nb_group(data, i);
        double y = data->events[i];
        double predictor = p > 0 ? audit_nb_predictor(data, b, i) : 0;
        double mu = data->time[i] * (p > 0 ? exp(predictor) : rate[g]);
        audit_nb_row row = audit_nb_add_row(&all, y, mu, alpha, per_alpha);

        if (g != last)
            add_group(&groups[last], &part);
        last = g;
        part.slope += row.slope;
        part.curve += row.curve;
        part.expected += row.expected;
        part.cross += row.cross;
        part.events += y;
        if (p == 0)
            continue;
        if (y > 0)
            audit_add(&all.log_likelihood, y * predictor);
        add_x(data, i, g, &row, &x);
    }
    add_group(&groups[last], &part);
    fill(data, groups, &x, sums);
    for (size_t g = 0; g < k && p == 0; g++)
        if (groups[g].events > 0)
            audit_add(&all.log_likelihood,
                      groups[g].events * (b[0] + (g > 0 ? b[g] : 0)));
    audit_nb_finish(&all, per_alpha);
    add_counts(&all, data, alpha);
    sums->log_likelihood = data->constant + audit_total(all.log_likelihood);
    sums->gradient[q] = all.by_alpha;
    sums->information[q + q * (q + 1)] = all.curve;
}
