/* period_window.h - time counted from the first start of a drug */
#ifndef MSAUDIT_PERIOD_WINDOW_H
#define MSAUDIT_PERIOD_WINDOW_H

#include "days.h"
#include "ranges.h"

/* What else may end a window, beside its last month and follow-up. */
typedef enum {
    AUDIT_UNTIL_FOLLOW_UP,
    AUDIT_UNTIL_STOP,   /* the stop of the course begun at the first start */
    AUDIT_UNTIL_SWITCH  /* the next later start of another drug */
} audit_until;

/*
 * A window lies between two numbers of months from the first start of `drug`:
 * (start + first_month, start + last_month]. last_month may be
 * AUDIT_MISSING: to the end of follow-up. Months before the start are
 * negative; of them the `exclude` days before it, 0 or more, are left out.
 * Courses with a gap of at most a day are one; `extend` days, 0 or more, follow
 * a stop that ends the window, as of audit_extended_stop().
 */
typedef struct {
    int drug, first_month, last_month;
    audit_until until;
    int extend, exclude;
    audit_clock clock;
} audit_window;

/*
 * The window of each patient, cut to follow-up; where it begins before the
 * drug and no start of follow-up is known, that is noted. At most patients->n
 * ranges are written.
 *
 * Refused: what audit_check_history() refuses; months that lead out of the
 * calendar (AUDIT_BAD_DAY, at the patient).
 */
audit_status audit_period_window(const audit_patients *patients,
                                 const audit_treatments *treatments,
                                 const audit_window *window,
                                 audit_period *period);

#endif
