/* lesions.h - scans of patients, and which period a scan fits */
#ifndef MSAUDIT_LESIONS_H
#define MSAUDIT_LESIONS_H

#include <stddef.h>

#include "base/status.h"

/*
 * Scans of patients on a day, compared with a scan on an earlier day
 * (AUDIT_MISSING where there is none), in order of patient and day.
 */
typedef struct {
    size_t n;
    const int *patient, *compared, *day;
} audit_scans;

/*
 * Refused: scans out of order (AUDIT_NOT_SORTED), a missing day
 * (AUDIT_BAD_DAY), a comparison that is not earlier (AUDIT_BAD_INTERVAL).
 */
audit_status audit_check_scans(const audit_scans *scans);

/* Days by which a scan may lie outside of a period and still belong to it. */
typedef struct {
    int before, after;
} audit_slack;

/* The ranges (start, stop] of one patient in one period, in order, apart. */
typedef struct {
    size_t n;
    const int *start, *stop;
} audit_days;

/* What the days of an interval have to do with those of a period. */
enum {
    AUDIT_APART = -1,    /* none in common; or it is no interval */
    AUDIT_STRADDLES = 0, /* some, but it reaches further out of it */
    AUDIT_FITS = 1
};

/*
 * Lesions that accumulate over the interval (compared, day] fit the period one
 * of whose ranges holds it, but for up to slack.before days at its beginning and
 * slack.after at its end, with at least a day of it. `days` are those that the
 * interval shares with all ranges of the period, `start` the beginning of the
 * last of these (AUDIT_MISSING: none). `begins` and `ends`: whether it begins or
 * ends in a range that it shares days with, but for the slack.
 */
typedef struct {
    int fits, days, start, begins, ends;
} audit_interval_fit;

/* Adds what one range says to what is known of those before it. */
static inline void audit_fit_range(int compared, int day, int start, int stop,
                                   audit_slack slack, audit_interval_fit *fit)
{
    int from = compared > start ? compared : start;
    int to = day < stop ? day : stop;

    if (to <= from)
        return;
    int begins = compared >= (long long) start - slack.before;
    int ends = day <= (long long) stop + slack.after;

    fit->days += (int) ((long long) to - from);
    fit->start = start;
    fit->begins |= begins;
    fit->ends |= ends;
    if (begins && ends)
        fit->fits = AUDIT_FITS;
    else if (fit->fits == AUDIT_APART)
        fit->fits = AUDIT_STRADDLES;
}

audit_interval_fit audit_fit_interval(int compared, int day,
                                      const audit_days *period,
                                      audit_slack slack);

/*
 * Lesions that a scan shows on its day fit the period that has a range (start,
 * stop] with the day, or one that ended at most slack.after days before it:
 * `after` is the number of days since the end, 0 within; AUDIT_MISSING where it
 * does not fit. `start` is the beginning of that range.
 */
typedef struct {
    int after, start;
} audit_scan_fit;

audit_scan_fit audit_fit_scan(int day, const audit_days *period,
                              audit_slack slack);

/* Whether two periods of a patient have no day in common. */
int audit_are_apart(const audit_days *a, const audit_days *b);

#endif
