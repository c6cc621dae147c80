#include "curve_limits.h"

#include <math.h>

#include "base/dist.h"

static double quantile(double tail)
{
    return qnorm(tail, 0, 1, /* lower */ 0, 0);
}

static void mcf_limits(const audit_point *x, double tail, double *low,
                       double *high)
{
    if (x->value == 0) {
        *low = 0;
        *high = -log(tail) / x->base;
    } else if (!(x->std_error > 0)) {
        *low = *high = NAN;
    } else {
        double away = exp(quantile(tail) * x->std_error / x->value);
        *low = x->value / away;
        *high = x->value * away;
    }
}

void audit_share_limits(const audit_point *x, double tail, double z,
                        double *low, double *high)
{
    if (x->value == 1) {
        *low = x->base > 0 ? exp(log(tail) / x->base) : 0;
        *high = 1;
    } else if (x->value == 0) {
        *low = 0;
        *high = -expm1(log(tail) / x->base);
    } else {
        double hazard = -log(x->value);
        double away = exp(z * x->std_error / x->value / hazard);
        *low = exp(-hazard * away);
        *high = exp(-hazard / away);
    }
}

void audit_point_limits(audit_curve_kind kind, const audit_point *point,
                        double tail, double *low, double *high)
{
    if (kind == AUDIT_MCF)
        mcf_limits(point, tail, low, high);
    else
        audit_share_limits(point, tail, quantile(tail), low, high);
}
