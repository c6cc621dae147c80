#include "two_rates.h"

#include <math.h>

#include "base/dist.h"
#include "base/values.h"
#include "distributions/skewness.h"
#include "numerics/inversion.h"
#include "numerics/score_limit.h"
#include "proportions/odds.h"

struct pair {
    audit_two_rates_method method;
    double x1, t1, x2, t2;
};

struct result {
    double low, high, p, p_exact, p_midp;
};

/* How the proportion x1 of x1 + x2 is estimated. */
static audit_proportion_method of_share(audit_two_rates_method method)
{
    return method == AUDIT_RATIO_MIDP ? AUDIT_PROPORTION_MIDP
         : method == AUDIT_RATIO_MINLIKE ? AUDIT_PROPORTION_MINLIKE
         : method == AUDIT_RATIO_SCORE ? AUDIT_PROPORTION_WILSON
         : method == AUDIT_RATIO_SCAS ? AUDIT_PROPORTION_SCAS
         : AUDIT_PROPORTION_CLOPPER_PEARSON;
}

static double wald_p(double theta, audit_tail tail, const void *context)
{
    const struct pair *x = context;
    double se = sqrt(1 / x->x1 + 1 / x->x2);
    double z = (log(x->x1 / x->t1) - log(x->x2 / x->t2) - log(theta)) / se;

    return pnorm(z, 0, 1, tail == AUDIT_FEWER, 0);
}

static void wald_log(const struct pair *x, const audit_question *question,
                     struct result *found)
{
    double low_tail = audit_low_tail(question->conf_level, question->side);
    double high_tail = audit_high_tail(question->conf_level, question->side);
    double se = sqrt(1 / x->x1 + 1 / x->x2);
    double ratio = x->x1 / x->t1 / (x->x2 / x->t2);

    if (isinf(se))
        return;
    found->low = ratio * exp(qnorm(low_tail, 0, 1, 1, 0) * se);
    found->high = ratio * exp(qnorm(high_tail, 0, 1, 0, 0) * se);
    found->p = audit_p_of_test(wald_p, x, question->null, question->side);
}

static double share_p(const struct pair *x, audit_proportion_method method,
                      double theta, audit_alternative side)
{
    double all = x->x1 + x->x2;

    if (all == 0)
        return 1;
    return audit_odds_p(method, x->x1, all, theta * x->t1 / x->t2, side);
}

static audit_status ratio(const struct pair *x, const audit_question *question,
                          struct result *found)
{
    *found = (struct result) {0, INFINITY, 1, 1, 1};
    if (x->x1 + x->x2 == 0)
        return audit_ok();
    if (x->method == AUDIT_RATIO_WALD_LOG) {
        wald_log(x, question, found);
        return audit_ok();
    }
    found->p = share_p(x, of_share(x->method), question->null, question->side);

    audit_status status =
        audit_odds_limits(of_share(x->method), x->x1, x->x1 + x->x2,
                          question->conf_level, question->side, &found->low,
                          &found->high);
    found->low *= x->t2 / x->t1;
    found->high *= x->t2 / x->t1;
    return status;
}

/*
 * The second rate p2 >= 0 that is most likely where the first is p2 + d solves
 * (t1 + t2) p2^2 + ((t1 + t2) d - x1 - x2) p2 - x2 d = 0. Of the root's two
 * forms the one without a difference of near numbers is taken.
 */
static double second_rate(const struct pair *x, double d)
{
    double a = x->t1 + x->t2, b = a * d - x->x1 - x->x2, c = -x->x2 * d;
    double root = sqrt(fmax(0, b * b - 4 * a * c));

    if (b < 0)
        return (root - b) / (2 * a);
    return root + b > 0 ? -2 * c / (root + b) : 0;
}

static double score_z(double d, const void *context)
{
    const struct pair *x = context;
    double r2 = fmax(second_rate(x, d), fmax(0, -d)), r1 = fmax(0, r2 + d);
    double variance = r1 / x->t1 + r2 / x->t2;
    double excess = x->x1 / x->t1 - x->x2 / x->t2 - d;
    double z = excess / sqrt(variance);

    if (variance == 0)
        return 0; /* nothing happened, and nothing is expected */
    if (x->method == AUDIT_DIFFERENCE_SCAS) {
        double third = r1 / (x->t1 * x->t1) - r2 / (x->t2 * x->t2);
        z = audit_skewed_z(z, third / (6 * variance * sqrt(variance)));
    }
    return z;
}

static double score_p(double d, audit_tail tail, const void *context)
{
    return pnorm(score_z(d, context), 0, 1, tail == AUDIT_FEWER, 0);
}

static double mover_limit(double z, audit_tail tail, const void *context)
{
    const struct pair *x = context;
    int is_low = tail == AUDIT_MORE;
    double p = pnorm(z, 0, 1, /* lower */ 0, 0);
    double m1 = qgamma(0.5, x->x1 + 0.5, 1, 1, 0) / x->t1;
    double m2 = qgamma(0.5, x->x2 + 0.5, 1, 1, 0) / x->t2;
    double a = qgamma(p, x->x1 + 0.5, 1, is_low, 0) / x->t1 - m1;
    double b = qgamma(p, x->x2 + 0.5, 1, !is_low, 0) / x->t2 - m2;
    double away = copysign(sqrt(a * a + b * b), z);

    return is_low ? m1 - m2 - away : m1 - m2 + away;
}

