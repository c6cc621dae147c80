/* relapses.h - which relapses count, and in which period */
#ifndef MSAUDIT_RELAPSES_H
#define MSAUDIT_RELAPSES_H

#include "cells.h"

/*
 * counts[i] is 1 for a relapse that counts and 0 for one that belongs to the
 * one before: its onset lies fewer than `gap` days after the last onset that
 * counted, in the same patient. The relapses are in order of patient and
 * onset, gap is 1 or more; onsets of one day are one relapse.
 *
 * Refused: relapses out of order (AUDIT_NOT_SORTED), a missing onset
 * (AUDIT_BAD_DAY).
 */
audit_status audit_keep_relapses(const int *patient, const int *onset,
                                 size_t n, int gap, int *counts);

/*
 * Of n records in order of patient and day, those with counts[i] not 0 are
 * counted in the cell of the range (start, stop] that holds their day: a
 * record may fall into several periods, into each of them once. total[] has
 * n_cells elements. times and cell are as of audit_cells().
 */
void audit_count_in_cells(const int *patient, const int *day,
                          const int *counts, size_t n,
                          const audit_times *times, const int *cell,
                          int *total, size_t n_cells);

#endif
