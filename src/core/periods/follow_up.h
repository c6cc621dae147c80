/* follow_up.h - from when to when a patient was followed */
#ifndef MSAUDIT_FOLLOW_UP_H
#define MSAUDIT_FOLLOW_UP_H

#include "base/status.h"

/* What ended a patient's follow-up; on one day death comes before the rest. */
typedef enum {
    AUDIT_ENDED_BY_DEATH,
    AUDIT_ENDED_BY_RECORD,    /* the recorded end of follow-up */
    AUDIT_ENDED_BY_DATA_LOCK,
    AUDIT_NOT_ENDED           /* none of the three is known */
} audit_follow_up_end;

/*
 * Follow-up of patient i is (from, to[i]], in days: to is the first of the
 * recorded end, death and data lock, each AUDIT_MISSING where not known, and
 * ended_by says which. Where none is known, to is AUDIT_MISSING.
 */
void audit_follow_up(const int *end, const int *death, int data_lock, size_t n,
                     int *to, int *ended_by);

#endif
