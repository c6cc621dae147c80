/*
 * status.h - what a core routine says of how it went
 *
 * The core is plain C: it includes no R header but through dist.h, allocates
 * nothing, keeps no state and never jumps. It reports by value and leaves the
 * rest to its caller.
 */
#ifndef MSAUDIT_STATUS_H
#define MSAUDIT_STATUS_H

#include <stddef.h>

typedef enum {
    AUDIT_OK,
    AUDIT_BAD_COUNT,         /* a number of events cannot be one */
    AUDIT_BAD_GROUP,         /* a group is not between 1 and their number */
    AUDIT_BAD_INTERVAL,      /* an interval stops before it starts */
    AUDIT_OVERLAP,           /* intervals of one patient share some time */
    AUDIT_BAD_TIME,          /* a time at risk cannot be one */
    AUDIT_EVENTS_IN_NO_TIME, /* events, but no time in which they could fall */
    AUDIT_BAD_DISPERSION,    /* a dispersion is below 1 or not finite */
    AUDIT_BAD_NULL,          /* a null value cannot be one of the parameter */
    AUDIT_BAD_PATIENT,       /* a patient is not between 1 and their number */
    AUDIT_BAD_DAY,           /* a day is missing or out of range */
    AUDIT_NOT_SORTED,        /* records are not in order of patient and day */
    AUDIT_TOO_MANY,          /* more elements than an int counts */
    AUDIT_NO_ROOT,           /* an equation has no solution where it must */
    AUDIT_NO_FIT,            /* a model has no finite or no single estimate */
    AUDIT_N_CODES
} audit_code;

typedef struct {
    audit_code code;
    size_t at;               /* index from 0 of the element at fault */
} audit_status;

static inline audit_status audit_ok(void)
{
    return (audit_status) {AUDIT_OK, 0};
}

static inline audit_status audit_fail(audit_code code, size_t at)
{
    return (audit_status) {code, at};
}

/* A sentence for a code, to which its caller adds the place. */
const char *audit_message(audit_code code);

#endif
