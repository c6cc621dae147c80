#include "scaled_exact.h"

#include <math.h>

#include "base/dist.h"

/* The odds p / (1 - p) of the quantile of a beta variable, 1 - p exactly. */
static double quantile_odds(double tail, double a, double b, int lower)
{
    double p = qbeta(tail, a, b, lower, 0);

    if (p < 0.5)
        return p / (1 - p);
    double q = qbeta(tail, b, a, !lower, 0);
    return (1 - q) / q;
}

audit_interval audit_scaled_exact(double x1, double t1, double x2, double t2,
                                  double phi, const audit_question *question)
{
    double low_tail = audit_low_tail(question->conf_level, question->side);
    double high_tail = audit_high_tail(question->conf_level, question->side);
    double odds = question->null * t1 / t2;
    double p = isinf(odds) ? 1 : odds / (1 + odds);
    double a = x1 / phi, b = x2 / phi;
    audit_interval x = {0, INFINITY, 1};

    if (x1 + x2 == 0)
        return x;
    if (low_tail > 0 && x1 > 0)
        x.low = quantile_odds(low_tail, a, b + 1, /* lower */ 1) * t2 / t1;
    if (high_tail > 0 && x2 > 0)
        x.high = quantile_odds(high_tail, a + 1, b, /* lower */ 0) * t2 / t1;
    double more = x1 == 0 ? 1 : pbeta(p, a, b + 1, /* lower */ 1, 0);
    double fewer = x2 == 0 ? 1 : pbeta(p, a + 1, b, /* lower */ 0, 0);
    x.p = audit_p_of_tails(more, fewer, question->side);
    return x;
}