static double mover_p(double d, audit_tail tail, const void *context)
{
    return audit_p_of_limits(mover_limit, context, tail, d);
}

static audit_status difference_limit(const struct pair *x, audit_tail tail,
                                     double target, double *limit)
{
    double z = qnorm(target, 0, 1, /* lower */ 0, 0);

    if (x->method == AUDIT_DIFFERENCE_MOVER_JEFFREYS) {
        *limit = mover_limit(z, tail, x);
        return audit_ok();
    }
    double from = x->x1 / x->t1 - x->x2 / x->t2;
    double width = sqrt((x->x1 + 1) / (x->t1 * x->t1) +
                        (x->x2 + 1) / (x->t2 * x->t2));
    double away = tail == AUDIT_MORE ? -z * width : z * width;
    if (x->method == AUDIT_DIFFERENCE_SCAS && audit_may_rise(z)) {
        double far = tail == AUDIT_MORE ? -100 * width : 100 * width;
        return audit_first_limit(score_z, x, tail == AUDIT_MORE ? z : -z,
                                 from + far, from, from - far, limit);
    }
    return audit_invert(score_p, x, tail, target, from + away, width / 8,
                        limit);
}

static audit_status difference(const struct pair *x,
                               const audit_question *question,
                               struct result *found)
{
    double low_tail = audit_low_tail(question->conf_level, question->side);
    double high_tail = audit_high_tail(question->conf_level, question->side);
    int is_mover = x->method == AUDIT_DIFFERENCE_MOVER_JEFFREYS;
    audit_status status = audit_ok();

    *found = (struct result) {-INFINITY, INFINITY, 1, 1, 1};
    found->p = audit_p_of_test(is_mover ? mover_p : score_p, x, question->null,
                               question->side);
    if (low_tail > 0)
        status = difference_limit(x, AUDIT_MORE, low_tail, &found->low);
    if (status.code == AUDIT_OK && high_tail > 0)
        status = difference_limit(x, AUDIT_FEWER, high_tail, &found->high);
    return status;
}

audit_status audit_score_difference(double x1, double years1, double x2,
                                    double years2,
                                    const audit_question *question,
                                    audit_interval *found)
{
    struct pair x = {AUDIT_DIFFERENCE_SCORE, x1, years1, x2, years2};
    struct result result;
    audit_status status = difference(&x, question, &result);

    *found = (audit_interval) {result.low, result.high, result.p};
    return status;
}

static audit_code fault(const struct pair *x)
{
    if (!audit_is_count(x->x1) || !audit_is_count(x->x2))
        return AUDIT_BAD_COUNT;
    if (!audit_is_time(x->t1) || !audit_is_time(x->t2))
        return AUDIT_BAD_TIME;
    return AUDIT_OK;
}

/* One pair, of which nothing is missing. */
static audit_status compare(const struct pair *x,
                            const audit_question *question, double *estimate,
                            struct result *found)
{
    int is_ratio = x->method <= AUDIT_RATIO_WALD_LOG;
    double r1 = x->x1 / x->t1, r2 = x->x2 / x->t2;
    audit_code code = fault(x);

    if (code != AUDIT_OK)
        return audit_fail(code, 0);
    *found = (struct result) {is_ratio ? 0 : -INFINITY, INFINITY, 1, 1, 1};
    if (x->t1 == 0 || x->t2 == 0)
        return audit_ok();
    *estimate = is_ratio ? r1 / r2 : r1 - r2;

    audit_status status = is_ratio ? ratio(x, question, found)
                                   : difference(x, question, found);
    double theta = is_ratio ? question->null : question->null == 0 ? 1 : NAN;
    found->p_exact = found->p_midp = NAN;
    if (!isnan(theta)) {
        found->p_exact = share_p(x, AUDIT_PROPORTION_CLOPPER_PEARSON, theta,
                                 question->side);
        found->p_midp = share_p(x, AUDIT_PROPORTION_MIDP, theta,
                                question->side);
    }
    return status;
}

audit_status audit_compare_rates(const audit_two_rates *pairs,
                                 audit_two_rates_method method,
                                 const audit_question *question,
                                 const audit_answer *answer, double *p_exact,
                                 double *p_midp)
{
    int is_ratio = method <= AUDIT_RATIO_WALD_LOG;

    if (is_ratio ? !(question->null > 0) || isinf(question->null)
                 : !(fabs(question->null) <= 1e100))
        return audit_fail(AUDIT_BAD_NULL, 0);
    for (size_t i = 0; i < pairs->n; i++) {
        struct pair x = {method, pairs->x1[i], pairs->years1[i], pairs->x2[i],
                         pairs->years2[i]};
        struct result found = {NAN, NAN, NAN, NAN, NAN};
        audit_status status = audit_ok();

        answer->estimate[i] = NAN;
        if (!isnan(x.x1) && !isnan(x.x2) && !isnan(x.t1) && !isnan(x.t2))
            status = compare(&x, question, &answer->estimate[i], &found);
        if (status.code != AUDIT_OK)
            return audit_fail(status.code, i);
        answer->low[i] = found.low;
        answer->high[i] = found.high;
        answer->p[i] = found.p;
        p_exact[i] = found.p_exact;
        p_midp[i] = found.p_midp;
    }
    return audit_ok();
}
