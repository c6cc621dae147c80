#include "period_given.h"

#include "base/values.h"

audit_status audit_period_given(const audit_patients *patients,
                                const int *patient, const int *start,
                                const int *stop, size_t n,
                                audit_period *period)
{
    for (size_t p = 0; p < patients->n; p++) {
        period->membership[p] = AUDIT_NO_RANGE;
        period->notes[p] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (patient[i] < 1 || (size_t) patient[i] > patients->n)
            return audit_fail(AUDIT_BAD_PATIENT, i);
        if (start[i] == AUDIT_MISSING || stop[i] == AUDIT_MISSING)
            return audit_fail(AUDIT_BAD_DAY, i);
        if (stop[i] < start[i])
            return audit_fail(AUDIT_BAD_INTERVAL, i);
        if (i > 0 && patient[i] < patient[i - 1])
            return audit_fail(AUDIT_NOT_SORTED, i);

        int *membership = &period->membership[patient[i] - 1];
        if (audit_add_range(&period->ranges, patients, patient[i], start[i],
                            stop[i], /* stopped */ 0))
            *membership = AUDIT_IN_PERIOD;
        else if (*membership == AUDIT_NO_RANGE)
            *membership = AUDIT_NO_DAYS;
    }
    return audit_ok();
}
