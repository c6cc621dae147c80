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

/* The first scan of range i's patient, from `scan` on in the same period. */
static size_t first_scan(const audit_scans *scans, const audit_times *times,
                         size_t i, size_t scan)
{
    if (i > 0 && times->period[i] != times->period[i - 1])
        scan = 0;
    while (scan < scans->n && scans->patient[scan] < times->patient[i])
        scan++;
    return scan;
}

/* Whether a place is better than the best so far: more days, or later. */
static int beats(int days, int start, int best_days, int best_start)
{
    return days > best_days || (days == best_days && start >= best_start);
}

/* Days that the interval of a scan and a range share; 0 or less if none. */
static long long shared(const audit_scans *scans, size_t scan,
                        const audit_times *times, size_t i)
{
    int start = scans->compared[scan] > times->start[i] ? scans->compared[scan]
                                                        : times->start[i];
    int stop = scans->day[scan] < times->stop[i] ? scans->day[scan]
                                                 : times->stop[i];
    return (long long) stop - start;
}

static int holds(const audit_scans *scans, size_t scan,
                 const audit_times *times, size_t i, audit_slack slack)
{
    return scans->compared[scan] >= (long long) times->start[i] - slack.before &&
           scans->day[scan] <= (long long) times->stop[i] + slack.after;
}

audit_status audit_place_intervals(const audit_scans *scans,
                                   const audit_times *times, const int *cell,
                                   audit_slack slack, int *workspace,
                                   int *place, int *choices)
{
    int *best_days = workspace, *best_start = workspace + scans->n;
    int *last_cell = workspace + 2 * scans->n;
    audit_status status = check_scans(scans);

    if (status.code != AUDIT_OK)
        return status;
    for (size_t s = 0; s < scans->n; s++) {
        last_cell[s] = AUDIT_NO_CELL;
        place[s] = scans->compared[s] == AUDIT_MISSING ? AUDIT_NO_INTERVAL
                                                       : AUDIT_NO_CELL;
        choices[s] = best_days[s] = 0;
        best_start[s] = INT_MIN;
    }

    size_t first = 0;
    for (size_t i = 0; i < times->n; i++) {
        first = first_scan(scans, times, i, first);
        for (size_t s = first; s < scans->n &&
                               scans->patient[s] == times->patient[i]; s++) {
            if (scans->compared[s] == AUDIT_MISSING)
                continue;
            int days = (int) shared(scans, s, times, i);
            if (days <= 0)
                continue;
            if (!holds(scans, s, times, i, slack)) {
                if (place[s] == AUDIT_NO_CELL)
                    place[s] = AUDIT_STRADDLES;
                continue;
            }
            choices[s] += cell[i] != last_cell[s];
            last_cell[s] = cell[i];
            if (beats(days, times->start[i], best_days[s], best_start[s])) {
                place[s] = cell[i];
                best_days[s] = days;
                best_start[s] = times->start[i];
            }
        }
    }
    return audit_ok();
}

audit_status audit_place_scans(const audit_scans *scans,
                               const audit_times *times, const int *cell,
                               audit_slack slack, int *workspace, int *place)
{
    int *best_after = workspace, *best_start = workspace + scans->n;
    audit_status status = check_scans(scans);

    if (status.code != AUDIT_OK)
        return status;
    for (size_t s = 0; s < scans->n; s++) {
        place[s] = AUDIT_NO_CELL;
        best_after[s] = INT_MAX;
        best_start[s] = INT_MIN;
    }

    size_t first = 0;
    for (size_t i = 0; i < times->n; i++) {
        first = first_scan(scans, times, i, first);
        for (size_t s = first; s < scans->n &&
                               scans->patient[s] == times->patient[i]; s++) {
            long long after = (long long) scans->day[s] - times->stop[i];

            if (scans->day[s] <= times->start[i] || after > slack.after)
                continue;
            if (after < 0)
                after = 0; /* held: as near as can be */
            if (beats(-(int) after, times->start[i],
                      -best_after[s], best_start[s])) {
                place[s] = cell[i];
                best_after[s] = (int) after;
                best_start[s] = times->start[i];
            }
        }
    }
    return audit_ok();
}

void audit_touched_cells(const audit_scans *scans, const audit_times *times,
                         const int *cell, const int *chosen, int *last_cell,
                         int *touched, size_t n_cells)
{
    for (size_t c = 0; c < n_cells; c++)
        touched[c] = 0;
    for (size_t s = 0; s < scans->n; s++)
        last_cell[s] = AUDIT_NO_CELL;

    size_t first = 0;
    for (size_t i = 0; i < times->n; i++) {
        first = first_scan(scans, times, i, first);
        for (size_t s = first; s < scans->n &&
                               scans->patient[s] == times->patient[i]; s++) {
            if (!chosen[s] || last_cell[s] == cell[i] ||
                shared(scans, s, times, i) <= 0)
                continue;
            last_cell[s] = cell[i];
            touched[cell[i]]++;
        }
    }
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
