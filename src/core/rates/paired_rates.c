#include "paired_rates.h"

#include <math.h>

#include "base/dist.h"
#include "base/sum.h"
#include "base/values.h"
#include "numerics/root.h"
#include "numerics/t_interval.h"
#include "paired_exact.h"
#include "paired_pooled.h"
#include "scaled_exact.h"

size_t audit_pairs_workspace(const audit_pairs *pairs)
{
    double total = 1;

    for (size_t i = 0; i < pairs->n; i++)
        if (pairs->before[i] + pairs->after[i] > 0)
            total += pairs->before[i] + pairs->after[i];
    if (total > AUDIT_MOST_PAIRED_EVENTS)
        total = AUDIT_MOST_PAIRED_EVENTS;
    return 5 * pairs->n + (size_t) total + 1;
}

static audit_code fault(double events, double time)
{
    if (!audit_is_count(events))
        return AUDIT_BAD_COUNT;
    if (!audit_is_time(time))
        return AUDIT_BAD_TIME;
    return time == 0 && events > 0 ? AUDIT_EVENTS_IN_NO_TIME : AUDIT_OK;
}

/* Sums the patients with both times and gathers those with an event. */
static audit_status gather(const audit_pairs *pairs, audit_paired_rates *rates,
                           audit_informative *x)
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
            x->time_after[x->n] = pairs->time_after[i];
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

static double weighted_p(audit_paired_tails tails, double weight,
                         audit_alternative side)
{
    return audit_p_of_tails(tails.more + weight * tails.equal,
                            tails.fewer + weight * tails.equal, side);
}

/* The limits of the weight, from those of the score, which are near. */
static audit_status exact_limits(const audit_informative *x, double weight,
                                 const audit_question *question,
                                 double *workspace, audit_interval *found)
{
    audit_status status = audit_conditional_score(x, question, found);

    /* Where the score has no limit but the law has, it is begun from 1. */
    if (!(found->low > 0) || isinf(found->low))
        found->low = 1;
    if (!(found->high > 0) || isinf(found->high))
        found->high = 1;
    if (status.code == AUDIT_OK)
        status = audit_paired_limits(&x->law, weight, question->conf_level,
                                     question->side, workspace, &found->low,
                                     &found->high);
    return status;
}

/* What stands beside every interval: the exact one and its tests. */
static audit_status beside(const audit_informative *x,
                           const audit_question *question, double *workspace,
                           audit_paired_rates *rates)
{
    audit_interval found;

    if (x->law.total > AUDIT_MOST_PAIRED_EVENTS) {
        audit_status status = audit_conditional_score(x, question, &found);
        rates->notes |= AUDIT_NOT_EXACT;
        rates->p_exact = rates->p_midp = found.p;
        rates->exact_low = found.low;
        rates->exact_high = found.high;
        return status;
    }
    audit_paired_tails tails =
        audit_tails_at(&x->law, log(question->null), 0, workspace);
    rates->p_exact = weighted_p(tails, 1, question->side);
    /* Without an event nothing speaks against any ratio. */
    rates->p_midp = x->law.total > 0 ? weighted_p(tails, 0.5, question->side) : 1;
    audit_status status = exact_limits(x, 1, question, workspace, &found);
    rates->exact_low = found.low;
    rates->exact_high = found.high;
    return status;
}

static void set_interval(audit_paired_rates *rates, audit_interval found)
{
    rates->low = found.low;
    rates->high = found.high;
    rates->p = found.p;
}

static void by_t(audit_paired_rates *rates, double variance, double freedom,
                 const audit_question *question)
{
    rates->std_error = sqrt(variance);
    rates->freedom = freedom;
    set_interval(rates, audit_log_t_interval(rates->estimate, rates->std_error,
                                             freedom, question));
}

/* The events of a patient as though they came together, over single ones. */
static double together(const audit_informative *x)
{
    audit_sum squares = {0, 0};

    for (size_t i = 0; i < x->n; i++)
        audit_add(&squares, x->events[i] * x->events[i]);
    return x->n > 0 ? audit_total(squares) / x->law.total : 1;
}

struct one_sided {
    const audit_informative *x;
    double phi, turn; /* turn: 1 without events after, -1 before */
    double log_tail;
};

/* Minus the log of the chance that all effective events fall on one side. */
static double exponent(const struct one_sided *x, double log_ratio)
{
    audit_sum sum = {0, 0};

    for (size_t i = 0; i < x->x->n; i++) {
        double odds = x->turn * (log_ratio + x->x->log_times[i]);
        audit_add(&sum, x->x->events[i] * log1pexp(odds));
    }
    return audit_total(sum) / x->phi;
}

