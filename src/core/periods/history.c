#include "history.h"

#include "base/values.h"

audit_status audit_check_history(const audit_patients *patients,
                                 const audit_treatments *treatments)
{
    const int *patient = treatments->patient, *start = treatments->start;
    const int *stop = treatments->stop;

    for (size_t p = 0; p < patients->n; p++)
        if (patients->to[p] == AUDIT_MISSING)
            return audit_fail(AUDIT_BAD_DAY, p);

    for (size_t i = 0; i < treatments->n; i++) {
        if (patient[i] < 1 || (size_t) patient[i] > patients->n)
            return audit_fail(AUDIT_BAD_PATIENT, i);
        if (start[i] == AUDIT_MISSING)
            return audit_fail(AUDIT_BAD_DAY, i);
        if (stop[i] != AUDIT_MISSING && stop[i] < start[i])
            return audit_fail(AUDIT_BAD_INTERVAL, i);
        if (i > 0 && (patient[i] < patient[i - 1] ||
                      (patient[i] == patient[i - 1] &&
                       start[i] < start[i - 1])))
            return audit_fail(AUDIT_NOT_SORTED, i);
    }
    return audit_ok();
}

audit_rows audit_rows_of(const audit_treatments *treatments, size_t first,
                         int patient)
{
    size_t last = first;

    while (last < treatments->n && treatments->patient[last] == patient)
        last++;
    return (audit_rows) {first, last};
}

int audit_stop_of(const audit_treatments *treatments, size_t row, int to)
{
    int stop = treatments->stop[row];
    return stop == AUDIT_MISSING || stop > to ? to : stop;
}

int audit_next_course(const audit_treatments *treatments, audit_rows rows,
                      size_t *row, int drug, int grace, int to,
                      audit_course *course)
{
    size_t i = *row;

    while (i < rows.last && treatments->drug[i] != drug)
        i++;
    if (i == rows.last) {
        *row = i;
        return 0;
    }

    int stop = audit_stop_of(treatments, i, to);
    *course = (audit_course) {treatments->start[i], stop,
                              stop == treatments->stop[i]};
    for (i++; i < rows.last; i++) {
        if (treatments->drug[i] != drug)
            continue;
        if ((long long) treatments->start[i] - course->stop > grace)
            break;
        stop = audit_stop_of(treatments, i, to);
        int stopped = stop == treatments->stop[i];
        /* If two end on one day, the one that goes on decides. */
        if (stop > course->stop || (stop == course->stop && !stopped)) {
            course->stop = stop;
            course->stopped = stopped;
        }
    }
    *row = i;
    return 1;
}

long long audit_extended_stop(const audit_treatments *treatments,
                              audit_rows rows, size_t *row, int drug,
                              const audit_course *course, int extend)
{
    long long stop = (long long) course->stop + extend;
    size_t i = *row;

    if (!course->stopped)
        return course->stop;
    while (i < rows.last && (treatments->drug[i] == drug ||
                             treatments->start[i] < course->stop))
        i++;
    *row = i;
    return i < rows.last && treatments->start[i] < stop ? treatments->start[i]
                                                        : stop;
}
