/* lesions.h - which scan fits which period, and sums of lesions */
#ifndef MSAUDIT_LESIONS_H
#define MSAUDIT_LESIONS_H

#include "shared_days.h"
#include "status.h"

/*
 * Scans of patients on a day, compared with a scan on an earlier day
 * (AUDIT_MISSING where there is none), in order of patient and day.
 */
typedef struct {
    size_t n;
    const int *patient, *compared, *day;
} audit_scans;

/* Days by which a scan may lie outside of a period and still belong to it. */
typedef struct {
    int before, after;
} audit_slack;

/* What the days of an interval have to do with those of a period. */
enum {
    AUDIT_APART = -1,    /* none in common; or it is no interval */
    AUDIT_STRADDLES = 0, /* some, but it reaches further out of it */
    AUDIT_FITS = 1
};

/*
 * Lesions that accumulate over the interval (compared, day] fit the period one
 * of whose ranges holds it, but for up to slack.before days at its beginning and
 * slack.after at its end, with at least a day of it. days[i] are those that the
 * interval shares with all ranges of the period, start[i] the beginning of the
 * last of these (AUDIT_MISSING: none).
 *
 * Refused: scans out of order (AUDIT_NOT_SORTED), a missing day
 * (AUDIT_BAD_DAY), a comparison that is not earlier (AUDIT_BAD_INTERVAL).
 */
audit_status audit_fit_intervals(const audit_scans *scans,
                                 const audit_period_ranges *period,
                                 audit_slack slack, int *fits, int *days,
                                 int *start);

/*
 * Lesions that a scan shows on its day fit the period that has a range (start,
 * stop] with the day, or one that ended at most slack.after days before it:
 * after[i] is the number of days since the end, 0 within; AUDIT_MISSING where
 * it does not fit. start[i] is the beginning of that range.
 */
audit_status audit_fit_scans(const audit_scans *scans,
                             const audit_period_ranges *period,
                             audit_slack slack, int *after, int *start);

/*
 * Scans, lesions and exposure summed in cells: place[i], from 0 to n_cells - 1,
 * is that of the scan with count[i] lesions over exposure[i]. Counts and whole
 * days add up without error.
 *
 * Refused: a place out of range (AUDIT_BAD_GROUP).
 */
audit_status audit_sums_in_cells(const int *place, const double *count,
                                 const double *exposure, size_t n,
                                 double *scans, double *lesions,
                                 double *total_exposure, size_t n_cells);

#endif
