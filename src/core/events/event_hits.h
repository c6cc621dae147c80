/* event_hits.h - which events fell into which period, by what they are */
#ifndef MSAUDIT_EVENT_HITS_H
#define MSAUDIT_EVENT_HITS_H

#include "base/status.h"

/* Events in order of patient and day; outcome is what each is, from 1. */
typedef struct {
    size_t n;
    const int *patient, *day, *outcome;
} audit_events;

/*
 * Windows of days in which events count: from day first[i] to day last[i], both
 * included, of patients in periods, in order of period, patient and day.
 * Window i belongs to cell[i], counted from 0; a cell's windows follow each
 * other and do not overlap. days[i] is the time at risk that window i adds.
 */
typedef struct {
    size_t n;
    const int *period, *patient, *first, *last, *days, *cell;
} audit_windows;

/*
 * An event in a cell: `time` is the days at risk before it, 0 on the first day,
 * or AUDIT_BEFORE of one on any day before the cell's first; `event` its index,
 * from 0. They are in order of outcome, cell and day.
 */
enum { AUDIT_BEFORE = -1 };

typedef struct {
    int *outcome, *cell, *time, *event;
} audit_hits;

/*
 * How many hits there are; next[o] becomes the number of those of outcomes
 * before o + 1, the place of its first. Hits before a cell count with_before.
 *
 * Refused: events out of order (AUDIT_NOT_SORTED), a missing day
 * (AUDIT_BAD_DAY), an outcome out of range (AUDIT_BAD_GROUP).
 */
audit_status audit_count_hits(const audit_events *events,
                              const audit_windows *windows, int with_before,
                              size_t n_outcomes, size_t *next, size_t *n_hits);

/* Lists them where audit_count_hits() said, and moves `next` on. */
void audit_list_hits(const audit_events *events, const audit_windows *windows,
                     int with_before, size_t *next, const audit_hits *hits);

#endif
