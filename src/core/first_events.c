#include "first_events.h"

#include "values.h"

static audit_status check_events(const int *patient, const int *day, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (day[i] == AUDIT_MISSING)
            return audit_fail(AUDIT_BAD_DAY, i);
        if (i > 0 && (patient[i] < patient[i - 1] ||
                      (patient[i] == patient[i - 1] && day[i] < day[i - 1])))
            return audit_fail(AUDIT_NOT_SORTED, i);
    }
    return audit_ok();
}

audit_status audit_find_first_events(const int *patient, const int *day,
                                     size_t n, const audit_windows *windows,
                                     const audit_first_events *found,
                                     size_t n_cells)
{
    audit_status status = check_events(patient, day, n);
    if (status.code != AUDIT_OK)
        return status;

    for (size_t c = 0; c < n_cells; c++)
        found->events[c] = found->time[c] = found->before[c] = 0;

    size_t event = 0;
    for (size_t i = 0; i < windows->n; i++) {
        int who = windows->patient[i];
        size_t c = (size_t) windows->cell[i];
        int is_first = i == 0 || windows->cell[i] != windows->cell[i - 1];

        /* Another period walks through the patients anew. */
        if (i > 0 && windows->period[i] != windows->period[i - 1])
            event = 0;
        for (; event < n && (patient[event] < who ||
                             (patient[event] == who &&
                              day[event] < windows->first[i])); event++)
            if (patient[event] == who && is_first)
                found->before[c] = 1;

        int none_yet = found->events[c] == 0;
        if (none_yet && event < n && patient[event] == who &&
            day[event] <= windows->last[i])
            found->time[c] += day[event] - windows->first[i];
        else if (none_yet)
            found->time[c] += windows->days[i];
        for (; event < n && patient[event] == who &&
               day[event] <= windows->last[i]; event++)
            found->events[c]++;
    }
    return audit_ok();
}
