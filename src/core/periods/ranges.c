#include "ranges.h"

#include "base/values.h"

int audit_add_range(audit_ranges *ranges, const audit_patients *patients,
                    int patient, long long start, long long stop, int stopped)
{
    int from = patients->from[patient - 1], to = patients->to[patient - 1];

    if (from != AUDIT_MISSING && start < from)
        start = from;
    if (stop > to) {
        stop = to;
        stopped = 0;
    }
    if (stop <= start)
        return 0;

    size_t i = ranges->n++;
    ranges->patient[i] = patient;
    ranges->start[i] = (int) start;
    ranges->stop[i] = (int) stop;
    ranges->first[i] = (int) start;
    ranges->last[i] = (int) stop - (stop < to);
    ranges->stopped[i] = stopped;
    return 1;
}
