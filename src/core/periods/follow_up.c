#include "follow_up.h"

#include "base/values.h"

void audit_follow_up(const int *end, const int *death, int data_lock, size_t n,
                     int *to, int *ended_by)
{
    for (size_t i = 0; i < n; i++) {
        const int day[] = {death[i], end[i], data_lock};

        to[i] = AUDIT_MISSING;
        ended_by[i] = AUDIT_NOT_ENDED;
        for (int by = AUDIT_ENDED_BY_DEATH; by < AUDIT_NOT_ENDED; by++)
            if (day[by] != AUDIT_MISSING &&
                (to[i] == AUDIT_MISSING || day[by] < to[i])) {
                to[i] = day[by];
                ended_by[i] = by;
            }
    }
}
