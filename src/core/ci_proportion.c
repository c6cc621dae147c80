#include "ci_proportion.h"

#include <assert.h>
#include <math.h>

#include "dist.h"
#include "values.h"

/*
 * A binomial tail is a beta tail: P(X >= x) of n at p is P(B <= p), B being
 * beta with x and n - x + 1, so the limits are quantiles of B.
 */
static double limit_low(double x, double n, double tail)
{
    if (x == 0 || tail == 0)
        return 0;
    return x == n ? pow(tail, 1 / n) : qbeta(tail, x, n - x + 1, 1, 0);
}

static double limit_high(double x, double n, double tail)
{
    return 1 - limit_low(n - x, n, tail);
}

static double or_more(double x, double n, double p)
{
    return x == 0 ? 1 : pbeta(p, x, n - x + 1, /* lower */ 1, 0);
}

static double or_fewer(double x, double n, double p)
{
    return x == n ? 1 : pbeta(p, x + 1, n - x, /* lower */ 0, 0);
}

audit_status audit_ci_proportion(const double *x, const double *n_of, size_t n,
                                 const audit_question *question,
                                 const audit_answer *answer)
{
    assert(question->conf_level > 0 && question->conf_level < 1);
    double low_tail = audit_low_tail(question->conf_level, question->side);
    double high_tail = audit_high_tail(question->conf_level, question->side);

    if (question->null < 0 || question->null > 1)
        return audit_fail(AUDIT_BAD_NULL, 0);
    for (size_t i = 0; i < n; i++) {
        answer->estimate[i] = answer->low[i] = NAN;
        answer->high[i] = answer->p[i] = NAN;
        if (isnan(x[i]) || isnan(n_of[i]))
            continue;
        if (!audit_is_count(x[i]) || !audit_is_count(n_of[i]) || x[i] > n_of[i])
            return audit_fail(AUDIT_BAD_COUNT, i);

        answer->low[i] = 0;
        answer->high[i] = 1;
        if (n_of[i] > 0) {
            answer->estimate[i] = x[i] / n_of[i];
            answer->low[i] = limit_low(x[i], n_of[i], low_tail);
            answer->high[i] = limit_high(x[i], n_of[i], high_tail);
        }
        if (!isnan(question->null))
            answer->p[i] = audit_p_of_tails(
                or_more(x[i], n_of[i], question->null),
                or_fewer(x[i], n_of[i], question->null), question->side);
    }
    return audit_ok();
}
