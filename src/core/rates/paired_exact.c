#include "paired_exact.h"

#include <math.h>

#include "base/dist.h"
#include "numerics/inversion.h"

/*
 * Probabilities so small, of so many terms as there can be, do not change the
 * tenth digit of a tail that an interval leaves.
 */
static const double negligible = 1e-25;

size_t audit_paired_workspace(const audit_paired_law *law)
{
    return (size_t) law->total + 1;
}

/* Probabilities of first to last events; those beyond are left out. */
struct density {
    double *p;
    size_t first, last;
};

/* One more event, which falls into the second period with probability p. */
static void add_event(struct density *d, double p, double q, double cut)
{
    double *x = d->p;

    x[d->last + 1] = x[d->last] * p;
    for (size_t k = d->last; k > d->first; k--)
        x[k] = x[k] * q + x[k - 1] * p;
    x[d->first] *= q;
    d->last++;
    while (d->first < d->last && x[d->first] < cut)
        d->first++;
    while (d->first < d->last && x[d->last] < cut)
        d->last--;
}

/* Tails are summed from their far ends, the small terms first. */
static audit_paired_tails sum_tails(const struct density *d, size_t second)
{
    audit_paired_tails tails = {0, 0, 0};

    if (second >= d->first && second <= d->last)
        tails.equal = d->p[second];
    for (size_t k = d->first; k <= d->last && k < second; k++)
        tails.fewer += d->p[k];
    for (size_t k = d->last + 1; k-- > d->first && k > second;)
        tails.more += d->p[k];
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
                                  double log_ratio, double cut,
                                  double *workspace)
{
    struct density d = {workspace, 0, 0};

    if (law->n == 0)
        return (audit_paired_tails) {0, 1, 0};
    if (law->log_times[0] == law->log_times[law->n - 1])
        return binomial_tails(law, log_ratio + law->log_times[0]);

    d.p[0] = 1;
    for (size_t i = 0; i < law->n; i++) {
        double log_odds = log_ratio + law->log_times[i];
        double p = plogis(log_odds, 0, 1, /* lower */ 1, 0);
        double q = plogis(log_odds, 0, 1, /* lower */ 0, 0);

        for (double event = 0; event < law->events[i]; event++)
            add_event(&d, p, q, cut);
    }
    return sum_tails(&d, (size_t) law->second);
}

struct weighted {
    const audit_paired_law *law;
    double weight, *workspace;
};

static double weighted_p(double log_ratio, audit_tail tail,
                         const void *context)
{
    const struct weighted *x = context;
    audit_paired_tails tails =
        audit_tails_at(x->law, log_ratio, negligible, x->workspace);

    return (tail == AUDIT_MORE ? tails.more : tails.fewer) +
           x->weight * tails.equal;
}

static audit_status find_limit(const struct weighted *x, audit_tail tail,
                               double target, double *limit)
{
    double log_limit, width = 0.5 / sqrt(x->law->total);
    audit_status status = audit_invert(weighted_p, x, tail, target,
                                       log(*limit), width, &log_limit);

    if (status.code == AUDIT_OK)
        *limit = exp(log_limit);
    return status;
}

/* Whether so many as none, or so few as all, never have less than the target. */
static int is_certain(const struct weighted *x, double target)
{
    return x->weight == 1 || target <= 1 - x->weight || x->law->total == 0;
}

audit_status audit_paired_limits(const audit_paired_law *law, double weight,
                                 double conf_level, audit_alternative side,
                                 double *workspace, double *low, double *high)
{
    double low_tail = audit_low_tail(conf_level, side);
    double high_tail = audit_high_tail(conf_level, side);
    struct weighted x = {law, weight, workspace};
    int is_none = law->second == 0, is_all = law->second == law->total;
    audit_status status = audit_ok();

    if (law->total > AUDIT_MOST_PAIRED_EVENTS)
        return audit_fail(AUDIT_TOO_MANY, 0);
    /* All, at the lower limit, have the weight as a probability at most; none
       have what the weight leaves at least. */
    if (low_tail == 0 || (is_none && is_certain(&x, low_tail)))
        *low = 0;
    else if (is_all && low_tail >= weight)
        *low = INFINITY;
    else
        status = find_limit(&x, AUDIT_MORE, low_tail, low);
    if (status.code != AUDIT_OK)
        return status;
    if (high_tail == 0 || (is_all && is_certain(&x, high_tail)))
        *high = INFINITY;
    else if (is_none && high_tail >= weight)
        *high = 0;
    else
        status = find_limit(&x, AUDIT_FEWER, high_tail, high);
    return status;
}
