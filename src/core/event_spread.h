/* event_spread.h - how far patients vary in how often they had an event */
#ifndef MSAUDIT_EVENT_SPREAD_H
#define MSAUDIT_EVENT_SPREAD_H

#include "event_sums.h"
#include "spread.h"

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

#endif
