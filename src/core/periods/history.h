/* history.h - whom a cohort follows, and how they were treated */
#ifndef MSAUDIT_HISTORY_H
#define MSAUDIT_HISTORY_H

#include "base/status.h"

/*
 * Patient p, counted from 1, is followed over (from[p - 1], to[p - 1]], in
 * days. from may be AUDIT_MISSING: its beginning is not known. to is known.
 */
typedef struct {
    size_t n;
    const int *from, *to;
} audit_patients;

/*
 * Courses of treatment, one a row, in order of patient and start day. stop is
 * AUDIT_MISSING where none was recorded by the end of follow-up, which then
 * stands for it. No course stops before it starts.
 */
typedef struct {
    size_t n;
    const int *patient, *drug, *start, *stop;
} audit_treatments;

/* Courses of one drug that are one, on (start, stop]. */
typedef struct {
    int start, stop;
    int stopped;             /* whether its stop was recorded */
} audit_course;

/* The courses of one patient: rows first to last - 1. */
typedef struct {
    size_t first, last;
} audit_rows;

/*
 * Refused: a patient out of range, a missing start, a stop before the start
 * (AUDIT_BAD_INTERVAL), rows out of order, a follow-up without end
 * (AUDIT_BAD_DAY, at its patient).
 */
audit_status audit_check_history(const audit_patients *patients,
                                 const audit_treatments *treatments);

/* The rows of the patient after the one whose rows ended before `first`. */
audit_rows audit_rows_of(const audit_treatments *treatments, size_t first,
                         int patient);

/* The day a course stops: `to` where it did not stop by then. */
int audit_stop_of(const audit_treatments *treatments, size_t row, int to);

/*
 * The next courses of `drug` that are one, from row *row on: they overlap, or
 * from the stop of one to the start of the next is at most `grace` days. Moves
 * *row behind the last row looked at; 0 where there is no more course.
 */
int audit_next_course(const audit_treatments *treatments, audit_rows rows,
                      size_t *row, int drug, int grace, int to,
                      audit_course *course);

/*
 * The stop of a course of `drug` with `extend` days, 0 or more, after it where
 * it was recorded: no further than the first start of another drug on the day
 * of the stop or later. That is looked for from row *row on, which is moved: one
 * row serves all courses of a drug, in their order.
 */
long long audit_extended_stop(const audit_treatments *treatments,
                              audit_rows rows, size_t *row, int drug,
                              const audit_course *course, int extend);

#endif
