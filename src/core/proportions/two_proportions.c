#include "two_proportions.h"

#include <math.h>

#include "base/dist.h"
#include "base/question.h"
#include "base/values.h"
#include "distributions/hypergeometric.h"
#include "numerics/inversion.h"
#include "boschloo.h"
#include "proportion_methods.h"
#include "proportion_scores.h"

struct pair {
    audit_two_proportions_method method;
    double x1, n1, x2, n2;
};

struct result {
    double estimate, low, high, p;
};

static audit_measure measure_of(audit_two_proportions_method method)
{
    return method <= AUDIT_RD_AGRESTI_CAFFO ? AUDIT_DIFFERENCE
         : method <= AUDIT_RR_KATZ_LOG ? AUDIT_RATIO : AUDIT_ODDS_RATIO;
}

static double no_effect(audit_measure measure)
{
    return measure == AUDIT_DIFFERENCE ? 0 : 1;
}

static int is_exact(audit_two_proportions_method method)
{
    return method == AUDIT_OR_EXACT || method == AUDIT_OR_MIDP;
}

static audit_proportion_score score_of(const struct pair *x,
                                       audit_two_proportions_method method)
{
    return (audit_proportion_score) {
        measure_of(method), x->x1, x->n1, x->x2, x->n2,
        method != AUDIT_RD_MEE && method != AUDIT_RR_KOOPMAN,
        method == AUDIT_RD_SCAS || method == AUDIT_RR_SCAS ||
            method == AUDIT_OR_SCAS,
    };
}

static audit_table table_of(const struct pair *x, double weight)
{
    return (audit_table) {x->x1, x->n1, x->x2, x->n2, weight};
}

/* Wilson's limit, with x moved away from the estimate for continuity. */
static double wilson(double x, double n, double z, double half)
{
    double moved = z > 0 ? x - half : x + half;

    if (moved < 0)
        return 0;
    return moved > n ? 1 : audit_wilson_limit(moved, n, z);
}

/* Square-and-add. At z below 0 the two limits change places. */
static double newcombe_limit(double z, audit_tail tail, const void *context)
{
    const struct pair *x = context;
    double half = x->method == AUDIT_RD_NEWCOMBE_CC ? 0.5 : 0;
    double p1 = x->x1 / x->n1, p2 = x->x2 / x->n2, size = fabs(z);
    int is_low = (tail == AUDIT_MORE) == (z >= 0);
    double a = p1 - wilson(x->x1, x->n1, is_low ? size : -size, half);
    double b = p2 - wilson(x->x2, x->n2, is_low ? -size : size, half);
    double away = sqrt(a * a + b * b);

    return is_low ? p1 - p2 - away : p1 - p2 + away;
}

static double agresti_caffo_limit(double z, audit_tail tail,
                                  const void *context)
{
    const struct pair *x = context;
    double n1 = x->n1 + 2, n2 = x->n2 + 2;
    double p1 = (x->x1 + 1) / n1, p2 = (x->x2 + 1) / n2;
    double away = z * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);

    return tail == AUDIT_MORE ? p1 - p2 - away : p1 - p2 + away;
}

/* For the log of the ratio; all there is where one group has no event. */
static double katz_limit(double z, audit_tail tail, const void *context)
{
    const struct pair *x = context;
    double se = sqrt((1 - x->x1 / x->n1) / x->x1 + (1 - x->x2 / x->n2) / x->x2);
    double middle = log(x->x1 / x->n1) - log(x->x2 / x->n2);
    double away = se > 0 ? z * se : 0;

    return tail == AUDIT_MORE ? middle - away : middle + away;
}

static audit_z_limit *z_limit_of(audit_two_proportions_method method)
{
    return method == AUDIT_RD_NEWCOMBE || method == AUDIT_RD_NEWCOMBE_CC
               ? newcombe_limit
         : method == AUDIT_RD_AGRESTI_CAFFO ? agresti_caffo_limit
         : method == AUDIT_RR_KATZ_LOG ? katz_limit : NULL;
}

static double p_at_no_effect(const struct pair *x, audit_tail tail)
{
    audit_z_limit *z_limit = z_limit_of(x->method);

    if (x->method == AUDIT_RR_KATZ_LOG && (x->x1 == 0 || x->x2 == 0))
        return 1;
    if (z_limit)
        return audit_p_of_limits(z_limit, x, tail, 0);
    if (is_exact(x->method)) {
        audit_table table = table_of(x, x->method == AUDIT_OR_EXACT ? 1 : 0.5);
        return audit_table_p(0, tail, &table);
    }
    audit_proportion_score score = score_of(x, x->method);
    return audit_score_p(no_effect(score.measure), tail, &score);
}

