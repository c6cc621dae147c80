/* lesion_cells.h - lesions and their exposure of each patient in each period */
#ifndef MSAUDIT_LESION_CELLS_H
#define MSAUDIT_LESION_CELLS_H

#include "periods/cells.h"
#include "lesion_places.h"

/*
 * Lesions of each scan: the least and the most that they can be, NaN where
 * nothing is known; the two are equal where they were counted, and the most is
 * infinite where there is no bound. NULL: not known of any scan.
 *
 * t2 accumulate over the scan's interval, gd are shown on its day, active are
 * both, each lesion once.
 */
typedef struct {
    const double *t2, *t2_most, *gd, *gd_most, *active, *active_most;
} audit_lesion_counts;

/*
 * One element a cell. Sums of whole numbers, and of multiples of AUDIT_PART,
 * which have no error and do not depend on order. NULL: not wanted.
 */
typedef struct {
    double *scans;       /* that belong to it by their day */
    double *t2_scans;    /* of which T2 lesions are known, whole intervals */
    double *t2, *t2_most, *t2_days;
    double *t2_unknown;  /* intervals with days in it that are not in t2 */
    double *straddling;  /* intervals with a count that straddle it */
    double *shared, *shared_most, *shared_days; /* its parts of these */
    double *gd_scans, *gd, *gd_most;
    double *gd_unknown;  /* scans of its days that are not in gd */
    double *active_scans, *active, *active_most;
    double *given_scans, *given, *given_most; /* of these, given as such */
} audit_lesion_sums;

/* Parts of a lesion are rounded to multiples of this. */
#define AUDIT_PART 0x1p-30

/* What counts of scans say of the placing as a whole. */
typedef struct {
    double chosen;       /* intervals with a count that fit several periods */
    double unpaired;     /* combined lesions known by bounds alone */
} audit_lesion_totals;

/*
 * An interval belongs to a period that it fits; of several without a common day
 * to the one with more of its days, the later to begin of equals. One that
 * straddles a period and belongs to none that has no day in common with it is
 * dealt with by `straddling`: of several periods where it ends (begins) to the
 * one with more of its days, in the same way; or each gets the days in it and
 * their part of the lesions: of each range the difference of what lies up to its
 * two ends, round(count * days up to there / days / AUDIT_PART) * AUDIT_PART, so
 * that days apart add up to the whole without error. A scan belongs to a period
 * by its day; of several without a common day to the one that ended last.
 *
 * Combined lesions belong where the interval does: those given, or else at least
 * the more and at most the sum of t2 and gd, where both are known and belong to
 * the same period. A combined count of 0 says that there is nothing unknown.
 *
 * times are in order of period, patient and day; cell[i], from 0 to n_cells - 1,
 * is that of range i; a cell without a range has no scans. Where place_t2 is not
 * NULL, place_t2[i + p * scans->n] says what the interval of scan i is to period
 * p, and place_gd the same of its day.
 *
 * Refused: what audit_check_scans() refuses (at the scan), a period
 * or a cell out of range (AUDIT_BAD_GROUP), a patient below 1
 * (AUDIT_BAD_PATIENT), ranges out of order (AUDIT_NOT_SORTED; these at the
 * range).
 */
audit_status audit_sum_lesions(const audit_scans *scans,
                               const audit_lesion_counts *counts,
                               const audit_times *times, const int *cell,
                               audit_slack slack, audit_straddling straddling,
                               size_t n_periods, audit_period_work *work,
                               const audit_lesion_sums *sums, size_t n_cells,
                               audit_lesion_totals *totals, int *place_t2,
                               int *place_gd);

#endif
