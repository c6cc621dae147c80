/* event_spread.h - how far patients vary in how often they had an event */
#ifndef MSAUDIT_EVENT_SPREAD_H
#define MSAUDIT_EVENT_SPREAD_H

#include "rates/spread.h"
#include "event_sums.h"

/* Room to work in. */
typedef struct {
    size_t *first;  /* 2 n_rows + 2 */
    double *values; /* 5 for each cell */
} audit_spread_room;

/*
 * The spread of each outcome and row (spread.h), of n hits as audit_sum_events()
 * takes them; order has the cells by row and days, counted from 0. Patients of
 * one row with as many days are visited once for each outcome with an event there.
 */
audit_status audit_spread_events(const audit_hits *hits, size_t n,
                                 size_t n_outcomes,
                                 const audit_cell_rows *cells,
                                 const int *order,
                                 const audit_spread_room *room,
                                 audit_spread *spread);

/*
 * Where the work stands: begin, and go on by passes over so many patients at least,
 * as often as it takes until `is_done`. What was given is the work's until then.
 */
typedef struct {
    int is_done;
    /* The rest is the work's own. */
    const audit_hits *hits;
    const audit_cell_rows *cells;
    size_t n, n_outcomes;
    const size_t *first_days;    /* of each row's days, and how often */
    const double *days, *often;  /* they are there */
    size_t *first_counts;        /* of each row's counts, and their days */
    double *counts, *count_days;
    double *still;               /* how often, without those who had one before */
    size_t outcome, row, next;   /* from 0; the next outcome's first hit */
    audit_spreading now;
    audit_spread *spread;
} audit_event_spread;

audit_event_spread
audit_event_spread_begin(const audit_hits *hits, size_t n, size_t n_outcomes,
                         const audit_cell_rows *cells, const int *order,
                         const audit_spread_room *room, audit_spread *spread);
audit_status audit_event_spread_go_on(audit_event_spread *work, size_t patients);

#endif
