/* event_incidence.h - the share with an event by a day, by what it is */
#ifndef MSAUDIT_EVENT_INCIDENCE_H
#define MSAUDIT_EVENT_INCIDENCE_H

#include "curves/curve_incidence.h"
#include "event_sums.h"

/*
 * How each cell ends without an event: after so many days at risk, by what
 * makes one impossible (competing[c] is 1) or by censoring.
 */
typedef struct {
    const int *day, *competing;
} audit_cell_ends;

/* Days of which a tally is kept for k rising times of 0 or more. */
size_t audit_incidence_days(const audit_cell_rows *cells,
                            const audit_cell_ends *ends, const double *times,
                            size_t k);

/*
 * The estimate of curve_incidence.h for each outcome and row of the n hits at
 * the k times: one element an outcome, row and time, times after each other
 * within a row, rows within an outcome. An event and an end on one day: the
 * event comes first. All patients but those with an event of the outcome end
 * alike for all outcomes, so time grows with the cells, the hits, and the
 * outcomes times the rows times the days.
 *
 * workspace has 3 n_rows days ints, `time` room for so many days.
 */
void audit_event_incidence(const audit_hits *hits, size_t n, size_t n_outcomes,
                           const audit_cell_rows *cells,
                           const audit_cell_ends *ends,
                           audit_incidence_kind kind, const double *times,
                           size_t k, double conf_level, size_t days,
                           int *workspace, double *time,
                           const audit_curve *curve);

#endif
