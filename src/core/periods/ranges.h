/* ranges.h - the days of which a period is made */
#ifndef MSAUDIT_RANGES_H
#define MSAUDIT_RANGES_H

#include "history.h"

/* Why a patient has no day in a period; 0 where there is one. */
typedef enum {
    AUDIT_IN_PERIOD,
    AUDIT_NO_COURSE,    /* no course of the drug */
    AUDIT_NO_SWITCH,    /* no start of the second drug after one of the first */
    AUDIT_STILL_ON,     /* a course of the first drug runs over the switch */
    AUDIT_NO_BEGINNING, /* neither a start of follow-up nor a treatment */
    AUDIT_NO_DAYS,      /* no day of it lies within follow-up */
    AUDIT_NO_RANGE      /* the user gives no range of the patient */
} audit_membership;

/* What is to be said of a patient in a period: bits of a sum. */
enum {
    AUDIT_SHORT_COURSE = 1,  /* a course stopped after fewer than 31 days */
    AUDIT_OTHER_DRUG = 2,    /* days on a third drug in a washout */
    AUDIT_OPEN_BEGINNING = 4 /* not cut at a start of follow-up: none known */
};

/*
 * A period is (start[i], stop[i]] for each of its n ranges, in order of
 * patient and day. Adverse events have a window of their own, from day
 * first[i] to day last[i], both included: from the start to the day before the
 * stop, or to the stop where follow-up ends on it. stopped[i] is 1 where a
 * recorded stop of the drug ends the range.
 */
typedef struct {
    size_t n;
    int *patient, *start, *stop, *first, *last, *stopped;
} audit_ranges;

/* What a period makes of each patient. */
typedef struct {
    audit_ranges ranges;
    int *membership, *notes; /* one a patient */
} audit_period;

/*
 * Adds (start, stop], cut to the follow-up of the patient, unless no day of it
 * is left; says whether one was.
 */
int audit_add_range(audit_ranges *ranges, const audit_patients *patients,
                    int patient, long long start, long long stop, int stopped);

#endif