static double excess(double log_ratio, const void *context)
{
    const struct one_sided *x = context;

    return log(exponent(x, log_ratio)) - log(-x->log_tail);
}

/* No event in one of the periods: the law given each patient's events. */
static audit_status of_one_side(const audit_informative *x, double phi,
                                const audit_question *question,
                                audit_interval *found)
{
    int is_after = x->law.second > 0;
    double tail = is_after ? audit_low_tail(question->conf_level, question->side)
                           : audit_high_tail(question->conf_level, question->side);
    struct one_sided one = {x, phi, is_after ? -1 : 1, log(tail)};
    double here = exp(-exponent(&one, log(question->null))), limit;

    *found = (audit_interval) {0, INFINITY, NAN};
    found->p = audit_p_of_tails(is_after ? here : 1, is_after ? 1 : here,
                                question->side);
    if (!(tail > 0))
        return audit_ok();
    audit_status status = audit_root_near(excess, &one, !is_after,
                                          -x->log_times[x->n / 2], 1, &limit);
    if (status.code == AUDIT_OK)
        *(is_after ? &found->low : &found->high) = exp(limit);
    return status;
}

/*
 * Where patients' differences tell nothing of how they vary, each is as good as
 * one event. Without an event there is no limit.
 */
static audit_status fall_back(const audit_informative *x,
                              const audit_question *question,
                              audit_paired_rates *rates)
{
    double after = rates->events_after, before = rates->events_before;
    audit_interval found = {0, INFINITY, 1};
    audit_status status = audit_ok();

    rates->notes |= AUDIT_FALLBACK_EXACT;
    rates->dispersion = together(x);
    if (after > 0 && before > 0)
        found = audit_scaled_exact(after, after / rates->estimate, before,
                                   before, rates->dispersion, question);
    else if (x->n > 0)
        status = of_one_side(x, rates->dispersion, question, &found);
    set_interval(rates, found);
    return status;
}

/* Rounding alone leaves a variance of about 1e-32. */
static int is_some(double variance)
{
    return variance > 1e-20;
}

/* The variance of a fit, which is of events in both periods, and its degrees of
   freedom, by one of the methods that take both from the patients. */
static audit_reduced_fit spread_of(const audit_conditional_fit *fit,
                                   const audit_informative *x,
                                   audit_paired_rate_method method)
{
    double a = fit->information;

    if (!(x->n > 1 && a > 0))
        return (audit_reduced_fit) {NAN, NAN};
    if (method != AUDIT_PAIRED_ROBUST)
        return audit_reduce_conditional(x, fit);
    return (audit_reduced_fit) {fit->squares / (a * a), (double) x->n - 1};
}

static int has_spread(audit_reduced_fit spread)
{
    return is_some(spread.variance) && isfinite(spread.variance);
}

static audit_status of_method(const audit_pairs *pairs,
                              const audit_informative *x,
                              const audit_conditional_fit *fit,
                              audit_paired_rate_method method, int floor,
                              const audit_question *question,
                              double *workspace, audit_paired_rates *rates)
{
    int has_both = rates->events_before > 0 && rates->events_after > 0;
    audit_interval found = {rates->exact_low, rates->exact_high,
                            rates->p_exact};
    audit_status status = audit_ok();

    switch (method) {
    case AUDIT_PAIRED_CR2:
    case AUDIT_PAIRED_CR2_ALONE:
    case AUDIT_PAIRED_ROBUST: {
        audit_reduced_fit spread = spread_of(fit, x, method);
        double model = 1 / fit->information;
        if (!has_spread(spread))
            return fall_back(x, question, rates);
        by_t(rates, floor && model > spread.variance ? model : spread.variance,
             spread.freedom, question);
        return status;
    }
    case AUDIT_PAIRED_POOLED: {
        double variance =
            has_both ? audit_pooled_variance(pairs, rates, rates->events_after,
                                             rates->events_before)
                     : 0;
        rates->estimate = rates->ratio_pooled;
        if (!(rates->patients > 1) || !is_some(variance))
            return fall_back(x, question, rates);
        by_t(rates, variance, rates->patients - 1, question);
        return status;
    }
    case AUDIT_PAIRED_DIFFERENCE:
        return audit_pooled_difference(pairs, question, rates);
    case AUDIT_PAIRED_MIDP:
        found.p = rates->p_midp;
        if (!(rates->notes & AUDIT_NOT_EXACT)) {
            status = exact_limits(x, 0.5, question, workspace, &found);
            found.p = rates->p_midp;
        }
        break;
    case AUDIT_PAIRED_SCORE:
        status = audit_conditional_score(x, question, &found);
        break;
    case AUDIT_PAIRED_SCALED_EXACT:
        found = audit_scaled_exact(rates->events_after, rates->time_after,
                                   rates->events_before, rates->time_before,
                                   rates->dispersion, question);
        break;
    case AUDIT_PAIRED_EXACT:
    case AUDIT_N_PAIRED_RATE_METHODS:
        break;
    }
    set_interval(rates, found);
    return status;
}

