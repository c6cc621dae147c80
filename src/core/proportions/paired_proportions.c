#include "paired_proportions.h"

#include <math.h>

#include "base/dist.h"
#include "base/question.h"
#include "base/values.h"
#include "numerics/inversion.h"
#include "odds.h"
#include "paired_scores.h"

struct table {
    audit_paired_method method;
    double both, first, second, neither, all;
};

struct result {
    double estimate, low, high, p;
};

static int is_difference(audit_paired_method method)
{
    return method <= AUDIT_PAIRED_RD_SCAS;
}

static int is_odds(audit_paired_method method)
{
    return method >= AUDIT_PAIRED_OR_EXACT;
}

static int is_score(audit_paired_method method)
{
    return method == AUDIT_PAIRED_RD_TANGO || method == AUDIT_PAIRED_RD_SCAS ||
           method == AUDIT_PAIRED_RR_TANG;
}

static audit_paired_score score_of(const struct table *x,
                                   audit_paired_method method)
{
    return (audit_paired_score) {
        x->both, x->first, x->second, x->all,
        method == AUDIT_PAIRED_RR_TANG, method == AUDIT_PAIRED_RD_SCAS,
    };
}

/* The correlation of the two times, less a half for continuity (Newcombe). */
static double correlation(const struct table *x)
{
    double product = (x->both + x->first) * (x->second + x->neither) *
                     (x->both + x->second) * (x->first + x->neither);
    double excess = x->both * x->neither - x->first * x->second;

    if (product == 0)
        return 0;
    if (excess > 0)
        excess = fmax(0, excess - x->all / 2);
    return excess / sqrt(product);
}

/* Square-and-add; at z below 0 the two limits change places. */
static double newcombe_limit(double z, audit_tail tail, const void *context)
{
    const struct table *x = context;
    double n = x->all, phi = correlation(x), size = fabs(z);
    int is_low = (tail == AUDIT_MORE) == (z >= 0);
    double had_first = x->both + x->first, had_second = x->both + x->second;
    double d = (x->first - x->second) / n, signed_size = is_low ? size : -size;
    double a = had_first / n - audit_wilson_limit(had_first, n, signed_size);
    double b = audit_wilson_limit(had_second, n, -signed_size) -
               had_second / n;
    double away = sqrt(fmax(0, a * a - 2 * phi * a * b + b * b));

    return is_low ? d - away : d + away;
}

static double adjusted_limit(double z, audit_tail tail, const void *context)
{
    const struct table *x = context;
    double n = x->all + 2, p = (x->first + 1) / n, q = (x->second + 1) / n;
    double away = z * sqrt((p + q - (p - q) * (p - q)) / n);

    return tail == AUDIT_MORE ? p - q - away : p - q + away;
}

/*
 * Wilson limits of each proportion among those who had it at all, narrowed so
 * that their quotient has the level (Bonett and Price).
 */
static double hybrid_limit(double z, audit_tail tail, const void *context)
{
    const struct table *x = context;
    double any = x->both + x->first + x->second;
    double had_first = x->both + x->first, had_second = x->both + x->second;
    double a = had_first + 1, b = had_second + 1;
    double se = sqrt((x->first + x->second + 2) / (a * b));
    double both_se = sqrt((x->second + 1) / (any + 2) / a) +
                     sqrt((x->first + 1) / (any + 2) / b);
    double size = z * se / both_se, up = tail == AUDIT_MORE ? size : -size;

    return log(audit_wilson_limit(had_first, any, up)) -
           log(audit_wilson_limit(had_second, any, -up));
}

static audit_z_limit *z_limit_of(audit_paired_method method)
{
    return method == AUDIT_PAIRED_RD_NEWCOMBE ? newcombe_limit
         : method == AUDIT_PAIRED_RD_BONETT_PRICE ? adjusted_limit
         : hybrid_limit;
}

static audit_proportion_method of_share(audit_paired_method method)
{
    return method == AUDIT_PAIRED_OR_EXACT ? AUDIT_PROPORTION_CLOPPER_PEARSON
         : method == AUDIT_PAIRED_OR_MIDP ? AUDIT_PROPORTION_MIDP
         : AUDIT_PROPORTION_WILSON;
}

/* Where nobody, or somebody at one time alone, has it, a ratio is open. */
static int is_open(const struct table *x, audit_tail tail)
{
    return x->method == AUDIT_PAIRED_RR_BONETT_PRICE &&
           (tail == AUDIT_MORE ? x->both + x->first == 0
                               : x->both + x->second == 0);
}

static double p_of(const struct table *x, audit_tail tail)
{
    if (is_score(x->method)) {
        audit_paired_score score = score_of(x, x->method);
        return audit_paired_score_p(score.is_ratio, tail, &score);
    }
    return is_open(x, tail)
               ? 1 : audit_p_of_limits(z_limit_of(x->method), x, tail, 0);
}

