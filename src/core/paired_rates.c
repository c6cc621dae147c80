#include "paired_rates.h"

#include <math.h>

#include "dist.h"
#include "paired_exact.h"
#include "root.h"
#include "sum.h"
#include "values.h"

/* The informative patients, and the law of their events. */
struct informative {
    double *events, *after, *log_times;
    size_t n;
    audit_paired_law law;
};

size_t audit_pairs_workspace(const audit_pairs *pairs)
{
    double total = 1;

    for (size_t i = 0; i < pairs->n; i++)
        if (pairs->before[i] + pairs->after[i] > 0)
            total += pairs->before[i] + pairs->after[i];
    if (total > AUDIT_MOST_PAIRED_EVENTS)
        total = AUDIT_MOST_PAIRED_EVENTS;
    return 3 * pairs->n + (size_t) total + 1;
}

static audit_code fault(double events, double time)
{
    if (!audit_is_count(events))
        return AUDIT_BAD_COUNT;
    if (!(time >= 0) || isinf(time))
        return AUDIT_BAD_TIME;
    return time == 0 && events > 0 ? AUDIT_EVENTS_IN_NO_TIME : AUDIT_OK;
}

/* Sums the patients with both times and gathers those with an event. */
static audit_status gather(const audit_pairs *pairs, audit_paired_rates *rates,
                           struct informative *x)
{
    audit_sum time_before = {0, 0}, time_after = {0, 0};
    double last = -INFINITY;

    for (size_t i = 0; i < pairs->n; i++) {
        double before = pairs->before[i], after = pairs->after[i];
        audit_code code = fault(before, pairs->time_before[i]);

        if (code == AUDIT_OK)
            code = fault(after, pairs->time_after[i]);
        if (code != AUDIT_OK)
            return audit_fail(code, i);
        if (pairs->time_before[i] == 0 || pairs->time_after[i] == 0) {
            rates->notes |= AUDIT_EXCLUDED;
            continue;
        }
        double log_times = log(pairs->time_after[i] / pairs->time_before[i]);
        if (log_times < last)
            return audit_fail(AUDIT_NOT_SORTED, i);
        last = log_times;

        rates->patients++;
        rates->events_before += before;
        rates->events_after += after;
        audit_add(&time_before, pairs->time_before[i]);
        audit_add(&time_after, pairs->time_after[i]);
        if (before + after > 0) {
            x->events[x->n] = before + after;
            x->after[x->n] = after;
            x->log_times[x->n++] = log_times;
        }
    }
    rates->time_before = audit_total(time_before);
    rates->time_after = audit_total(time_after);
    rates->informative = (double) x->n;
    x->law = (audit_paired_law) {x->n, x->events, x->log_times,
                                 rates->events_before + rates->events_after,
                                 rates->events_after};
    return audit_ok();
}

/* Events in the second period, less those to be expected at a log ratio. */
static double score(double log_ratio, const void *context)
{
    const struct informative *x = context;
    audit_sum sum = {0, 0};

    for (size_t i = 0; i < x->n; i++)
        audit_add(&sum, x->after[i] - x->events[i] *
                            plogis(log_ratio + x->log_times[i], 0, 1, 1, 0));
    return audit_total(sum);
}

static audit_status estimate_ratio(const struct informative *x,
                                   audit_paired_rates *rates,
                                   double *log_ratio)
{
    double pooled = log(rates->ratio_pooled);
    audit_status status = audit_fail(AUDIT_NO_ROOT, 0);

    for (double width = 1; width < 800 && status.code != AUDIT_OK; width *= 2)
        status = audit_root(score, x, pooled - width, pooled + width,
                            log_ratio);
    return status;
}

