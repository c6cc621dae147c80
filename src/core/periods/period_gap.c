#include "period_gap.h"

#include "base/values.h"

/* The row of the switch: the first of `to` after a start of `from`. */
static size_t switch_row(const audit_treatments *treatments, audit_rows rows,
                         int from, int to)
{
    int begun = 0, day = 0;

    for (size_t i = rows.first; i < rows.last; i++) {
        if (treatments->drug[i] == from && !begun) {
            begun = 1;
            day = treatments->start[i];
        } else if (treatments->drug[i] == to && begun &&
                   treatments->start[i] > day) {
            return i;
        }
    }
    return rows.last;
}

static audit_membership find_washout(const audit_treatments *treatments,
                                     audit_rows rows, int from, int to,
                                     int end, int *start, int *stop)
{
    size_t at = switch_row(treatments, rows, from, to);

    if (at == rows.last)
        return AUDIT_NO_SWITCH;
    *stop = treatments->start[at];
    *start = AUDIT_MISSING;
    for (size_t i = rows.first; i < rows.last; i++) {
        if (treatments->drug[i] != from || treatments->start[i] >= *stop)
            continue;
        int last = audit_stop_of(treatments, i, end);
        if (last > *stop)
            return AUDIT_STILL_ON;
        if (last > *start)
            *start = last;
    }
    return AUDIT_IN_PERIOD;
}

static int has_other_drug(const audit_treatments *treatments, audit_rows rows,
                          int from, int to, int end, int start, int stop)
{
    for (size_t i = rows.first; i < rows.last; i++)
        if (treatments->drug[i] != from && treatments->drug[i] != to &&
            treatments->start[i] < stop &&
            audit_stop_of(treatments, i, end) > start)
            return 1;
    return 0;
}

audit_status audit_period_gap(const audit_patients *patients,
                              const audit_treatments *treatments,
                              int from, int to, audit_period *period)
{
    audit_status status = audit_check_history(patients, treatments);
    if (status.code != AUDIT_OK)
        return status;

    audit_rows rows = {0, 0};
    for (size_t p = 0; p < patients->n; p++) {
        int start, stop, end = patients->to[p];

        rows = audit_rows_of(treatments, rows.last, (int) p + 1);
        audit_membership found =
            find_washout(treatments, rows, from, to, end, &start, &stop);
        if (found == AUDIT_IN_PERIOD &&
            !audit_add_range(&period->ranges, patients, (int) p + 1, start,
                             stop, /* stopped */ 0))
            found = AUDIT_NO_DAYS;
        period->membership[p] = (int) found;
        period->notes[p] =
            found == AUDIT_IN_PERIOD &&
            has_other_drug(treatments, rows, from, to, end, start, stop)
                ? AUDIT_OTHER_DRUG : 0;
    }
    return audit_ok();
}
