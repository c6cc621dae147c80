/* lesion_cut.h - of the scans of a patient the first that make up a time */
#ifndef MSAUDIT_LESION_CUT_H
#define MSAUDIT_LESION_CUT_H

#include <stddef.h>

#include "base/status.h"

/*
 * Scans that tell of a kind of lesions, by cell, from 0, and in each by day: scan
 * i looks at size[i] days, or scans, and shows from least[i] to most[i] lesions.
 */
typedef struct {
    size_t n;
    const int *cell;
    const double *size, *least, *most;
} audit_told_scans;

/* Sums of each cell. */
typedef struct {
    double *scans, *exposure, *least, *most;
} audit_cut_sums;

/*
 * Of each cell c the first scans, one at the least, whose sizes come nearest to
 * time[c], the fewer of two as near; of an infinite time all. Sums of whole numbers
 * below 2^53 have no error.
 *
 * Refused: a time that is below 0 or not known (AUDIT_BAD_TIME, at the cell), a
 * cell out of range (AUDIT_BAD_GROUP), cells out of order (AUDIT_NOT_SORTED), a
 * size that is not above 0 (AUDIT_BAD_TIME), lesions that are not known
 * (AUDIT_BAD_COUNT; these at the scan).
 */
audit_status audit_cut_lesions(const audit_told_scans *scans,
                               const double *time, size_t n_cells,
                               const audit_cut_sums *sums);

#endif
