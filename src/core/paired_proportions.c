#include "paired_proportions.h"

#include <math.h>

#include "dist.h"
#include "question.h"
#include "root.h"
#include "values.h"

struct table {
    double first, second, all;
    double z; /* the quantile that the score is to meet */
};

/*
 * The score at a difference d: the second discordant probability q is the root
 * of 2 n q^2 + B q - second d (1 - d) = 0, B = (2 n - first + second) d - first
 * - second, that maximises the likelihood (Tango's equation).
 */
static double score(double d, const void *context)
{
    const struct table *x = context;
    double n = x->all;
    double b = (2 * n - x->first + x->second) * d - x->first - x->second;
    double root = sqrt(fmax(0, b * b + 8 * n * x->second * d * (1 - d)));
    double q = fmax(0, (root - b) / (4 * n));
    double variance = n * fmax(0, 2 * q + d * (1 - d));

    return x->first - x->second - n * d - x->z * sqrt(variance);
}

/* Between the estimate and the edge of what is possible, -1 or 1. */
static double limit(const struct table *x, double z, double edge)
{
    struct table at = *x;
    double found, from = (x->first - x->second) / x->all;

    at.z = z;
    if (from == edge)
        return edge;
    /* Nobody changed, or all did the same way: the variance at the estimate
       is 0 and so is the score, but no longer a little beside it. */
    if (score(from, &at) == 0)
        from += 1e-9 * (edge - from);
    if (audit_root(score, &at, from, edge, &found).code != AUDIT_OK)
        return edge;
    return found;
}

static double p_of_mcnemar(const struct table *x, audit_alternative side,
                           double weight)
{
    double n = x->first + x->second, seen = dbinom(x->first, n, 0.5, 0);
    double fewer = x->first > 0 ? pbinom(x->first - 1, n, 0.5, 1, 0) : 0;
    double more = pbinom(x->first, n, 0.5, 0, 0);

    if (n == 0)
        return 1;
    return audit_p_of_tails(more + weight * seen, fewer + weight * seen, side);
}

/*
 * McNemar's mid-P test of two sides is the exact p less the probability of what
 * was seen, which is not twice a tail where the two are alike.
 */
static double p_midp(const struct table *x, audit_alternative side)
{
    double n = x->first + x->second;

    if (n == 0)
        return 1;
    if (side != AUDIT_TWO_SIDED)
        return p_of_mcnemar(x, side, 0.5);
    double exact = x->first == x->second ? 1 : p_of_mcnemar(x, side, 1);
    double weight = x->first == x->second ? 0.5 : 1;
    return exact - weight * dbinom(x->first, n, 0.5, 0);
}

static double p_score(const struct table *x, audit_alternative side)
{
    double discordant = x->first + x->second;
    double z = (x->first - x->second) / sqrt(discordant);

    if (discordant == 0)
        return 1;
    return audit_p_of_tails(pnorm(z, 0, 1, 0, 0), pnorm(z, 0, 1, 1, 0), side);
}

audit_status audit_compare_paired_tables(const audit_paired_tables *tables,
                                         double conf_level,
                                         audit_alternative side,
                                         const audit_paired_differences *found)
{
    double low_tail = audit_low_tail(conf_level, side);
    double high_tail = audit_high_tail(conf_level, side);

    for (size_t i = 0; i < tables->n; i++) {
        double a = tables->both[i], d = tables->neither[i];
        struct table x = {tables->first[i], tables->second[i], 0, 0};

        x.all = a + x.first + x.second + d;
        found->estimate[i] = found->low[i] = found->high[i] = NAN;
        found->p_score[i] = found->p_exact[i] = found->p_midp[i] = NAN;
        if (isnan(x.all))
            continue;
        if (!audit_is_count(a) || !audit_is_count(x.first) ||
            !audit_is_count(x.second) || !audit_is_count(d))
            return audit_fail(AUDIT_BAD_COUNT, i);

        found->low[i] = -1;
        found->high[i] = 1;
        found->p_score[i] = p_score(&x, side);
        found->p_exact[i] = p_of_mcnemar(&x, side, 1);
        found->p_midp[i] = p_midp(&x, side);
        if (x.all == 0)
            continue;
        found->estimate[i] = (x.first - x.second) / x.all;
        if (low_tail > 0)
            found->low[i] = limit(&x, qnorm(low_tail, 0, 1, 0, 0), -1);
        if (high_tail > 0)
            found->high[i] = limit(&x, -qnorm(high_tail, 0, 1, 0, 0), 1);
    }
    return audit_ok();
}
