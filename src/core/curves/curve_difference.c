#include "curve_difference.h"

#include <math.h>

#include "numerics/root.h"
#include "numerics/t_interval.h"

/* The curve of each side, and the pseudo-score as one more curve on its grid. */
struct sides {
    audit_curve_kind kind;
    audit_curve_steps curve[2];
    audit_steps score[2];
    double *total; /* the pseudo-score up to each place */
    /* Sums of squares, k each: of each side's influences, of a patient's on the
       difference, and on the score; then the influences of one patient. */
    double *own[2], *both, *scores;
    double *of_curve[2], *of_score[2];
};

enum { K_ARRAYS = 8 };

size_t audit_curve_difference_workspace(const audit_grid *grid, size_t k)
{
    return 2 * audit_curve_steps_size(grid->n_places) + 5 * grid->n_places + K_ARRAYS * k;
}

static double *take(double **room, size_t n)
{
    double *taken = *room;

    *room += n;
    return taken;
}

static void make_scores(struct sides *x, size_t m, audit_score_variance variance,
                        double *own[2], double *drift[2])
{
    const audit_curve_steps *a = &x->curve[0], *b = &x->curve[1];
    double sums[2] = {0, 0}, total = 0;

    for (size_t j = 0; j < m; j++) {
        double at_risk[2] = {a->at_risk[j], b->at_risk[j]};
        double events[2] = {a->events[j], b->events[j]};
        double all = at_risk[0] + at_risk[1], had = events[0] + events[1];

        for (int g = 0; g < 2; g++) {
            double mean = variance == AUDIT_NULL_VARIANCE
                ? had / all : events[g] / at_risk[g];
            own[g][j] = all > 0 ? at_risk[1 - g] / all : 0;
            if (at_risk[g] > 0)
                sums[g] += own[g][j] * mean;
            drift[g][j] = sums[g];
        }
        total += own[0][j] * events[0] - own[1][j] * events[1];
        x->total[j] = total;
    }
}

static struct sides begin(audit_curve_kind kind, const audit_curve_pair *pair,
                          audit_score_variance variance, size_t k, double *room)
{
    size_t m = pair->side[0].n_places;
    struct sides x = {.kind = kind};
    double *own[2], *drift[2];

    for (int g = 0; g < 2; g++) {
        x.curve[g] = audit_curve_steps_in(
            m, take(&room, audit_curve_steps_size(m)));
        audit_at_risk(&pair->side[g], x.curve[g].at_risk, x.curve[g].events);
        audit_make_curve(kind, m, &x.curve[g]);
        own[g] = take(&room, m);
        drift[g] = take(&room, m);
        x.score[g] = (audit_steps) {own[g], drift[g]};
        x.own[g] = take(&room, k);
        x.of_curve[g] = take(&room, k);
        x.of_score[g] = take(&room, k);
    }
    x.total = take(&room, m);
    x.both = take(&room, k);
    x.scores = take(&room, k);
    make_scores(&x, m, variance, own, drift);
    return x;
}

/* The influences of a patient on a side, or none where he is not on it. */
static size_t influence_on(struct sides *x, const audit_grid *grid, int g,
                           size_t i, int is_on, const audit_places *at)
{
    audit_steps curve = {x->curve[g].own, x->curve[g].drift};
    double sign = g == 0 ? 1 : -1;
    size_t next = i;

    for (size_t j = 0; j < at->k; j++)
        x->of_curve[g][j] = x->of_score[g][j] = 0;
    if (!is_on)
        return i;
    next = audit_influence(grid, i, &curve, at, x->of_curve[g]);
    audit_influence(grid, i, &x->score[g], at, x->of_score[g]);
    for (size_t j = 0; j < at->k; j++) {
        double value = at->upto[j] < 0 ? audit_curve_origin(x->kind)
                                       : x->curve[g].value[at->upto[j]];
        x->of_curve[g][j] *= sign * audit_influence_factor(x->kind, value);
        x->of_score[g][j] *= sign;
    }
    return next;
}

static void sum_patients(struct sides *x, const audit_curve_pair *pair,
                         const audit_places *at)
{
    const audit_grid *a = &pair->side[0], *b = &pair->side[1];

    for (size_t j = 0; j < at->k; j++)
        x->own[0][j] = x->own[1][j] = x->both[j] = x->scores[j] = 0;
    for (size_t i0 = 0, i1 = 0; i0 < a->n || i1 < b->n;) {
        int on0 = i0 < a->n, on1 = i1 < b->n && (pair->is_paired || !on0);

        i0 = influence_on(x, a, 0, i0, on0, at);
        i1 = influence_on(x, b, 1, i1, on1, at);
        for (size_t j = 0; j < at->k; j++) {
            double of_both = x->of_curve[0][j] + x->of_curve[1][j];
            double score = x->of_score[0][j] + x->of_score[1][j];

            for (int g = 0; g < 2; g++)
                x->own[g][j] += x->of_curve[g][j] * x->of_curve[g][j];
            x->both[j] += of_both * of_both;
            x->scores[j] += score * score;
        }
    }
}

/* Two points, and how sure the one is of lying above the other. */
struct apart {
    audit_curve_kind kind;
    audit_point point[2];
};

/* A limit of the difference, by squares of the distances from the limits. */
static double limit_of(const struct apart *x, double tail, int upper)
{
    double difference = x->point[0].value - x->point[1].value, low[2], high[2];

    for (int g = 0; g < 2; g++)
        audit_point_limits(x->kind, &x->point[g], tail, &low[g], &high[g]);
    double a = upper ? high[0] - x->point[0].value : x->point[0].value - low[0];
    double b = upper ? x->point[1].value - low[1] : high[1] - x->point[1].value;
    /* An infinite distance must not hide one that is not known. */
    if (isnan(a) || isnan(b))
        return NAN;
    return upper ? difference + hypot(a, b) : difference - hypot(a, b);
}