static audit_status limit(const struct table *x, audit_tail tail,
                          double target, double *limit)
{
    if (is_score(x->method)) {
        audit_paired_score score = score_of(x, x->method);
        return audit_paired_limit(&score, tail, target, limit);
    }
    if (is_open(x, tail))
        return audit_ok();
    double z = qnorm(target, 0, 1, /* lower */ 0, 0);
    *limit = z_limit_of(x->method)(z, tail, x);
    *limit = is_difference(x->method) ? fmax(-1, fmin(1, *limit))
                                      : exp(*limit);
    return audit_ok();
}

static double estimate_of(const struct table *x)
{
    if (is_difference(x->method))
        return (x->first - x->second) / x->all;
    if (is_odds(x->method))
        return x->first / x->second;
    return (x->both + x->first) / (x->both + x->second);
}

static audit_status compare(const struct table *x, double conf_level,
                            audit_alternative side, struct result *found)
{
    double low_tail = audit_low_tail(conf_level, side);
    double high_tail = audit_high_tail(conf_level, side);
    audit_status status = audit_ok();

    if (isnan(found->estimate))
        return status;
    if (is_odds(x->method)) {
        audit_proportion_method method = of_share(x->method);
        double changed = x->first + x->second;
        found->p = audit_odds_p(method, x->first, changed, 1, side);
        return audit_odds_limits(method, x->first, changed, conf_level, side,
                                 &found->low, &found->high);
    }
    found->p = audit_p_of_tails(p_of(x, AUDIT_MORE), p_of(x, AUDIT_FEWER),
                                side);
    if (low_tail > 0)
        status = limit(x, AUDIT_MORE, low_tail, &found->low);
    if (status.code == AUDIT_OK && high_tail > 0)
        status = limit(x, AUDIT_FEWER, high_tail, &found->high);
    return status;
}

/*
 * McNemar's mid-P test of two sides is the exact p less the probability of what
 * was seen, which is not twice a tail where the two are alike.
 */
static double p_midp(const struct table *x, audit_alternative side)
{
    double n = x->first + x->second;
    int are_alike = x->first == x->second && side == AUDIT_TWO_SIDED;

    if (are_alike)
        return 1 - dbinom(x->first, n, 0.5, 0) / 2;
    return audit_odds_p(AUDIT_PROPORTION_MIDP, x->first, n, 1, side);
}

static void mcnemar(const struct table *x, audit_alternative side, size_t i,
                    const audit_paired_answer *answer)
{
    double n = x->first + x->second;

    answer->p_exact[i] = answer->p_midp[i] = answer->p_score[i] = 1;
    if (n == 0)
        return;
    answer->p_exact[i] = audit_odds_p(AUDIT_PROPORTION_CLOPPER_PEARSON,
                                      x->first, n, 1, side);
    answer->p_midp[i] = p_midp(x, side);
    audit_paired_score score = score_of(x, AUDIT_PAIRED_RD_TANGO);
    answer->p_score[i] = audit_p_of_test(audit_paired_score_p, &score, 0, side);
}

static void fill(const audit_paired_answer *answer, size_t i,
                 struct result found)
{
    answer->estimate[i] = found.estimate;
    answer->low[i] = found.low;
    answer->high[i] = found.high;
    answer->p[i] = found.p;
}

audit_status audit_compare_paired_tables(const audit_paired_tables *tables,
                                         audit_paired_method method,
                                         double conf_level,
                                         audit_alternative side,
                                         const audit_paired_answer *answer)
{
    double least = is_difference(method) ? -1 : 0;
    double most = is_difference(method) ? 1 : INFINITY;

    for (size_t i = 0; i < tables->n; i++) {
        struct table x = {method, tables->both[i], tables->first[i],
                          tables->second[i], tables->neither[i], 0};
        struct result found = {NAN, NAN, NAN, NAN};

        x.all = x.both + x.first + x.second + x.neither;
        fill(answer, i, found);
        answer->p_exact[i] = answer->p_midp[i] = answer->p_score[i] = NAN;
        if (isnan(x.all))
            continue;
        if (!audit_is_count(x.both) || !audit_is_count(x.first) ||
            !audit_is_count(x.second) || !audit_is_count(x.neither))
            return audit_fail(AUDIT_BAD_COUNT, i);
        found = (struct result) {estimate_of(&x), least, most, 1};
        audit_status status = compare(&x, conf_level, side, &found);
        if (status.code != AUDIT_OK)
            return audit_fail(status.code, i);
        fill(answer, i, found);
        mcnemar(&x, side, i, answer);
    }
    return audit_ok();
}
