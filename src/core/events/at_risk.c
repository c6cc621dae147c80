#include "at_risk.h"

#include "base/values.h"

struct taking {
    const audit_new_times *left;
    size_t k; /* ranges left so far */
};

static void keep(struct taking *x, const audit_times *times, size_t i,
                 long long start, long long stop)
{
    if (start >= stop)
        return;
    x->left->period[x->k] = times->period[i];
    x->left->patient[x->k] = times->patient[i];
    x->left->start[x->k] = (int) start;
    x->left->stop[x->k++] = (int) stop;
}

size_t audit_time_at_risk(const audit_times *times, const int *from,
                     const int *patient, const int *day, const int *counts,
                     size_t n, int quiet, const audit_new_times *left)
{
    struct taking x = {left, 0};
    size_t record = 0; /* the first whose quiet days may reach the range */

    for (size_t i = 0; i < times->n; i++) {
        int who = times->patient[i];
        long long start = times->start[i], stop = times->stop[i];

        if (from[i] != AUDIT_MISSING && from[i] > start)
            start = from[i];
        /* Another period walks through the patients anew. */
        if (i > 0 && times->period[i] != times->period[i - 1])
            record = 0;
        while (record < n &&
               (patient[record] < who ||
                (patient[record] == who &&
                 (long long) day[record] + quiet <= times->start[i])))
            record++;
        for (size_t r = record; quiet > 0 && r < n && patient[r] == who &&
                                day[r] < stop; r++) {
            if (!counts[r])
                continue;
            keep(&x, times, i, start, day[r]);
            if ((long long) day[r] + quiet > start)
                start = (long long) day[r] + quiet;
        }
        keep(&x, times, i, start, stop);
    }
    return x.k;
}
