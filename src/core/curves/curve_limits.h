/* curve_limits.h - a curve at a time, and the limits that it has there */
#ifndef MSAUDIT_CURVE_LIMITS_H
#define MSAUDIT_CURVE_LIMITS_H

#include "spell_grid.h"

typedef enum {
    AUDIT_MCF,     /* the mean number of events so far */
    AUDIT_SURVIVAL /* the share free of an event */
} audit_curve_kind;

/*
 * base, of a mean number: the least number at risk until then, 0 where nobody was
 * for a while; of a share: those of the patients whose state is known, that is
 * not censored before it.
 */
typedef struct {
    double value, std_error, base;
} audit_point;

/*
 * The limits that leave `tail` on each side. Of a mean number M exp(+- z se / M),
 * of a share those that are symmetric on the scale of log(-log).
 *
 * A mean number of 0 has the upper limit of no Poisson event in `base` patients,
 * Inf of none; one that does not vary has none (NaN): what patients differ by
 * cannot be seen. At a share of 1 and of 0 the limits are Clopper and Pearson's.
 */
void audit_point_limits(audit_curve_kind kind, const audit_point *point,
                        double tail, double *low, double *high);

/* Those of a share, whichever it is of; z is the normal quantile of the tail. */
void audit_share_limits(const audit_point *point, double tail, double z,
                        double *low, double *high);

/* One element a time asked for. */
typedef struct {
    double *at_risk, *events, *estimate, *std_error, *low, *high;
} audit_curve;

#endif
