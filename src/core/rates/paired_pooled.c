#include "paired_pooled.h"

#include <math.h>

#include "base/sum.h"
#include "group_rates.h"

double audit_pooled_variance(const audit_pairs *pairs,
                             const audit_paired_rates *sums, double per_after,
                             double per_before)
{
    double r0 = sums->events_before / sums->time_before;
    double r1 = sums->events_after / sums->time_after, n = sums->patients;
    audit_sum squares = {0, 0};

    for (size_t i = 0; i < pairs->n; i++) {
        double t0 = pairs->time_before[i], t1 = pairs->time_after[i];
        double psi = (pairs->after[i] - r1 * t1) / per_after -
                     (pairs->before[i] - r0 * t0) / per_before;
        if (t0 > 0 && t1 > 0)
            audit_add(&squares, psi * psi);
    }
    return n / (n - 1) * audit_total(squares);
}

/* Rounding alone leaves a relative variance of about 1e-32. */
static int is_some(double variance, double r0, double r1)
{
    return variance > 1e-20 * (r0 * r0 + r1 * r1);
}

/*
 * A period: its variance over its events is the dispersion, at least 1, and 1
 * of one patient or without events.
 */
static audit_group period(double n, double events, double time, double over)
{
    double dispersion = n > 1 && over > 1 ? over : 1;

    return (audit_group) {n, events, time, dispersion, NAN, NAN};
}

static audit_status by_score(const audit_pairs *pairs,
                             const audit_question *question,
                             audit_paired_rates *rates)
{
    double n = rates->patients;
    double y0 = rates->events_before, y1 = rates->events_after;
    audit_group before =
        period(n, y0, rates->time_before,
               audit_pooled_variance(pairs, rates, INFINITY, sqrt(y0)));
    audit_group after =
        period(n, y1, rates->time_after,
               audit_pooled_variance(pairs, rates, sqrt(y1), INFINITY));
    audit_group_comparison found;
    audit_status status =
        audit_compare_groups(&after, &before, AUDIT_RATES_DIFFERENCE,
                             AUDIT_BY_SCALED_EXACT, question, &found);

    rates->notes |= AUDIT_FALLBACK_SCORE;
    rates->low = found.interval.low;
    rates->high = found.interval.high;
    rates->p = found.interval.p;
    return status;
}

audit_status audit_pooled_difference(const audit_pairs *pairs,
                                     const audit_question *question,
                                     audit_paired_rates *rates)
{
    double r0 = rates->events_before / rates->time_before;
    double r1 = rates->events_after / rates->time_after;
    double variance = audit_pooled_variance(pairs, rates, rates->time_after,
                                            rates->time_before);
    int may_vary = rates->patients > 1 && r0 > 0 && r1 > 0;

    rates->estimate = r1 - r0;
    if (!may_vary || !is_some(variance, r0, r1)) {
        if (may_vary)
            rates->notes |= AUDIT_NO_VARIANCE;
        return by_score(pairs, question, rates);
    }
    rates->std_error = sqrt(variance);
    rates->freedom = rates->patients - 1;
    audit_interval found = audit_t_interval(rates->estimate, rates->std_error,
                                            rates->freedom, question);
    rates->low = found.low;
    rates->high = found.high;
    rates->p = found.p;
    return audit_ok();
}
