#include "relapses.h"

#include "base/values.h"

static audit_status check_onset(const int *patient, const int *onset,
                                size_t i)
{
    if (onset[i] == AUDIT_MISSING)
        return audit_fail(AUDIT_BAD_DAY, i);
    if (i > 0 && (patient[i] < patient[i - 1] ||
                  (patient[i] == patient[i - 1] && onset[i] < onset[i - 1])))
        return audit_fail(AUDIT_NOT_SORTED, i);
    return audit_ok();
}

audit_status audit_keep_relapses(const int *patient, const int *onset,
                                 const int *end, size_t n,
                                 const audit_relapse_rule *rule, int *counts)
{
    /* The first day on which an onset is new: by the gap, by quiet days. */
    long long next = 0, at_risk = 0;

    for (size_t i = 0; i < n; i++) {
        int is_first = i == 0 || patient[i] != patient[i - 1];
        int from = onset[i];

        audit_status status = check_onset(patient, onset, i);
        if (status.code != AUDIT_OK)
            return status;
        if (rule->from_end && end[i] != AUDIT_MISSING) {
            if (end[i] < onset[i])
                return audit_fail(AUDIT_BAD_INTERVAL, i);
            from = end[i];
        }
        counts[i] = is_first || (onset[i] >= next && onset[i] >= at_risk);
        if (counts[i]) {
            next = (long long) from + rule->gap;
            at_risk = (long long) onset[i] + rule->quiet + 1;
        } else if (rule->from_end && (long long) from + rule->gap > next) {
            next = (long long) from + rule->gap;
        }
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
