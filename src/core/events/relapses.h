/* relapses.h - which relapses count, and in which period */
#ifndef MSAUDIT_RELAPSES_H
#define MSAUDIT_RELAPSES_H

#include "periods/cells.h"

/*
 * What makes an onset a new relapse, in days of 0 or more: it lies at least
 * `gap` days, 1 or more, after the last onset that counted, or with `from_end`
 * after the end of that relapse; and more than `quiet` days after its onset, in
 * which the patient is not at risk of another.
 */
typedef struct {
    int gap, from_end, quiet;
} audit_relapse_rule;

/*
 * counts[i] is 1 for a relapse that counts and 0 for one that belongs to the
 * one before, in the same patient. The relapses are in order of patient and
 * onset; onsets of one day are one relapse. end[i] is the day of its end, the
 * onset or later; AUDIT_MISSING: its onset. A relapse ends with the last of the
 * onsets that belong to it. Without from_end end[] is not looked at.
 *
 * Refused: relapses out of order (AUDIT_NOT_SORTED), a missing onset
 * (AUDIT_BAD_DAY), an end before the onset (AUDIT_BAD_INTERVAL).
 */
audit_status audit_keep_relapses(const int *patient, const int *onset,
                                 const int *end, size_t n,
                                 const audit_relapse_rule *rule, int *counts);

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