/* What is summed up to test that patients' changes are as likely either way. */
static audit_sign_flips flip_signs(const audit_informative *x, double *spare)
{
    for (size_t i = 0; i < x->n; i++)
        spare[i] = x->after[i] -
                   x->events[i] * plogis(x->log_times[i], 0, 1, 1, 0);
    return audit_sign_flips_begin(spare, x->n);
}

enum stage { FLIPPING, BESIDE, OF_METHOD };

audit_status audit_pairs_begin(const audit_pairs *pairs,
                               audit_paired_rate_method method, int floor,
                               const audit_question *question,
                               double *workspace, audit_pairing *work)
{
    double *spare = workspace + 4 * pairs->n;
    int is_ratio = method != AUDIT_PAIRED_DIFFERENCE;

    if (!isfinite(question->null) || (is_ratio && question->null <= 0))
        return audit_fail(AUDIT_BAD_NULL, 0);
    *work = (audit_pairing) {
        .rates = {
            .dispersion = 1, .std_error = NAN, .freedom = NAN, .high = INFINITY,
            .p = NAN, .exact_low = NAN, .exact_high = NAN, .p_exact = NAN,
            .p_midp = NAN, .p_sign_flip = NAN,
        },
        .pairs = pairs, .method = method, .floor = floor, .question = question,
        .workspace = workspace + 5 * pairs->n,
        .x = {workspace, workspace + pairs->n, workspace + 2 * pairs->n,
              workspace + 3 * pairs->n, 0, {0}},
    };
    audit_paired_rates *rates = &work->rates;
    audit_informative *x = &work->x;
    audit_status status = gather(pairs, rates, x);
    if (status.code != AUDIT_OK)
        return status;

    rates->ratio_pooled = rates->estimate =
        (rates->events_after / rates->time_after) /
        (rates->events_before / rates->time_before);
    if (x->n == 0)
        rates->notes |= AUDIT_NO_EVENTS;
    if (rates->events_before > 0 && rates->events_after > 0) {
        status = audit_fit_conditional(x, log(rates->ratio_pooled), &work->fit);
        if (status.code != AUDIT_OK)
            return status;
        rates->estimate = exp(work->fit.log_ratio);
        if (x->n > 1)
            rates->dispersion = fmax(1, work->fit.squares /
                                            work->fit.information);
    }
    if (method == AUDIT_PAIRED_CR2_ALONE &&
        has_spread(spread_of(&work->fit, x, method)))
        work->stage = OF_METHOD;
    else
        work->flips = flip_signs(x, spare);
    return status;
}

audit_status audit_pairs_go_on(audit_pairing *work, size_t draws)
{
    audit_paired_rates *rates = &work->rates;
    audit_status status = audit_ok();

    if (work->is_done)
        return status;
    switch ((enum stage) work->stage) {
    case FLIPPING:
        audit_sign_flips_go_on(&work->flips, draws);
        if (!work->flips.is_done)
            break;
        rates->p_sign_flip = work->flips.p;
        if (work->x.n > AUDIT_MOST_FLIPPED)
            rates->notes |= AUDIT_DRAWN_SIGNS;
        work->stage = work->method == AUDIT_PAIRED_DIFFERENCE ? OF_METHOD
                                                              : BESIDE;
        break;
    case BESIDE:
        status = beside(&work->x, work->question, work->workspace, rates);
        work->stage = OF_METHOD;
        break;
    case OF_METHOD:
        status = of_method(work->pairs, &work->x, &work->fit, work->method,
                           work->floor, work->question, work->workspace, rates);
        work->is_done = 1;
        break;
    }
    return status;
}

audit_status audit_compare_pairs(const audit_pairs *pairs,
                                 audit_paired_rate_method method, int floor,
                                 const audit_question *question,
                                 double *workspace, audit_paired_rates *rates)
{
    audit_pairing work;
    audit_status status = audit_pairs_begin(pairs, method, floor, question,
                                            workspace, &work);

    if (status.code != AUDIT_OK)
        return status;
    while (status.code == AUDIT_OK && !work.is_done)
        status = audit_pairs_go_on(&work, AUDIT_SIGN_DRAWS);
    *rates = work.rates;
    return status;
}
