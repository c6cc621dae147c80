/* first_events.h - events of patients in periods, and the first of them */
#ifndef MSAUDIT_FIRST_EVENTS_H
#define MSAUDIT_FIRST_EVENTS_H

#include "cells.h"

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

/* What is found in each cell. */
typedef struct {
    int *events; /* how many fell into it */
    int *time;   /* days at risk before the first; all of them if none did */
    int *before; /* 1 where there was one on a day before the cell's first */
} audit_first_events;

/*
 * Of n events in order of patient and day. The time before an event on the
 * first day of a window is that of the windows before it.
 *
 * Refused: events out of order (AUDIT_NOT_SORTED), a missing day
 * (AUDIT_BAD_DAY).
 */
audit_status audit_find_first_events(const int *patient, const int *day,
                                     size_t n, const audit_windows *windows,
                                     const audit_first_events *found,
                                     size_t n_cells);

#endif
