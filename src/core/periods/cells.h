/* cells.h - the time of each patient in each period */
#ifndef MSAUDIT_CELLS_H
#define MSAUDIT_CELLS_H

#include "base/status.h"

/*
 * Ranges of days (start[i], stop[i]] of patients in periods, in order of
 * period, patient and day. Those of one patient in one period make a cell.
 */
typedef struct {
    size_t n;
    const int *period, *patient, *start, *stop;
} audit_times;

/*
 * cell[i] gets the index, from 0, of the cell that range i belongs to; each
 * cell gets its period, its patient and its days. There are at most times->n
 * cells; *n_cells says how many.
 *
 * Refused: ranges out of order or that overlap in a cell (AUDIT_NOT_SORTED), a
 * stop before the start (AUDIT_BAD_INTERVAL), more days in a cell than an int
 * counts (AUDIT_TOO_MANY).
 */
audit_status audit_cells(const audit_times *times, int *cell,
                         int *cell_period, int *cell_patient, int *cell_days,
                         size_t *n_cells);

#endif
