#include "paired_conditional.h"

#include <math.h>

#include "base/dist.h"
#include "base/sum.h"
#include "numerics/inversion.h"
#include "numerics/root.h"

struct sums {
    double score, information; /* sum U and A at a ratio */
};

/* The share of odds, and the rest of it, neither by a difference. */
static void share(double log_odds, double *p, double *q)
{
    double less = exp(-fabs(log_odds)), more = 1 / (1 + less);

    less *= more;
    *p = log_odds < 0 ? less : more;
    *q = log_odds < 0 ? more : less;
}

static struct sums sums_at(const audit_informative *x, double log_ratio)
{
    audit_sum score = {0, 0}, information = {0, 0};

    for (size_t i = 0; i < x->n; i++) {
        double before = x->events[i] - x->after[i], p, q;

        share(log_ratio + x->log_times[i], &p, &q);
        /* y1 - n p, without the difference of near numbers */
        audit_add(&score, x->after[i] * q - before * p);
        audit_add(&information, x->events[i] * p * q);
    }
    return (struct sums) {audit_total(score), audit_total(information)};
}

static double score(double log_ratio, const void *context)
{
    return sums_at(context, log_ratio).score;
}

static double score_z(double log_ratio, const void *context)
{
    struct sums at = sums_at(context, log_ratio);
    return at.information > 0 ? at.score / sqrt(at.information) : 0;
}

/*
 * Where the score is 0, by Newton's steps from a guess that is near; 0 where they
 * do not settle at once. Each squares the error of the step before it, so that
 * after one below 1e-8 only rounding is left.
 */
static int settles(const audit_informative *x, double guess, double *log_ratio)
{
    double step = INFINITY;

    *log_ratio = guess;
    for (int i = 0; i < 8 && !(fabs(step) < 1e-8); i++) {
        struct sums at = sums_at(x, *log_ratio);
        step = at.score / at.information;
        *log_ratio += step;
    }
    return fabs(step) < 1e-8;
}

audit_status audit_fit_conditional(const audit_informative *x, double guess,
                                   audit_conditional_fit *fit)
{
    double m = (double) x->n, width = 1 / sqrt(x->law.total);
    audit_sum squares = {0, 0};
    audit_status status = audit_ok();

    if (!settles(x, guess, &fit->log_ratio))
        status = audit_root_near(score, x, /* rises */ 0, guess, width,
                                 &fit->log_ratio);
    for (size_t i = 0; i < x->n; i++) {
        double p, q;

        share(fit->log_ratio + x->log_times[i], &p, &q);
        double u = x->after[i] - x->events[i] * p;
        audit_add(&squares, u * u);
    }
    fit->information = sums_at(x, fit->log_ratio).information;
    fit->squares = m / (m - 1) * audit_total(squares);
    return status;
}

/* What a patient of a usual rate would add to the information. */
static double usual_information(const audit_informative *x, size_t i,
                                double log_ratio)
{
    double p, q;

    share(log_ratio + x->log_times[i], &p, &q);
    return x->time_after[i] * q;
}

/* With shares h and weights w = 1 / (1 - h), tr(M) is 1 and tr(M^2) the sum of
   w^2 h^2 (1 - 2 h) and the square of the sum of w h^2. */
audit_reduced_fit audit_reduce_conditional(const audit_informative *x,
                                           const audit_conditional_fit *fit)
{
    audit_sum all = {0, 0}, squares = {0, 0}, own = {0, 0}, shared = {0, 0};
    double theta = fit->log_ratio, a = fit->information;

    for (size_t i = 0; i < x->n; i++)
        audit_add(&all, usual_information(x, i, theta));
    for (size_t i = 0; i < x->n; i++) {
        double h = usual_information(x, i, theta) / audit_total(all);
        double w = 1 / (1 - h), p, q;

        share(theta + x->log_times[i], &p, &q);
        double u = x->after[i] - x->events[i] * p;
        audit_add(&squares, u * u * w);
        audit_add(&own, w * w * h * h * (1 - 2 * h));
        audit_add(&shared, w * h * h);
    }
    double both = audit_total(shared);
    double freedom = 1 / (audit_total(own) + both * both);
    double most = (double) x->n - 1;

    /* Rounding alone leaves the range where one patient has nearly all. */
    return (audit_reduced_fit) {audit_total(squares) / (a * a),
                                fmin(fmax(freedom, 1), most)};
}

struct z_search {
    const audit_informative *x;
    double z;
};

static double excess_z(double log_ratio, const void *context)
{
    const struct z_search *search = context;
    return score_z(log_ratio, search->x) - search->z;
}

static double score_tail(double log_ratio, audit_tail tail,
                         const void *context)
{
    return pnorm(score_z(log_ratio, context), 0, 1, tail == AUDIT_FEWER, 0);
}

/* Where the score meets a quantile z; 0 or infinity where it never does. */
static audit_status score_limit(const audit_informative *x, double z,
                                double *limit)
{
    struct z_search search = {x, z};
    double second = x->law.second, first = x->law.total - second, log_limit;
    size_t middle = x->n / 2;

    *limit = z > 0 ? 0 : INFINITY;
    if (isinf(z) || (z > 0 ? second == 0 : first == 0))
        return audit_ok();
    double guess = log((second + 0.5) / (first + 0.5)) - x->log_times[middle];
    audit_status status = audit_root_near(excess_z, &search, /* rises */ 0,
                                          guess, 0.5, &log_limit);
    if (status.code == AUDIT_OK)
        *limit = exp(log_limit);
    return status;
}

audit_status audit_conditional_score(const audit_informative *x,
                                     const audit_question *question,
                                     audit_interval *found)
{
    double low_tail = audit_low_tail(question->conf_level, question->side);
    double high_tail = audit_high_tail(question->conf_level, question->side);

    *found = (audit_interval) {0, INFINITY, 1};
    if (x->n == 0)
        return audit_ok();
    found->p = audit_p_of_test(score_tail, x, log(question->null),
                               question->side);
    audit_status status = score_limit(x, -qnorm(low_tail, 0, 1, 1, 0),
                                      &found->low);
    if (status.code == AUDIT_OK)
        status = score_limit(x, qnorm(high_tail, 0, 1, 1, 0), &found->high);
    return status;
}
