/* end_tally.h - how the time of each patient ended, by time */
#ifndef MSAUDIT_END_TALLY_H
#define MSAUDIT_END_TALLY_H

#include <stdint.h>

#include "base/status.h"

/*
 * n rising times of 0 or more. At time[j] events[j] patients have the event,
 * competing[j] what makes it impossible, censored[j] are followed no longer;
 * some of them may be none.
 */
typedef struct {
    size_t n;
    double *time;
    int *events, *competing, *censored;
} audit_tally;

/*
 * Tallies the times of n patients: status is 0 of who is censored, 1 of who has
 * the event, more of who has a competing one. The tally has room for n times.
 * workspace has 2 n elements. Time grows with n.
 *
 * Refused: a time below 0 or not finite (AUDIT_BAD_TIME), a status below 0
 * (AUDIT_BAD_GROUP), more patients than an int counts (AUDIT_TOO_MANY).
 */
audit_status audit_tally_times(const double *time, const int *status, size_t n,
                               uint64_t *workspace, audit_tally *tally);

#endif
