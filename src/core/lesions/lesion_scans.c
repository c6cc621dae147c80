#include "lesion_scans.h"

#include <math.h>

#include "base/values.h"

/* The last days of each region of the patient at hand. */
typedef struct {
    int *day;                /* on which it was scanned */
    int *before;             /* on which it was scanned before that day */
    int *ended;              /* of a scan with an interval */
} last_days;

static void forget(const last_days *last, size_t n_regions)
{
    for (size_t r = 0; r < n_regions; r++)
        last->day[r] = last->before[r] = last->ended[r] = AUDIT_MISSING;
}

static int say(int compared, int given, int ended)
{
    if (compared == AUDIT_MISSING)
        return AUDIT_NO_COMPARISON;
    return (given == AUDIT_MISSING ? AUDIT_PREVIOUS : 0) |
           (ended != AUDIT_MISSING && compared < ended ? AUDIT_OVERLAPS : 0);
}

audit_status audit_compare_scans(const audit_scans *scans, const int *region,
                                 size_t n_regions, const int *known,
                                 int use_previous, int *workspace,
                                 int *compared, int *said)
{
    last_days last = {workspace, workspace + n_regions,
                      workspace + 2 * n_regions};
    audit_status status = audit_check_scans(scans);

    if (status.code != AUDIT_OK)
        return status;
    for (size_t i = 0; i < scans->n; i++) {
        int day = scans->day[i], given = scans->compared[i];

        if (region[i] < 1 || (size_t) region[i] > n_regions)
            return audit_fail(AUDIT_BAD_GROUP, i);
        size_t r = (size_t) region[i] - 1;
        if (i == 0 || scans->patient[i] != scans->patient[i - 1])
            forget(&last, n_regions);
        if (last.day[r] != day) {
            last.before[r] = last.day[r];
            last.day[r] = day;
        }
        compared[i] = given == AUDIT_MISSING && use_previous ? last.before[r]
                                                             : given;
        said[i] = known[i] ? say(compared[i], given, last.ended[r]) : 0;
        if (known[i] && compared[i] != AUDIT_MISSING)
            last.ended[r] = day;
    }
    return audit_ok();
}

static int is_same_cell(const audit_times *times, size_t i, size_t j)
{
    return times->period[i] == times->period[j] &&
           times->patient[i] == times->patient[j];
}

static audit_status check_times(const audit_times *times)
{
    for (size_t i = 1; i < times->n; i++)
        if (times->period[i] < times->period[i - 1] ||
            (times->period[i] == times->period[i - 1] &&
             times->patient[i] < times->patient[i - 1]))
            return audit_fail(AUDIT_NOT_SORTED, i);
    return audit_ok();
}

/* The first range after the cell that begins with range i. */
static size_t after_cell(const audit_times *times, size_t i)
{
    size_t j = i + 1;

    while (j < times->n && is_same_cell(times, i, j))
        j++;
    return j;
}

/* The first scan of range i's patient, from `scan` on, or from the first on
   where a period begins. */
static size_t first_scan(const audit_scans *scans, const audit_times *times,
                         size_t i, size_t scan)
{
    if (i > 0 && times->period[i] != times->period[i - 1])
        scan = 0;
    while (scan < scans->n && scans->patient[scan] < times->patient[i])
        scan++;
    return scan;
}

audit_status audit_rebaseline(const audit_scans *scans,
                              const audit_times *times, int first, int last,
                              int *start)
{
    audit_status status = audit_check_scans(scans);
    if (status.code == AUDIT_OK)
        status = check_times(times);
    if (status.code != AUDIT_OK)
        return status;

    size_t scan = 0;
    for (size_t i = 0, next; i < times->n; i = next) {
        long long from = (long long) times->start[i] + first;
        long long to = (long long) times->start[i] + last;
        long long fresh = LLONG_MAX;

        next = after_cell(times, i);
        scan = first_scan(scans, times, i, scan);
        for (size_t s = scan; s < scans->n && scans->day[s] <= to &&
                              scans->patient[s] == times->patient[i]; s++)
            if (scans->day[s] >= from) {
                fresh = scans->day[s];
                break;
            }
        for (size_t j = i; j < next; j++) {
            start[j] = times->start[j];
            if (fresh > start[j])
                start[j] = fresh > times->stop[j] ? times->stop[j] : (int) fresh;
        }
    }
    return audit_ok();
}

/* The two scans of a cell; scans->n where there is none. */
typedef struct {
    size_t baseline, final;
} two_scans;

static two_scans find_two(const audit_scans *scans, const double *value,
                          size_t scan, int patient, const audit_days *days,
                          audit_slack slack)
{
    two_scans found = {scans->n, scans->n};
    int begins = days->start[0];

    for (size_t s = scan; s < scans->n && scans->patient[s] == patient; s++) {
        if (isnan(value[s]))
            continue;
        if (scans->day[s] <= begins) {
            if (scans->day[s] >= (long long) begins - slack.before)
                found.baseline = s;
        } else if (audit_fit_scan(scans->day[s], days, slack).after !=
                   AUDIT_MISSING) {
            if (found.baseline == scans->n)
                found.baseline = s;
            else if (scans->day[s] > scans->day[found.baseline])
                found.final = s;
        }
    }
    return found;
}

audit_status audit_lesion_change(const audit_scans *scans, const double *value,
                                 const audit_times *times, const int *cell,
                                 audit_slack slack, size_t n_cells,
                                 double *baseline, double *final, double *days)
{
    audit_status status = audit_check_scans(scans);
    if (status.code == AUDIT_OK)
        status = check_times(times);
    if (status.code != AUDIT_OK)
        return status;

    for (size_t c = 0; c < n_cells; c++) {
        baseline[c] = final[c] = NAN;
        days[c] = 0;
    }
    size_t scan = 0;
    for (size_t i = 0, next; i < times->n; i = next) {
        if (cell[i] < 0 || (size_t) cell[i] >= n_cells)
            return audit_fail(AUDIT_BAD_GROUP, i);
        next = after_cell(times, i);
        scan = first_scan(scans, times, i, scan);
        audit_days of = {next - i, times->start + i, times->stop + i};
        two_scans two = find_two(scans, value, scan, times->patient[i], &of,
                                 slack);
        if (two.final == scans->n)
            continue;
        baseline[cell[i]] = value[two.baseline];
        final[cell[i]] = value[two.final];
        days[cell[i]] = scans->day[two.final] - scans->day[two.baseline];
    }
    return audit_ok();
}
