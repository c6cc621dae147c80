#include "lesions.h"

#include "base/values.h"

audit_status audit_check_scans(const audit_scans *scans)
{
    const int *patient = scans->patient, *day = scans->day;

    for (size_t i = 0; i < scans->n; i++) {
        if (day[i] == AUDIT_MISSING)
            return audit_fail(AUDIT_BAD_DAY, i);
        if (i > 0 && (patient[i] < patient[i - 1] ||
                      (patient[i] == patient[i - 1] && day[i] < day[i - 1])))
            return audit_fail(AUDIT_NOT_SORTED, i);
        if (scans->compared[i] != AUDIT_MISSING && scans->compared[i] >= day[i])
            return audit_fail(AUDIT_BAD_INTERVAL, i);
    }
    return audit_ok();
}

audit_interval_fit audit_fit_interval(int compared, int day,
                                      const audit_days *period,
                                      audit_slack slack)
{
    audit_interval_fit fit = {AUDIT_APART, 0, AUDIT_MISSING, 0, 0};

    if (compared == AUDIT_MISSING)
        return fit;
    for (size_t i = 0; i < period->n && period->start[i] < day; i++)
        audit_fit_range(compared, day, period->start[i], period->stop[i], slack,
                        &fit);
    return fit;
}

audit_scan_fit audit_fit_scan(int day, const audit_days *period,
                              audit_slack slack)
{
    audit_scan_fit fit = {AUDIT_MISSING, AUDIT_MISSING};

    for (size_t i = 0; i < period->n && period->start[i] < day; i++) {
        long long since = (long long) day - period->stop[i];

        if (since > slack.after)
            continue;
        if (since < 0)
            since = 0;
        if (fit.after == AUDIT_MISSING || since <= fit.after) {
            fit.after = (int) since;
            fit.start = period->start[i];
        }
    }
    return fit;
}

int audit_are_apart(const audit_days *a, const audit_days *b)
{
    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        int start = a->start[i] > b->start[j] ? a->start[i] : b->start[j];
        int stop = a->stop[i] < b->stop[j] ? a->stop[i] : b->stop[j];

        if (start < stop)
            return 0;
        if (a->stop[i] < b->stop[j])
            i++;
        else
            j++;
    }
    return 1;
}
