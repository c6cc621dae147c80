#include "relapses.h"

#include "values.h"

audit_status audit_keep_relapses(const int *patient, const int *onset,
                                 size_t n, int gap, int *counts)
{
    long long next = 0; /* the first day on which a relapse is new */

    for (size_t i = 0; i < n; i++) {
        int same = i > 0 && patient[i] == patient[i - 1];

        if (onset[i] == AUDIT_MISSING)
            return audit_fail(AUDIT_BAD_DAY, i);
        if (i > 0 && (patient[i] < patient[i - 1] ||
                      (same && onset[i] < onset[i - 1])))
            return audit_fail(AUDIT_NOT_SORTED, i);
        counts[i] = !same || onset[i] >= next;
        if (counts[i])
            next = (long long) onset[i] + gap;
    }
    return audit_ok();
}

void audit_count_in_cells(const int *patient, const int *day,
                          const int *counts, size_t n,
                          const audit_times *times, const int *cell,
                          int *total, size_t n_cells)
{
    size_t record = 0;

    for (size_t c = 0; c < n_cells; c++)
        total[c] = 0;
    for (size_t i = 0; i < times->n; i++) {
        int who = times->patient[i], start = times->start[i];
        int stop = times->stop[i], found = 0;

        /* Another period walks through the patients anew. */
        if (i > 0 && times->period[i] != times->period[i - 1])
            record = 0;
        while (record < n && (patient[record] < who ||
                              (patient[record] == who && day[record] <= start)))
            record++;
        for (; record < n && patient[record] == who && day[record] <= stop;
             record++)
            found += counts[record] != 0;
        total[cell[i]] += found;
    }
}
