#include "cells.h"

#include "base/values.h"

/* Whether range i belongs to the cell of the one before it. */
static int same_cell(const audit_times *times, size_t i)
{
    return times->period[i] == times->period[i - 1] &&
           times->patient[i] == times->patient[i - 1];
}

static int in_order(const audit_times *times, size_t i)
{
    if (same_cell(times, i))
        return times->start[i] >= times->stop[i - 1];
    if (times->period[i] == times->period[i - 1])
        return times->patient[i] > times->patient[i - 1];
    return times->period[i] > times->period[i - 1];
}

audit_status audit_cells(const audit_times *times, int *cell,
                         int *cell_period, int *cell_patient, int *cell_days,
                         size_t *n_cells)
{
    size_t c = 0;

    for (size_t i = 0; i < times->n; i++) {
        long long days = (long long) times->stop[i] - times->start[i];

        if (days < 0)
            return audit_fail(AUDIT_BAD_INTERVAL, i);
        if (i > 0 && !in_order(times, i))
            return audit_fail(AUDIT_NOT_SORTED, i);
        if (i > 0 && same_cell(times, i)) {
            days += cell_days[c - 1];
        } else {
            cell_period[c] = times->period[i];
            cell_patient[c] = times->patient[i];
            c++;
        }
        if (days > INT_MAX)
            return audit_fail(AUDIT_TOO_MANY, i);
        cell_days[c - 1] = (int) days;
        cell[i] = (int) c - 1;
    }
    *n_cells = c;
    return audit_ok();
}
