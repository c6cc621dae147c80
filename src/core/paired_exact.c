#include "paired_exact.h"

#include <math.h>

#include "dist.h"
#include "root.h"

size_t audit_paired_workspace(const audit_paired_law *law)
{
    return (size_t) law->total + 1;
}

/* One more event, which falls into the second period with probability p. */
static void add_event(double *density, size_t n, double p, double q)
{
    density[n + 1] = density[n] * p;
    for (size_t k = n; k > 0; k--)
        density[k] = density[k] * q + density[k - 1] * p;
    density[0] *= q;
}

/* Tails are summed from their far ends, the small terms first. */
static audit_paired_tails sum_tails(const double *density, size_t n,
                                    size_t second)
{
    audit_paired_tails tails = {0, density[second], 0};

    for (size_t k = 0; k < second; k++)
        tails.fewer += density[k];
    for (size_t k = n; k > second; k--)
        tails.more += density[k];
    return tails;
}

/* All with the same times: what falls into the second period is binomial. */
static audit_paired_tails binomial_tails(const audit_paired_law *law,
                                         double log_odds)
{
    double p = plogis(log_odds, 0, 1, /* lower */ 1, 0);
    double x = law->second, n = law->total;

    return (audit_paired_tails) {
        x > 0 ? pbinom(x - 1, n, p, /* lower */ 1, 0) : 0,
        dbinom(x, n, p, 0),
        pbinom(x, n, p, /* lower */ 0, 0),
    };
}

audit_paired_tails audit_tails_at(const audit_paired_law *law,
                                  double log_ratio, double *workspace)
{
    if (law->n == 0)
        return (audit_paired_tails) {0, 1, 0};
    if (law->log_times[0] == law->log_times[law->n - 1])
        return binomial_tails(law, log_ratio + law->log_times[0]);

    size_t n = 0;
    workspace[0] = 1;
    for (size_t i = 0; i < law->n; i++) {
        double log_odds = log_ratio + law->log_times[i];
        double p = plogis(log_odds, 0, 1, /* lower */ 1, 0);
        double q = plogis(log_odds, 0, 1, /* lower */ 0, 0);

        for (double event = 0; event < law->events[i]; event++)
            add_event(workspace, n++, p, q);
    }
    return sum_tails(workspace, n, (size_t) law->second);
}

struct limit {
    const audit_paired_law *law;
    double *workspace, tail;
    int is_low;
};

/* Rises with the ratio at the lower limit, falls at the upper. */
static double excess(double log_ratio, const void *context)
{
    const struct limit *x = context;
    audit_paired_tails tails =
        audit_tails_at(x->law, log_ratio, x->workspace);

    return (x->is_low ? tails.more : tails.fewer) + tails.equal - x->tail;
}

/* Doubles a bracket about `guess` until the limit is in it. */
static audit_status find_limit(const struct limit *x, double guess,
                               double *limit)
{
    double log_limit;
    audit_status status = audit_fail(AUDIT_NO_ROOT, 0);

    for (double width = 1; width < 800 && status.code != AUDIT_OK; width *= 2)
        status = audit_root(excess, x, guess - width, guess + width,
                            &log_limit);
    if (status.code == AUDIT_OK)
        *limit = exp(log_limit);
    return status;
}

audit_status audit_paired_limits(const audit_paired_law *law,
                                 double conf_level, audit_alternative side,
                                 double *workspace, double *low, double *high)
{
    double low_tail = audit_low_tail(conf_level, side);
    double high_tail = audit_high_tail(conf_level, side);
    audit_status status = audit_ok();

    if (law->total > AUDIT_MOST_PAIRED_EVENTS)
        return audit_fail(AUDIT_TOO_MANY, 0);
    *low = 0;
    *high = INFINITY;
    if (law->n == 0)
        return status;

    double middle = -(law->log_times[0] + law->log_times[law->n - 1]) / 2;
    struct limit x = {law, workspace, low_tail, 1};
    if (low_tail > 0 && law->second > 0)
        status = find_limit(&x, middle, low);
    x.tail = high_tail;
    x.is_low = 0;
    if (status.code == AUDIT_OK && high_tail > 0 && law->second < law->total)
        status = find_limit(&x, middle, high);
    return status;
}
