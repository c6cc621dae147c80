#include "period_calendar.h"

#include "base/values.h"

/* The day on which a patient's follow-up begins, where that is known. */
static int beginning(const audit_patients *patients,
                     const audit_treatments *treatments, audit_rows rows,
                     size_t p)
{
    if (patients->from[p] != AUDIT_MISSING)
        return patients->from[p];
    return rows.first < rows.last ? treatments->start[rows.first]
                                  : AUDIT_MISSING;
}

static int add_days(const audit_patients *patients, int patient, int begin,
                    int first, int last, audit_period *period)
{
    audit_ranges *ranges = &period->ranges;
    long long start = begin;
    long long stop = last == AUDIT_MISSING ? patients->to[patient - 1] : last;
    int whole = first != AUDIT_MISSING && (long long) first - 1 >= begin;

    if (whole)
        start = (long long) first - 1;
    if (!audit_add_range(ranges, patients, patient, start, stop, 0))
        return 0;
    if (whole)
        ranges->first[ranges->n - 1] = first;
    if (last != AUDIT_MISSING)
        ranges->last[ranges->n - 1] = ranges->stop[ranges->n - 1];
    return 1;
}

audit_status audit_period_calendar(const audit_patients *patients,
                                   const audit_treatments *treatments,
                                   int first, int last, audit_period *period)
{
    audit_status status = audit_check_history(patients, treatments);
    if (status.code != AUDIT_OK)
        return status;

    audit_rows rows = {0, 0};
    for (size_t p = 0; p < patients->n; p++) {
        rows = audit_rows_of(treatments, rows.last, (int) p + 1);
        int begin = beginning(patients, treatments, rows, p);

        period->notes[p] = 0;
        period->membership[p] =
            begin == AUDIT_MISSING ? AUDIT_NO_BEGINNING
            : add_days(patients, (int) p + 1, begin, first, last, period)
                ? AUDIT_IN_PERIOD : AUDIT_NO_DAYS;
    }
    return audit_ok();
}