static audit_status limit(const struct pair *x, audit_tail tail, double target,
                          double *limit)
{
    audit_z_limit *z_limit = z_limit_of(x->method);

    if (x->method == AUDIT_RR_KATZ_LOG && (x->x1 == 0 || x->x2 == 0))
        return audit_ok();
    if (z_limit) {
        *limit = z_limit(qnorm(target, 0, 1, /* lower */ 0, 0), tail, x);
        *limit = x->method == AUDIT_RR_KATZ_LOG ? exp(*limit)
                                                : fmax(-1, fmin(1, *limit));
        return audit_ok();
    }
    if (is_exact(x->method)) {
        audit_table table = table_of(x, x->method == AUDIT_OR_EXACT ? 1 : 0.5);
        return audit_table_limit(&table, tail, target, limit);
    }
    audit_proportion_score score = score_of(x, x->method);
    return audit_score_limit(&score, tail, target, limit);
}

static audit_status find_estimate(const struct pair *x, double *estimate)
{
    double p1 = x->x1 / x->n1, p2 = x->x2 / x->n2;

    if (is_exact(x->method)) {
        audit_table table = table_of(x, 1);
        return audit_table_odds_ratio(&table, estimate);
    }
    switch (measure_of(x->method)) {
    case AUDIT_DIFFERENCE:
        *estimate = p1 - p2;
        break;
    case AUDIT_RATIO:
        *estimate = p1 / p2;
        break;
    case AUDIT_ODDS_RATIO:
        *estimate = x->x1 * (x->n2 - x->x2) / (x->x2 * (x->n1 - x->x1));
        break;
    }
    return audit_ok();
}

/* One pair of groups with somebody in each. */
static audit_status compare(const struct pair *x, double conf_level,
                            audit_alternative side, struct result *found)
{
    double low_tail = audit_low_tail(conf_level, side);
    double high_tail = audit_high_tail(conf_level, side);
    audit_status status = find_estimate(x, &found->estimate);

    if (status.code != AUDIT_OK || isnan(found->estimate))
        return status;
    found->p = audit_p_of_tails(p_at_no_effect(x, AUDIT_MORE),
                                p_at_no_effect(x, AUDIT_FEWER), side);
    if (low_tail > 0)
        status = limit(x, AUDIT_MORE, low_tail, &found->low);
    if (status.code == AUDIT_OK && high_tail > 0)
        status = limit(x, AUDIT_FEWER, high_tail, &found->high);
    return status;
}

static void further_tests(const struct pair *x, audit_alternative side,
                          double *workspace, size_t i,
                          const audit_two_proportions_answer *answer)
{
    audit_proportion_score score = score_of(x, AUDIT_RD_MN);
    audit_table table = table_of(x, 1);
    audit_table_tails at = audit_table_at(&table, 0);

    answer->p_score[i] = audit_p_of_test(audit_score_p, &score, 0, side);
    answer->p_fisher[i] = audit_p_of_tails(at.more + at.equal,
                                           at.fewer + at.equal, side);
    answer->p_fisher_midp[i] = audit_p_of_tails(at.more + at.equal / 2,
                                                at.fewer + at.equal / 2, side);
    if (answer->p_boschloo)
        answer->p_boschloo[i] = audit_boschloo_p(x->x1, x->n1, x->x2, x->n2,
                                                 side, workspace);
}

static void fill(const audit_two_proportions_answer *answer, size_t i,
                 struct result found, double other_p)
{
    answer->estimate[i] = found.estimate;
    answer->low[i] = found.low;
    answer->high[i] = found.high;
    answer->p[i] = found.p;
    answer->p_score[i] = answer->p_fisher[i] = other_p;
    answer->p_fisher_midp[i] = other_p;
    if (answer->p_boschloo)
        answer->p_boschloo[i] = other_p;
}

audit_status audit_compare_proportions(
    const audit_two_proportions *pairs, audit_two_proportions_method method,
    double conf_level, audit_alternative side, double *workspace,
    const audit_two_proportions_answer *answer)
{
    double least = measure_of(method) == AUDIT_DIFFERENCE ? -1 : 0;
    double most = measure_of(method) == AUDIT_DIFFERENCE ? 1 : INFINITY;

    for (size_t i = 0; i < pairs->n; i++) {
        struct pair x = {method, pairs->x1[i], pairs->n1[i], pairs->x2[i],
                         pairs->n2[i]};
        struct result found = {NAN, NAN, NAN, NAN};

        fill(answer, i, found, NAN);
        if (isnan(x.x1 + x.n1 + x.x2 + x.n2))
            continue;
        if (!audit_is_count(x.x1) || !audit_is_count(x.n1) || x.x1 > x.n1 ||
            !audit_is_count(x.x2) || !audit_is_count(x.n2) || x.x2 > x.n2)
            return audit_fail(AUDIT_BAD_COUNT, i);
        found = (struct result) {NAN, least, most, 1};
        if (x.n1 > 0 && x.n2 > 0) {
            audit_status status = compare(&x, conf_level, side, &found);
            if (status.code != AUDIT_OK)
                return audit_fail(status.code, i);
        }
        fill(answer, i, found, 1);
        if (x.n1 > 0 && x.n2 > 0)
            further_tests(&x, side, workspace, i, answer);
    }
    return audit_ok();
}
