/* event_sums.h - events of patients in periods, summed up by what they are */
#ifndef MSAUDIT_EVENT_SUMS_H
#define MSAUDIT_EVENT_SUMS_H

#include "event_hits.h"

/*
 * Cells of patients in periods: row[c] is the row of the result that cell c
 * belongs to, from 1; 0 is none. days[c] is its time at risk.
 */
typedef struct {
    size_t n, n_rows;
    const int *row, *days;
} audit_cell_rows;

/* One element an outcome and row, the rows of one outcome after each other. */
typedef struct {
    double *patients;   /* cells of the row, but those with an event before */
    double *with_event;
    double *twice;      /* with two events or more */
    double *events, *days;
    double *first_days; /* days before the first event; all without one */
    double *dispersion; /* as of patient_rates.h */
} audit_event_sums;

/*
 * Sums up n hits as audit_list_hits() made them. A cell whose first hit is
 * AUDIT_BEFORE does not count for that outcome. Whole numbers throughout, and so
 * exact; of what the counts vary only those with an event are visited, so that
 * time grows with the cells, the hits, and the outcomes times the rows.
 * workspace has 5 n_rows doubles.
 */
void audit_sum_events(const audit_hits *hits, size_t n, size_t n_outcomes,
                      const audit_cell_rows *cells, double *workspace,
                      const audit_event_sums *sums);

#endif
