#include "mean_rates.h"

#include "base/sum.h"
#include "base/values.h"
#include "numerics/t_interval.h"

static audit_code fault(double events, double time, int group, size_t n_groups)
{
    if (group < 1 || (size_t) group > n_groups)
        return AUDIT_BAD_GROUP;
    if (!(events >= 0) || isinf(events))
        return AUDIT_BAD_COUNT;
    if (!audit_is_time(time))
        return AUDIT_BAD_TIME;
    return AUDIT_OK;
}

static void finish(const audit_mean_rates *rates, size_t g, double squares,
                   double conf_level)
{
    double n = rates->patients[g];
    audit_question question = {conf_level, AUDIT_TWO_SIDED, NAN};

    rates->std_error[g] = rates->low[g] = rates->high[g] = NAN;
    /* Rounding alone leaves a relative standard error of about 1e-16. */
    double std_error = n > 1 ? sqrt(squares / (n - 1) / n) : 0;
    if (!(std_error > 1e-10 * rates->mean[g]))
        return;
    audit_interval x = audit_t_interval(rates->mean[g], std_error, n - 1,
                                        &question);
    rates->std_error[g] = std_error;
    rates->low[g] = fmax(0, x.low);
    rates->high[g] = x.high;
}

audit_status audit_mean_of_rates(const double *events, const double *time,
                                 const int *group, size_t n, size_t n_groups,
                                 double conf_level, double *workspace,
                                 const audit_mean_rates *rates)
{
    double *squares = workspace, *lost = workspace + n_groups;

    for (size_t g = 0; g < n_groups; g++)
        rates->patients[g] = rates->mean[g] = lost[g] = 0;
    for (size_t i = 0; i < n; i++) {
        audit_code code = fault(events[i], time[i], group[i], n_groups);
        if (code != AUDIT_OK)
            return audit_fail(code, i);
        if (time[i] == 0)
            continue;
        size_t g = (size_t) group[i] - 1;
        rates->patients[g]++;
        audit_add_at(rates->mean, lost, g, events[i] / time[i]);
    }
    for (size_t g = 0; g < n_groups; g++) {
        rates->mean[g] = (rates->mean[g] + lost[g]) / rates->patients[g];
        squares[g] = lost[g] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        size_t g = (size_t) group[i] - 1;
        double excess = events[i] / time[i] - rates->mean[g];

        if (time[i] > 0)
            audit_add_at(squares, lost, g, excess * excess);
    }
    for (size_t g = 0; g < n_groups; g++)
        finish(rates, g, squares[g] + lost[g], conf_level);
    return audit_ok();
}
