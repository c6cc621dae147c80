#include "odds.h"

#include <math.h>

/*
 * From p and from q = 1 - p, of which the smaller has kept its digits: p is a
 * limit of x, q the opposite limit of the others.
 */
static double odds_of(double p, double q)
{
    return p < 0.5 ? p / (1 - p) : (1 - q) / q;
}

audit_status audit_odds_limits(audit_proportion_method method, double x,
                               double all, double conf_level,
                               audit_alternative side,
                               double *low, double *high)
{
    audit_alternative other = side;
    double p_low, p_high, q_low = 0, q_high = 1;

    if (side != AUDIT_TWO_SIDED)
        other = side == AUDIT_LESS ? AUDIT_GREATER : AUDIT_LESS;
    audit_status status = audit_proportion_limits(method, x, all, conf_level,
                                                  side, &p_low, &p_high);
    if (status.code == AUDIT_OK && p_high >= 0.5)
        status = audit_proportion_limits(method, all - x, all, conf_level,
                                         other, &q_low, &q_high);
    *low = odds_of(p_low, q_high);
    *high = odds_of(p_high, q_low);
    return status;
}

double audit_odds_p(audit_proportion_method method, double x, double all,
                    double odds, audit_alternative side)
{
    double p = isinf(odds) ? 1 : odds / (1 + odds);

    return audit_proportion_p(method, x, all, p, side);
}
