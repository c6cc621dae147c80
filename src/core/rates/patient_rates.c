#include "patient_rates.h"

#include "base/sum.h"
#include "base/values.h"

static audit_code fault(double events, double time, int group, size_t n_groups)
{
    if (group < 1 || (size_t) group > n_groups)
        return AUDIT_BAD_GROUP;
    if (!audit_is_count(events))
        return AUDIT_BAD_COUNT;
    if (!audit_is_time(time))
        return AUDIT_BAD_TIME;
    if (time == 0 && events > 0)
        return AUDIT_EVENTS_IN_NO_TIME;
    return AUDIT_OK;
}

static void finish(const audit_patient_rates *rates, size_t g, double squares)
{
    double n = rates->patients[g];
    double variance = n > 1 ? n / (n - 1) * squares : NAN;

    rates->std_error[g] = sqrt(variance) / rates->time[g];
    rates->dispersion[g] = fmax(1, variance / rates->events[g]);
    if (isnan(rates->dispersion[g]) || rates->events[g] == 0)
        rates->dispersion[g] = 1;
}

audit_status audit_rates_of_patients(const double *events, const double *time,
                                     const int *group, size_t n,
                                     size_t n_groups, double *workspace,
                                     const audit_patient_rates *rates)
{
    double *lost_time = workspace, *rate = workspace + n_groups;
    double *squares = workspace + 2 * n_groups;
    double *lost_squares = workspace + 3 * n_groups;

    for (size_t g = 0; g < n_groups; g++) {
        rates->patients[g] = rates->with_event[g] = rates->left_out[g] = 0;
        rates->events[g] = rates->time[g] = lost_time[g] = 0;
        squares[g] = lost_squares[g] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        audit_code code = fault(events[i], time[i], group[i], n_groups);
        if (code != AUDIT_OK)
            return audit_fail(code, i);

        size_t g = (size_t) group[i] - 1;
        rates->patients[g] += time[i] > 0;
        rates->left_out[g] += time[i] == 0;
        rates->with_event[g] += events[i] > 0;
        rates->events[g] += events[i];
        audit_add_at(rates->time, lost_time, g, time[i]);
    }
    for (size_t g = 0; g < n_groups; g++) {
        rates->time[g] += lost_time[g];
        rate[g] = rates->events[g] / rates->time[g];
    }
    for (size_t i = 0; i < n; i++) {
        size_t g = (size_t) group[i] - 1;
        double excess = events[i] - rate[g] * time[i];

        if (time[i] > 0)
            audit_add_at(squares, lost_squares, g, excess * excess);
    }
    for (size_t g = 0; g < n_groups; g++)
        finish(rates, g, squares[g] + lost_squares[g]);
    return audit_ok();
}

/* Deals the patients with time to their groups: those of group g are then from
   first[g] to first[g + 1]. */
static void deal(const double *events, const double *time, const int *group,
                 size_t n, size_t n_groups, double part, size_t *first,
                 double *counts, double *times)
{
    size_t from = 0;

    for (size_t g = 0; g <= n_groups; g++)
        first[g] = 0;
    for (size_t i = 0; i < n; i++)
        first[group[i]] += time[i] > 0;
    for (size_t g = 1; g <= n_groups; g++) {
        size_t size = first[g];
        first[g] = from;
        from += size;
    }
    for (size_t i = 0; i < n; i++) {
        if (time[i] == 0)
            continue;
        size_t to = first[group[i]]++;
        counts[to] = events[i] / part;
        times[to] = time[i] / part;
    }
}

static size_t group_size(const audit_patient_spread *work)
{
    return work->first[work->group + 1] - work->first[work->group];
}

static void begin_group(audit_patient_spread *work)
{
    if (work->group == work->n_groups) {
        work->is_done = 1;
        return;
    }
    size_t from = work->first[work->group], size = group_size(work);
    audit_group_counts of = {size, work->times + from, NULL,
                             size, work->counts + from, work->times + from};

    work->now = audit_spread_begin(&of);
}

audit_patient_spread
audit_patient_spread_begin(const double *events, const double *time,
                           const int *group, size_t n, size_t n_groups,
                           double part, size_t *first, double *workspace,
                           audit_spread *spread)
{
    double *counts = workspace, *times = workspace + n;
    audit_patient_spread work = {
        .first = first, .n_groups = n_groups, .counts = counts, .times = times,
        .spread = spread,
    };

    deal(events, time, group, n, n_groups, part, first, counts, times);
    begin_group(&work);
    return work;
}

audit_status audit_patient_spread_go_on(audit_patient_spread *work,
                                        size_t patients)
{
    for (size_t seen = 0; !work->is_done && seen < patients;) {
        seen += group_size(work) + 1;
        audit_status status = audit_spread_go_on(&work->now);

        if (status.code != AUDIT_OK)
            return audit_fail(status.code, work->group);
        if (work->now.is_done) {
            work->spread[work->group++] = work->now.spread;
            begin_group(work);
        }
    }
    return audit_ok();
}

audit_status audit_spread_of_patients(const double *events, const double *time,
                                      const int *group, size_t n,
                                      size_t n_groups, double part,
                                      size_t *first, double *workspace,
                                      audit_spread *spread)
{
    audit_patient_spread work = audit_patient_spread_begin(
        events, time, group, n, n_groups, part, first, workspace, spread);
    audit_status status = audit_ok();

    while (status.code == AUDIT_OK && !work.is_done)
        status = audit_patient_spread_go_on(&work, n + 1);
    return status;
}
