#include "pooled_rate.h"

#include <math.h>

#include "rate_methods.h"

/* With t of one or two degrees of freedom a rate would have all but no limits. */
enum { LEAST_FREEDOM = 3 };

/* Garwood's limits, scaled: of x effective events in so many effective years. */
static audit_status by_garwood(double x, double years,
                               const audit_question *question,
                               audit_interval *found)
{
    audit_status status =
        audit_rate_limits(AUDIT_RATE_GARWOOD, x, question->conf_level,
                          question->side, &found->low, &found->high);

    found->low /= years;
    found->high /= years;
    return status;
}

static audit_interval by_t(double events, double time,
                           const audit_spread *spread,
                           const audit_question *question)
{
    double model = 1 / events + spread->alpha / spread->effective;
    double variance = fmax(model, spread->jackknife / events);
    double freedom = fmax(LEAST_FREEDOM, spread->effective - 1);

    return audit_log_t_interval(events / time, sqrt(variance), freedom,
                                question);
}

audit_status audit_pooled_rate(double events, double time, int has_spread,
                               const audit_spread *spread,
                               const audit_question *question,
                               audit_interval *found)
{
    double x = events / spread->jackknife, years = time / spread->jackknife;
    int is_t = has_spread && events > 0;
    audit_status status = by_garwood(x, years, question, found);

    if (is_t) {
        audit_interval t = by_t(events, time, spread, question);
        found->low = fmin(found->low, t.low);
        found->high = fmax(found->high, t.high);
    }
    found->p = NAN;
    if (isnan(question->null))
        return status;
    double tail[2];
    for (int i = 0; i < 2; i++) {
        audit_question one = *question;
        one.side = i == 0 ? AUDIT_GREATER : AUDIT_LESS;
        tail[i] = audit_rate_p(AUDIT_RATE_GARWOOD, x, one.null * years,
                               one.side);
        if (is_t)
            tail[i] = fmax(tail[i], by_t(events, time, spread, &one).p);
    }
    found->p = audit_p_of_tails(tail[0], tail[1], question->side);
    return status;
}
