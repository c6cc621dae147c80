#include "hypergeometric.h"

#include <math.h>

#include "numerics/root.h"

/* The probability of x1, to which those of other counts are in proportion: so
   small that they stay finite wherever its share of all is a double above 0. */
static const double unit = 0x1p-664;

/*
 * Sums over the counts above (below) x1: of their probabilities in proportion to
 * the unit, and of these times the distance from x1. A term below the last digit
 * of the sum, past the law's mode, ends it.
 */
struct side_sum {
    double sum, distance;
};

static struct side_sum sum_above(const audit_table *t, double odds_ratio)
{
    struct side_sum s = {0, 0};
    double x1 = t->x1, x2 = t->x2, term = unit, last;

    do {
        last = term;
        term *= (t->n1 - x1) * x2 / ((x1 + 1) * (t->n2 - x2 + 1)) * odds_ratio;
        x1++;
        x2--;
        s.sum += term;
        s.distance += term * (x1 - t->x1);
    } while (term > 0 && isfinite(s.sum) &&
             (term >= last || term > 1e-18 * s.sum));
    return s;
}

/* The tables mirrored: what was the second count is the first. */
static struct side_sum sum_below(const audit_table *t, double odds_ratio)
{
    audit_table mirrored = {t->x2, t->n2, t->x1, t->n1, t->weight};
    return sum_above(&mirrored, 1 / odds_ratio);
}

audit_table_tails audit_table_at(const audit_table *table,
                                 double log_odds_ratio)
{
    double ratio = exp(log_odds_ratio);
    double above = sum_above(table, ratio).sum;
    double below = sum_below(table, ratio).sum;

    /* So far off that what was seen has no digits left beside what was not. */
    if (isinf(above) || isinf(below))
        return (audit_table_tails) {isinf(below) != 0, 0, isinf(above) != 0};
    double all = below + unit + above;
    return (audit_table_tails) {below / all, unit / all, above / all};
}

double audit_table_p(double log_odds_ratio, audit_tail tail,
                     const void *context)
{
    const audit_table *t = context;
    audit_table_tails at = audit_table_at(t, log_odds_ratio);

    return (tail == AUDIT_MORE ? at.more : at.fewer) + t->weight * at.equal;
}

static int is_least(const audit_table *t)
{
    return t->x1 == 0 || t->x2 == t->n2;
}

static int is_most(const audit_table *t)
{
    return t->x2 == 0 || t->x1 == t->n1;
}

/* The log of the sample odds ratio, a half added to each count, and its width. */
static double about(const audit_table *t, double *se)
{
    double a = t->x1 + 0.5, b = t->n1 - t->x1 + 0.5;
    double c = t->x2 + 0.5, d = t->n2 - t->x2 + 0.5;

    *se = sqrt(1 / a + 1 / b + 1 / c + 1 / d);
    return log(a * d / (b * c));
}

audit_status audit_table_limit(const audit_table *table, audit_tail tail,
                               double target, double *limit)
{
    int is_low = tail == AUDIT_MORE;
    double se, middle = about(table, &se), log_limit;

    int is_open = is_low ? is_least(table) : is_most(table);
    int is_other = is_low ? is_most(table) : is_least(table);

    *limit = is_low ? 0 : INFINITY;
    /* So many as the least, or so few as the most, are certain; half of what
       was seen counted, at least half of that. */
    if (is_open && (is_other || table->weight == 1 ||
                    target <= 1 - table->weight))
        return audit_ok();
    /* The mid-P value of the most from below is a half at most, and so on. */
    if (is_other && target >= table->weight) {
        *limit = is_low ? INFINITY : 0;
        return audit_ok();
    }
    audit_status status =
        audit_invert(audit_table_p, table, tail, target,
                     is_low ? middle - 2 * se : middle + 2 * se, se / 2,
                     &log_limit);
    if (status.code == AUDIT_OK)
        *limit = exp(log_limit);
    return status;
}

/* How far the law's mean is from x1, in proportion to the unit. */
static double mean_excess(double log_odds_ratio, const void *context)
{
    double ratio = exp(log_odds_ratio);
    double above = sum_above(context, ratio).distance;
    double below = sum_below(context, ratio).distance;

    return isinf(above) ? 1e300 : isinf(below) ? -1e300 : above - below;
}

audit_status audit_table_odds_ratio(const audit_table *table, double *ratio)
{
    double se, middle = about(table, &se), log_ratio;

    *ratio = is_least(table) ? 0 : INFINITY;
    if (is_least(table) && is_most(table))
        *ratio = NAN;
    if (is_least(table) || is_most(table))
        return audit_ok();
    audit_status status = audit_root_near(mean_excess, table, /* rises */ 1,
                                          middle, se / 8, &log_ratio);
    if (status.code == AUDIT_OK)
        *ratio = exp(log_ratio);
    return status;
}
