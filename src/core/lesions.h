/* lesions.h - which scan belongs to which period */
#ifndef MSAUDIT_LESIONS_H
#define MSAUDIT_LESIONS_H

#include "cells.h"

/*
 * Scans of patients on a day, compared with a scan on an earlier day
 * (AUDIT_MISSING where there is none), in order of patient and day.
 */
typedef struct {
    size_t n;
    const int *patient, *compared, *day;
} audit_scans;

/* Days by which a scan may lie outside of a period and still belong to it. */
typedef struct {
    int before, after;
} audit_slack;

/* Where a scan belongs: to a cell, counted from 0, or to none. */
enum {
    AUDIT_NO_CELL = -1,     /* no period has a day of it */
    AUDIT_STRADDLES = -2,   /* reaches further out of the periods it touches */
    AUDIT_NO_INTERVAL = -3  /* is not compared with an earlier scan */
};

/*
 * Lesions that accumulate over the interval (compared, day] belong to the range
 * that holds it, but for up to slack.before days at its beginning and
 * slack.after at its end, with at least a day of it. Of several periods it
 * belongs to the one with more of its days, the later of equals: the one that
 * starts later, the one given later if they start on one day. times and cell
 * are as of audit_cells(). workspace has 3 * scans->n ints. choices[i] gets the
 * number of periods that interval i fits.
 *
 * Refused: scans out of order (AUDIT_NOT_SORTED), a missing day
 * (AUDIT_BAD_DAY), a comparison that is not earlier (AUDIT_BAD_INTERVAL).
 */
audit_status audit_place_intervals(const audit_scans *scans,
                                   const audit_times *times, const int *cell,
                                   audit_slack slack, int *workspace,
                                   int *place, int *choices);

/*
 * Lesions that a scan shows on its day belong to the range (start, stop] that
 * holds it; if none does, to the one that ended last, at most slack.after days
 * before. Of several that hold it the one that starts last. workspace has 2 *
 * scans->n ints.
 */
audit_status audit_place_scans(const audit_scans *scans,
                               const audit_times *times, const int *cell,
                               audit_slack slack, int *workspace, int *place);

/*
 * Of the intervals with chosen[i] not 0: into how many cells' days they reach,
 * counted in touched[], which has n_cells elements; each once in a cell. The
 * scans are as above.
 */
void audit_touched_cells(const audit_scans *scans, const audit_times *times,
                         const int *cell, const int *chosen, int *last_cell,
                         int *touched, size_t n_cells);

/*
 * Scans, lesions and exposure summed in cells: place[i], from 0 to n_cells - 1,
 * is that of the scan with count[i] lesions over exposure[i]. Counts and whole
 * days add up without error.
 *
 * Refused: a place out of range (AUDIT_BAD_GROUP).
 */
audit_status audit_sums_in_cells(const int *place, const double *count,
                                 const double *exposure, size_t n,
                                 double *scans, double *lesions,
                                 double *total_exposure, size_t n_cells);

#endif