/* The robust standard error of the log ratio, and the dispersion. */
static void find_variance(const struct informative *x, double log_ratio,
                          audit_paired_rates *rates)
{
    audit_sum squares = {0, 0}, information = {0, 0};
    double m = (double) x->n;

    for (size_t i = 0; i < x->n; i++) {
        double log_odds = log_ratio + x->log_times[i];
        double p = plogis(log_odds, 0, 1, 1, 0);
        double q = plogis(log_odds, 0, 1, 0, 0);
        double u = x->after[i] - x->events[i] * p;

        audit_add(&squares, u * u);
        audit_add(&information, x->events[i] * p * q);
    }
    double a = audit_total(information);
    double robust = m / (m - 1) * audit_total(squares);
    rates->std_error = m > 1 ? sqrt(robust) / a : NAN;
    rates->dispersion = m > 1 ? fmax(1, robust / a) : 1;
}

static void robust_interval(double log_ratio, const audit_question *question,
                            audit_paired_rates *rates)
{
    double low_tail = audit_low_tail(question->conf_level, question->side);
    double high_tail = audit_high_tail(question->conf_level, question->side);
    double se = rates->std_error, freedom = rates->freedom;
    double t = (log_ratio - log(question->null)) / se;

    if (low_tail > 0)
        rates->low = exp(log_ratio + qt(low_tail, freedom, 1, 0) * se);
    if (high_tail > 0)
        rates->high = exp(log_ratio + qt(high_tail, freedom, 0, 0) * se);
    rates->p = audit_p_of_tails(pt(t, freedom, /* lower */ 0, 0),
                                pt(t, freedom, /* lower */ 1, 0), question->side);
}

static audit_status exact_interval(const struct informative *x,
                                   const audit_question *question,
                                   double *workspace,
                                   audit_paired_rates *rates)
{
    if (x->law.total > AUDIT_MOST_PAIRED_EVENTS) {
        rates->notes |= AUDIT_NOT_EXACT;
        rates->exact_low = rates->exact_high = NAN;
        return audit_ok();
    }
    audit_paired_tails tails =
        audit_tails_at(&x->law, log(question->null), workspace);

    rates->p_exact = audit_p_of_tails(tails.more + tails.equal,
                                      tails.fewer + tails.equal,
                                      question->side);
    rates->p_midp = audit_p_of_tails(tails.more + tails.equal / 2,
                                     tails.fewer + tails.equal / 2,
                                     question->side);
    return audit_paired_limits(&x->law, question->conf_level, question->side,
                               workspace, &rates->exact_low,
                               &rates->exact_high);
}

audit_status audit_compare_pairs(const audit_pairs *pairs,
                                 const audit_question *question,
                                 double *workspace, audit_paired_rates *rates)
{
    struct informative x = {workspace, workspace + pairs->n,
                            workspace + 2 * pairs->n, 0, {0}};
    double log_ratio;

    if (!(question->null > 0) || isinf(question->null))
        return audit_fail(AUDIT_BAD_NULL, 0);
    *rates = (audit_paired_rates) {
        .dispersion = 1, .std_error = NAN, .freedom = NAN, .high = INFINITY,
        .p = NAN, .p_exact = NAN, .p_midp = NAN,
    };
    audit_status status = gather(pairs, rates, &x);
    if (status.code != AUDIT_OK)
        return status;

    rates->ratio_pooled = rates->estimate =
        (rates->events_after / rates->time_after) /
        (rates->events_before / rates->time_before);
    if (x.n == 0)
        rates->notes |= AUDIT_NO_EVENTS;
    status = exact_interval(&x, question, workspace + 3 * pairs->n, rates);
    if (status.code != AUDIT_OK)
        return status;

    int is_inside = rates->events_before > 0 && rates->events_after > 0;
    if (is_inside) {
        status = estimate_ratio(&x, rates, &log_ratio);
        if (status.code != AUDIT_OK)
            return status;
        rates->estimate = exp(log_ratio);
        find_variance(&x, log_ratio, rates);
    }
    if (is_inside && rates->std_error > 1e-10) {
        rates->freedom = (double) x.n - 1;
        robust_interval(log_ratio, question, rates);
    } else {
        rates->notes |= AUDIT_FALLBACK_EXACT;
        rates->low = rates->exact_low;
        rates->high = rates->exact_high;
        rates->p = rates->p_exact;
    }
    return audit_ok();
}
