#include "period_window.h"

#include "base/values.h"

/* The first row of a drug, or rows.last. */
static size_t first_row(const audit_treatments *treatments, audit_rows rows,
                        int drug)
{
    size_t i = rows.first;

    while (i < rows.last && treatments->drug[i] != drug)
        i++;
    return i;
}

/* The day on which the window ends at the latest, for a reason but months. */
static long long latest_end(const audit_treatments *treatments,
                            audit_rows rows, const audit_window *window,
                            int start, int to)
{
    size_t row = rows.first, other = rows.first;
    audit_course course;

    switch (window->until) {
    case AUDIT_UNTIL_STOP:
        audit_next_course(treatments, rows, &row, window->drug, /* grace */ 1,
                          to, &course);
        return audit_extended_stop(treatments, rows, &other, window->drug,
                                   &course, window->extend);
    case AUDIT_UNTIL_SWITCH:
        for (size_t i = rows.first; i < rows.last; i++)
            if (treatments->drug[i] != window->drug &&
                treatments->start[i] > start)
                return treatments->start[i];
        return to;
    case AUDIT_UNTIL_FOLLOW_UP:
        break;
    }
    return to;
}

/* 0 where its months lead out of the calendar. */
static int add_window(const audit_patients *patients,
                      const audit_treatments *treatments, audit_rows rows,
                      int patient, const audit_window *window,
                      audit_period *period)
{
    size_t row = first_row(treatments, rows, window->drug);

    if (row == rows.last) {
        period->membership[patient - 1] = AUDIT_NO_COURSE;
        return 1;
    }

    int from = patients->from[patient - 1], to = patients->to[patient - 1];
    int day = treatments->start[row];
    int start = audit_add_months(day, window->first_month, window->clock);
    long long stop = latest_end(treatments, rows, window, day, to);

    if (start == AUDIT_MISSING)
        return 0;
    if (window->last_month != AUDIT_MISSING) {
        int end = audit_add_months(day, window->last_month, window->clock);
        if (end == AUDIT_MISSING)
            return 0;
        if (end < stop)
            stop = end;
    }
    if (window->first_month < 0 && stop > (long long) day - window->exclude)
        stop = (long long) day - window->exclude;
    int days = audit_add_range(&period->ranges, patients, patient, start, stop,
                               /* stopped */ 0);
    period->membership[patient - 1] = days ? AUDIT_IN_PERIOD : AUDIT_NO_DAYS;
    if (days && window->first_month < 0 && from == AUDIT_MISSING)
        period->notes[patient - 1] |= AUDIT_OPEN_BEGINNING;
    return 1;
}

audit_status audit_period_window(const audit_patients *patients,
                                 const audit_treatments *treatments,
                                 const audit_window *window,
                                 audit_period *period)
{
    audit_status status = audit_check_history(patients, treatments);
    if (status.code != AUDIT_OK)
        return status;

    audit_rows rows = {0, 0};
    for (size_t p = 0; p < patients->n; p++) {
        rows = audit_rows_of(treatments, rows.last, (int) p + 1);
        period->notes[p] = 0;
        if (!add_window(patients, treatments, rows, (int) p + 1, window,
                        period))
            return audit_fail(AUDIT_BAD_DAY, p);
    }
    return audit_ok();
}
