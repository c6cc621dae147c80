#include "period_on.h"

/* A course of fewer days is taken for the doses of a pulsed drug. */
enum { SHORTEST_COURSE = 31 };

static void add_courses(const audit_patients *patients,
                        const audit_treatments *treatments, audit_rows rows,
                        int patient, int drug, int grace, int extend,
                        audit_period *period)
{
    int to = patients->to[patient - 1], more, days = 0;
    size_t row = rows.first, other = rows.first;
    audit_course course, next;

    more = audit_next_course(treatments, rows, &row, drug, grace, to, &course);
    period->membership[patient - 1] = more ? AUDIT_NO_DAYS : AUDIT_NO_COURSE;
    for (; more; course = next) {
        long long stop = audit_extended_stop(treatments, rows, &other, drug,
                                             &course, extend);

        more = audit_next_course(treatments, rows, &row, drug, grace, to,
                                 &next);
        if (more && stop > next.start)
            stop = next.start;
        if (course.stopped && extend == 0 &&
            course.stop - (long long) course.start < SHORTEST_COURSE)
            period->notes[patient - 1] |= AUDIT_SHORT_COURSE;
        days |= audit_add_range(&period->ranges, patients, patient,
                                course.start, stop, course.stopped);
    }
    if (days)
        period->membership[patient - 1] = AUDIT_IN_PERIOD;
}

audit_status audit_period_on(const audit_patients *patients,
                             const audit_treatments *treatments,
                             int drug, int grace, int extend,
                             audit_period *period)
{
    audit_status status = audit_check_history(patients, treatments);
    if (status.code != AUDIT_OK)
        return status;

    audit_rows rows = {0, 0};
    for (size_t p = 0; p < patients->n; p++) {
        rows = audit_rows_of(treatments, rows.last, (int) p + 1);
        period->notes[p] = 0;
        add_courses(patients, treatments, rows, (int) p + 1, drug, grace,
                    extend, period);
    }
    return audit_ok();
}
