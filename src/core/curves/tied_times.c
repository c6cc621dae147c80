#include "tied_times.h"

#include <math.h>

audit_status audit_tie_times(const double *time, const int *is_asked, size_t n,
                             double within, double *one, size_t *n_different)
{
    *n_different = 0;
    for (size_t i = 0; i < n; i++)
        if (!isfinite(time[i]) || (i > 0 && time[i] < time[i - 1]))
            return audit_fail(AUDIT_BAD_TIME, i);
    for (size_t i = 0, next; i < n; i = next) {
        size_t asked = is_asked[i] ? i : n;
        double before = time[i];

        for (next = i + 1; next < n && time[next] - before <= within; next++) {
            if (asked == n && is_asked[next])
                asked = next;
            before = time[next];
        }
        double stands = time[asked < n ? asked : i];
        for (size_t j = i; j < next; j++)
            one[j] = stands;
        ++*n_different;
    }
    return audit_ok();
}
