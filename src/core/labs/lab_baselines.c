#include "lab_baselines.h"

int audit_range_state(audit_lab lab)
{
    int low = audit_lab_is_beyond(lab, lab.low, -1, 0);
    int high = audit_lab_is_beyond(lab, lab.high, 1, 0);

    return (low < 0 ? 0 : low ? AUDIT_LOW : AUDIT_NOT_LOW) |
           (high < 0 ? 0 : high ? AUDIT_HIGH : AUDIT_NOT_HIGH);
}

static int has_baseline(audit_lab lab, size_t n_tests)
{
    return lab.test > 0 && (size_t) lab.test <= n_tests;
}

/* Takes a value as the baseline of its test, if it is later or higher. */
static void take(audit_lab lab, int day, audit_baseline_work *work)
{
    int t = lab.test, state = audit_range_state(lab);

    if (isnan(lab.value) || lab.censored)
        return;
    if (day == work->day[t] &&
        (lab.value < work->value[t] ||
         (!(lab.value > work->value[t]) && state <= work->state[t])))
        return;
    work->day[t] = day;
    work->value[t] = lab.value;
    work->state[t] = state;
}

void audit_find_baselines(const int *patient, const int *day,
                          const audit_lab_values *values, const int *origin,
                          size_t n_tests, double *value, int *state,
                          audit_baseline_work *work)
{
    for (size_t i = 0, end; i < values->n; i = end) {
        int from = origin[patient[i] - 1];

        for (size_t t = 0; t <= n_tests; t++) {
            work->day[t] = AUDIT_MISSING;
            work->value[t] = NAN;
            work->state[t] = 0;
        }
        for (end = i; end < values->n && patient[end] == patient[i]; end++) {
            audit_lab lab = audit_lab_at(values, end);
            int before = from == AUDIT_MISSING || day[end] <= from;

            value[end] = NAN;
            state[end] = before ? AUDIT_BY_RANGE : 0;
            if (!has_baseline(lab, n_tests))
                continue;
            if (before && from != AUDIT_MISSING)
                take(lab, day[end], work);
            else if (!before) {
                value[end] = work->value[lab.test];
                state[end] = work->state[lab.test];
            }
        }
    }
}