static double limit_at(double log_tail, const void *context)
{
    const struct apart *x = context;

    return limit_of(x, exp(log_tail), x->point[0].value < x->point[1].value);
}

static double p_of_limits(const struct apart *x)
{
    const double most = log(0.5), least = -700;
    double difference = x->point[0].value - x->point[1].value, log_tail;
    double sign = difference < 0 ? -1 : 1;

    if (difference == 0 || sign * limit_at(most, x) <= 0)
        return 1;
    if (sign * limit_at(least, x) > 0)
        return 0;
    if (audit_root(limit_at, x, least, most, &log_tail).code != AUDIT_OK)
        return NAN;
    return 2 * exp(log_tail);
}

static void fall_back(const struct apart *x, double conf_level,
                      const audit_differences *out, size_t j)
{
    double tail = (1 - conf_level) / 2;

    out->is_fallback[j] = 1;
    out->low[j] = limit_of(x, tail, 0);
    out->high[j] = limit_of(x, tail, 1);
    out->p[j] = isnan(out->low[j]) || isnan(out->high[j]) ? NAN
                                                          : p_of_limits(x);
}

/* With the factor that makes the mean of squares one of n - 1. */
static double of_sample(double squares, size_t n)
{
    return squares * (double) n / ((double) n - 1);
}

static void by_t(double squares[2], const struct sides *x,
                 const audit_curve_pair *pair, double conf_level,
                 const audit_differences *out, size_t j)
{
    size_t n0 = pair->n_patients[0], n1 = pair->n_patients[1];
    double v0 = of_sample(squares[0], n0), v1 = of_sample(squares[1], n1);
    double variance = v0 + v1, freedom;
    audit_question question = {conf_level, AUDIT_TWO_SIDED, 0};

    if (pair->is_paired) {
        variance = of_sample(x->both[j], n0);
        freedom = (double) n0 - 1;
    } else {
        double s0 = v0 / variance, s1 = v1 / variance;
        freedom = 1 / (s0 * s0 / ((double) n0 - 1) + s1 * s1 / ((double) n1 - 1));
    }
    out->std_error[j] = sqrt(variance);
    out->freedom[j] = freedom;
    audit_interval found = audit_t_interval(out->difference[j],
                                            out->std_error[j], freedom,
                                            &question);
    /* A share differs from another by 1 at most. */
    double most = x->kind == AUDIT_SURVIVAL ? 1 : INFINITY;
    out->low[j] = fmax(found.low, -most);
    out->high[j] = fmin(found.high, most);
    out->p[j] = found.p;
}

/* What there is to say of one time, whose points have been read. */
static void compare(const struct apart *apart, const struct sides *x,
                    const audit_curve_pair *pair, double conf_level, int place,
                    const audit_differences *out, size_t j)
{
    double squares[2], score = place < 0 ? 0 : x->total[place];
    struct apart points = *apart;
    int varies = 1;

    for (int g = 0; g < 2; g++) {
        double value = points.point[g].value;

        /* Rounding alone leaves a relative standard error of about 1e-15. */
        squares[g] = x->own[g][j] > 1e-24 * value * value ? x->own[g][j] : 0;
        points.point[g].std_error = sqrt(squares[g]);
        varies = varies && squares[g] > 0 && pair->n_patients[g] > 1;
    }
    out->difference[j] = points.point[0].value - points.point[1].value;
    if (varies && (!pair->is_paired ||
                   x->both[j] > 1e-20 * (squares[0] + squares[1])))
        by_t(squares, x, pair, conf_level, out, j);
    else if (!varies)
        fall_back(&points, conf_level, out, j);
    if (x->scores[j] > 0)
        out->statistic[j] = score / sqrt(x->scores[j]);
}

audit_status audit_curve_difference(audit_curve_kind kind,
                                    const audit_curve_pair *pair,
                                    audit_score_variance variance,
                                    const audit_places *at, double conf_level,
                                    double *workspace,
                                    const audit_differences *out)
{
    audit_status status = audit_check_places(pair->side[0].n_places, at);
    audit_curve_reader reader[2];

    for (int g = 0; g < 2 && status.code == AUDIT_OK; g++)
        status = audit_check_grid(&pair->side[g], pair->n_patients[g]);
    if (status.code != AUDIT_OK)
        return status;
    struct sides x = begin(kind, pair, variance, at->k, workspace);

    sum_patients(&x, pair, at);
    for (int g = 0; g < 2; g++)
        reader[g] = audit_read_curve(kind, pair->side[g].n_places, &x.curve[g]);
    for (size_t j = 0; j < at->k; j++) {
        struct apart points = {.kind = kind};

        for (int g = 0; g < 2; g++) {
            points.point[g] = audit_next_point(&reader[g], at, j);
            out->at_risk[g][j] = reader[g].at_risk;
            out->events[g][j] = reader[g].had;
            out->value[g][j] = pair->side[g].n > 0 ? points.point[g].value : NAN;
        }
        out->difference[j] = out->std_error[j] = out->freedom[j] = NAN;
        out->low[j] = out->high[j] = out->p[j] = out->statistic[j] = NAN;
        out->is_fallback[j] = 0;
        if (pair->side[0].n > 0 && pair->side[1].n > 0)
            compare(&points, &x, pair, conf_level, at->upto[j], out, j);
    }
    return audit_ok();
}
