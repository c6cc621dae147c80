#include "shared_days.h"

/* Days that range i of a and range j of b share: 0 or less if none. */
static long long shared(const audit_period_ranges *a, size_t i,
                        const audit_period_ranges *b, size_t j)
{
    int start = a->start[i] > b->start[j] ? a->start[i] : b->start[j];
    int stop = a->stop[i] < b->stop[j] ? a->stop[i] : b->stop[j];

    return (long long) stop - start;
}

audit_shared audit_shared_days(const audit_period_ranges *a,
                               const audit_period_ranges *b)
{
    audit_shared sum = {0, 0};
    int last = 0; /* the patient counted last; patients count from 1 */

    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        if (a->patient[i] != b->patient[j]) {
            if (a->patient[i] < b->patient[j])
                i++;
            else
                j++;
            continue;
        }
        long long days = shared(a, i, b, j);
        if (days > 0) {
            sum.days += (double) days;
            sum.patients += a->patient[i] != last;
            last = a->patient[i];
        }
        if (a->stop[i] < b->stop[j])
            i++;
        else
            j++;
    }
    return sum;
}
