#include "group_rates.h"

#include <math.h>

#include "base/sum.h"
#include "scaled_exact.h"
#include "two_rates.h"

/* Rounding alone leaves a relative standard error of about 1e-16. */
static int varies(const audit_group *x)
{
    double rate = x->events / x->time;

    return x->patients > 1 && x->events > 0 && x->std_error > 1e-10 * rate;
}

/* All events of a patient alone may come together: they say as much as one. */
static double dispersion_of(const audit_group *x)
{
    return x->patients == 1 ? x->events : x->dispersion;
}

double audit_shared_dispersion(const audit_group *first,
                               const audit_group *second)
{
    double all = first->events + second->events;
    double phi = (first->events * dispersion_of(first) +
                  second->events * dispersion_of(second)) / all;

    return phi > 1 ? phi : 1;
}

/* The variance of a group's rate, or of its log. */
static double variance_of(const audit_group *x, audit_rates_measure measure)
{
    double unit = measure == AUDIT_RATES_RATIO ? x->events / x->time : 1;
    double se = x->std_error / unit;

    return se * se;
}

static void by_welch(const audit_group *first, const audit_group *second,
                     audit_rates_measure measure,
                     const audit_question *question,
                     audit_group_comparison *found)
{
    double v1 = variance_of(first, measure), v2 = variance_of(second, measure);
    double v = v1 + v2;

    found->std_error = sqrt(v);
    found->freedom = v * v / (v1 * v1 / first->freedom +
                              v2 * v2 / second->freedom);
    found->interval =
        measure == AUDIT_RATES_RATIO
            ? audit_log_t_interval(found->estimate, found->std_error,
                                   found->freedom, question)
            : audit_t_interval(found->estimate, found->std_error,
                               found->freedom, question);
}

static audit_status by_scaled(const audit_group *first,
                              const audit_group *second,
                              audit_rates_measure measure,
                              const audit_question *question,
                              audit_group_comparison *found)
{
    double phi = audit_shared_dispersion(first, second);

    if (measure == AUDIT_RATES_DIFFERENCE)
        return audit_score_difference(
            first->events / phi, first->time / phi, second->events / phi,
            second->time / phi, question, &found->interval);
    found->interval = audit_scaled_exact(first->events, first->time,
                                         second->events, second->time, phi,
                                         question);
    return audit_ok();
}

audit_status audit_compare_groups(const audit_group *first,
                                  const audit_group *second,
                                  audit_rates_measure measure,
                                  audit_group_method method,
                                  const audit_question *question,
                                  audit_group_comparison *found)
{
    int is_ratio = measure == AUDIT_RATES_RATIO;
    double r1 = first->events / first->time;
    double r2 = second->events / second->time;

    *found = (audit_group_comparison) {
        NAN, NAN, NAN, {is_ratio ? 0 : -INFINITY, INFINITY, 1},
        AUDIT_BY_NOTHING,
    };
    if (first->time == 0 || second->time == 0)
        return audit_ok();
    found->estimate = is_ratio ? r1 / r2 : r1 - r2;
    if (is_ratio && first->events + second->events == 0)
        return audit_ok();
    found->method = method;
    if (method == AUDIT_BY_WELCH && varies(first) && varies(second)) {
        by_welch(first, second, measure, question, found);
        return audit_ok();
    }
    found->method = AUDIT_BY_SCALED_EXACT;
    return by_scaled(first, second, measure, question, found);
}

/* The group of the patients from `from` to `to` of an order. */
static audit_group sum_group(const double *events, const double *time,
                             const int *order, size_t from, size_t to)
{
    audit_sum all_time = {0, 0}, squares = {0, 0};
    audit_group x = {0, 0, 0, 1, NAN, NAN};

    for (size_t i = from; i < to; i++) {
        x.patients += time[order[i]] > 0;
        x.events += events[order[i]];
        audit_add(&all_time, time[order[i]]);
    }
    x.time = audit_total(all_time);
    for (size_t i = from; i < to; i++) {
        double excess = events[order[i]] - x.events / x.time * time[order[i]];
        audit_add(&squares, excess * excess);
    }
    if (x.patients > 1)
        x.std_error = sqrt(x.patients / (x.patients - 1) *
                           audit_total(squares)) / x.time;
    return x;
}

double audit_welch_statistic(const double *events, const double *time,
                             const int *order, size_t n, size_t n1,
                             audit_rates_measure measure)
{
    audit_group first = sum_group(events, time, order, 0, n1);
    audit_group second = sum_group(events, time, order, n1, n);
    double r1 = first.events / first.time, r2 = second.events / second.time;

    if (!varies(&first) || !varies(&second))
        return NAN;
    double effect = measure == AUDIT_RATES_RATIO ? log(r1 / r2) : r1 - r2;
    return effect / sqrt(variance_of(&first, measure) +
                         variance_of(&second, measure));
}
