#include "lesions.h"

#include "values.h"

static audit_status check_scans(const audit_scans *scans)
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

/* The first scan of range i's patient, from `scan` on. */
static size_t first_scan(const audit_scans *scans,
                         const audit_period_ranges *period, size_t i,
                         size_t scan)
{
    while (scan < scans->n && scans->patient[scan] < period->patient[i])
        scan++;
    return scan;
}

/* Days that the interval of a scan and a range share; 0 or less if none. */
static long long shared(const audit_scans *scans, size_t scan,
                        const audit_period_ranges *period, size_t i)
{
    int start = scans->compared[scan] > period->start[i]
                    ? scans->compared[scan] : period->start[i];
    int stop = scans->day[scan] < period->stop[i] ? scans->day[scan]
                                                  : period->stop[i];
    return (long long) stop - start;
}

static int holds(const audit_scans *scans, size_t scan,
                 const audit_period_ranges *period, size_t i,
                 audit_slack slack)
{
    return scans->compared[scan] >=
               (long long) period->start[i] - slack.before &&
           scans->day[scan] <= (long long) period->stop[i] + slack.after;
}

audit_status audit_fit_intervals(const audit_scans *scans,
                                 const audit_period_ranges *period,
                                 audit_slack slack, int *fits, int *days,
                                 int *start)
{
    audit_status status = check_scans(scans);

    if (status.code != AUDIT_OK)
        return status;
    for (size_t s = 0; s < scans->n; s++) {
        fits[s] = AUDIT_APART;
        days[s] = 0;
        start[s] = AUDIT_MISSING;
    }

    size_t first = 0;
    for (size_t i = 0; i < period->n; i++) {
        first = first_scan(scans, period, i, first);
        for (size_t s = first; s < scans->n &&
                               scans->patient[s] == period->patient[i]; s++) {
            if (scans->compared[s] == AUDIT_MISSING)
                continue;
            long long common = shared(scans, s, period, i);
            if (common <= 0)
                continue;
            days[s] += (int) common;
            start[s] = period->start[i];
            if (holds(scans, s, period, i, slack))
                fits[s] = AUDIT_FITS;
            else if (fits[s] == AUDIT_APART)
                fits[s] = AUDIT_STRADDLES;
        }
    }
    return audit_ok();
}

audit_status audit_fit_scans(const audit_scans *scans,
                             const audit_period_ranges *period,
                             audit_slack slack, int *after, int *start)
{
    audit_status status = check_scans(scans);

    if (status.code != AUDIT_OK)
        return status;
    for (size_t s = 0; s < scans->n; s++)
        after[s] = start[s] = AUDIT_MISSING;

    size_t first = 0;
    for (size_t i = 0; i < period->n; i++) {
        first = first_scan(scans, period, i, first);
        for (size_t s = first; s < scans->n &&
                               scans->patient[s] == period->patient[i]; s++) {
            long long since = (long long) scans->day[s] - period->stop[i];

            if (scans->day[s] <= period->start[i] || since > slack.after)
                continue;
            if (since < 0)
                since = 0;
            if (after[s] == AUDIT_MISSING || since <= after[s]) {
                after[s] = (int) since;
                start[s] = period->start[i];
            }
        }
    }
    return audit_ok();
}

audit_status audit_sums_in_cells(const int *place, const double *count,
                                 const double *exposure, size_t n,
                                 double *scans, double *lesions,
                                 double *total_exposure, size_t n_cells)
{
    for (size_t c = 0; c < n_cells; c++)
        scans[c] = lesions[c] = total_exposure[c] = 0;
    for (size_t i = 0; i < n; i++) {
        if (place[i] < 0 || (size_t) place[i] >= n_cells)
            return audit_fail(AUDIT_BAD_GROUP, i);
        scans[place[i]]++;
        lesions[place[i]] += count[i];
        total_exposure[place[i]] += exposure[i];
    }
    return audit_ok();
}
