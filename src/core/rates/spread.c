#include "spread.h"

#include <math.h>

#include "base/dist.h"
#include "base/sum.h"

/* log1p(t) - t / (1 + t) over t^2. */
static double small_part(double t)
{
    if (t > 0.02)
        return (log1p(t) - t / (1 + t)) / (t * t);
    double sum = 0;
    for (int m = 8; m >= 1; m--)
        sum = (m % 2 ? 1 : -1) * m / (m + 1.0) + t * sum;
    return sum;
}

/* The integral of j / (1 + alpha j) from 0 to x. */
static double area(double x, double alpha)
{
    double t = alpha * x;

    return t < 1e-5 ? x * x * (0.5 - t / 3 + t * t / 4)
                    : -log1pmx(t) / (alpha * alpha);
}

/* The sum of j / (1 + alpha j) over j from 0 to y - 1; of many, from one on, by
   Euler and Maclaurin. */
static double steps_upto(double y, double alpha)
{
    enum { one_by_one = 64 };
    double whole = floor(y), sum = 0;
    double j = 0;

    for (; j < whole && j < one_by_one; j++)
        sum += j / (1 + alpha * j);
    if (j < whole) {
        double w1 = 1 + alpha * j, w2 = 1 + alpha * whole;
        double ends = j / w1 - whole / w2;
        double slopes = 1 / (w2 * w2) - 1 / (w1 * w1);

        sum += area(whole, alpha) - area(j, alpha) + ends / 2 + slopes / 12;
    }
    return sum + (y - whole) * whole / (1 + alpha * whole);
}

/* alpha times the slope of the log likelihood there, at the log of alpha. */
static double slope(double log_alpha, const audit_group_counts *x, double rate)
{
    double alpha = exp(log_alpha), sum = 0;

    for (size_t i = 0; i < x->n_times; i++) {
        double mean = rate * x->times[i];
        double part = mean * mean * small_part(alpha * mean);
        sum += x->often ? x->often[i] * part : part;
    }
    for (size_t i = 0; i < x->n_counts; i++) {
        double y = x->counts[i], mean = rate * x->count_times[i];

        if (y > 0)
            sum += steps_upto(y, alpha) - y * mean / (1 + alpha * mean);
    }
    return alpha * sum;
}

/* What those without an event would add, and what events change of that. */
struct squares {
    double plain, jackknife, of_times;
};

static struct squares square_up(const audit_group_counts *x, double rate,
                                double time)
{
    audit_sum plain = {0, 0}, left_out = {0, 0}, of_times = {0, 0};

    for (size_t i = 0; i < x->n_times; i++) {
        double t = x->times[i], often = x->often ? x->often[i] : 1;
        double away = rate * t, others = 1 - t / time;

        if (often == 0)
            continue;
        audit_add(&of_times, often * t * t);
        audit_add(&plain, often * away * away);
        audit_add(&left_out, often * (away / others) * (away / others));
    }
    for (size_t i = 0; i < x->n_counts; i++) {
        double y = x->counts[i], others = 1 - x->count_times[i] / time;
        double more = y * (y - 2 * rate * x->count_times[i]);

        audit_add(&plain, more);
        audit_add(&left_out, more / (others * others));
    }
    return (struct squares) {audit_total(plain), audit_total(left_out),
                             audit_total(of_times)};
}

audit_spreading audit_spread_begin(const audit_group_counts *group)
{
    audit_sum all_time = {0, 0}, all_events = {0, 0};
    double patients = 0;

    for (size_t i = 0; i < group->n_times; i++) {
        double often = group->often ? group->often[i] : 1;
        patients += often;
        audit_add(&all_time, often * group->times[i]);
    }
    for (size_t i = 0; i < group->n_counts; i++)
        audit_add(&all_events, group->counts[i]);
    double time = audit_total(all_time), events = audit_total(all_events);
    struct squares of = square_up(group, events / time, time);
    audit_spreading work = {
        .spread = audit_no_spread(patients > 0 ? time * time / of.of_times : 0),
        .is_done = 1, .group = *group, .rate = events / time,
    };

    if (patients < 2 || events == 0)
        return work;
    work.spread.jackknife = fmax(1, of.jackknife / events);
    /* Rounding alone is no variance beyond Poisson's. */
    if (of.plain <= events * (1 + 1e-9))
        return work;
    double moment = (of.plain - events) / (work.rate * work.rate * of.of_times);
    work.log_alpha = audit_search_near(/* rises */ 0, log(moment), 1);
    work.is_done = 0;
    return work;
}

audit_status audit_spread_go_on(audit_spreading *work)
{
    if (work->is_done)
        return audit_ok();

    double at = work->log_alpha.at;
    audit_status status = audit_search_tell(
        &work->log_alpha, slope(at, &work->group, work->rate));

    if (status.code == AUDIT_OK && work->log_alpha.is_done) {
        work->spread.alpha = exp(work->log_alpha.at);
        work->is_done = 1;
    }
    return status;
}

audit_status audit_spread_of(const audit_group_counts *group,
                             audit_spread *spread)
{
    audit_spreading work = audit_spread_begin(group);
    audit_status status = audit_ok();

    while (status.code == AUDIT_OK && !work.is_done)
        status = audit_spread_go_on(&work);
    *spread = work.spread;
    return status;
}
