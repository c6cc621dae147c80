#include "shared_days.h"

/* Days that range j and the range i, which starts no earlier, share. */
static long long shared(const audit_day_ranges *ranges, size_t j, size_t i)
{
    int stop = ranges->stop[j] < ranges->stop[i] ? ranges->stop[j]
                                                 : ranges->stop[i];

    return (long long) stop - ranges->start[i];
}

static void add_shared(const audit_day_ranges *ranges, size_t j, size_t i,
                       const audit_shared_table *table)
{
    int p = ranges->period[j], q = ranges->period[i];
    long long days = shared(ranges, j, i);

    if (p > q) {
        int swap = p;
        p = q;
        q = swap;
    }
    if (days <= 0 || p < table->first || p - table->first >= table->n_first)
        return;

    audit_shared *sum = table->sums + (size_t) (p - table->first) *
                        (size_t) table->n_periods + (size_t) q - 1;
    sum->days += (double) days;
    sum->patients += sum->last != ranges->patient[i];
    sum->last = ranges->patient[i];
}

/* Leaves those that go on after `day`. */
static size_t still_running(const audit_day_ranges *ranges, size_t *running,
                            size_t n, int day)
{
    size_t left = 0;

    for (size_t k = 0; k < n; k++)
        if (ranges->stop[running[k]] > day)
            running[left++] = running[k];
    return left;
}

size_t audit_shared_days(const audit_day_ranges *ranges, size_t row,
                         size_t until, size_t *running,
                         const audit_shared_table *table)
{
    size_t n = 0, begin = row;

    for (; row < ranges->n; row++) {
        if (row == begin || ranges->patient[row] != ranges->patient[row - 1]) {
            if (row >= until)
                break;
            n = 0;
        }
        n = still_running(ranges, running, n, ranges->start[row]);
        for (size_t k = 0; k < n; k++)
            add_shared(ranges, running[k], row, table);
        if (ranges->stop[row] > ranges->start[row])
            running[n++] = row;
    }
    return row;
}
