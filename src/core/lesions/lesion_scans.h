/* lesion_scans.h - with what scans are compared, and from which on it counts */
#ifndef MSAUDIT_LESION_SCANS_H
#define MSAUDIT_LESION_SCANS_H

#include "periods/cells.h"
#include "lesions.h"

/* What is to be said of a scan whose lesions accumulate: bits of a sum. */
enum {
    AUDIT_NO_COMPARISON = 1, /* it is compared with none */
    AUDIT_PREVIOUS = 2,      /* the scan before it was taken for comparison */
    AUDIT_OVERLAPS = 4       /* compared with a day before the last scan's */
};

/*
 * compared[i] becomes the day with which scan i is compared: as given, or where
 * none is and use_previous is not 0, that of the patient's last scan of the same
 * region on an earlier day; AUDIT_MISSING where there is none. region[i] is
 * from 1 to n_regions. said[i] is 0, or of a scan whose lesions are known
 * (known[i] is not 0) what there is to say; it overlaps where it is compared
 * with a day before that of the patient's last such scan of the same region.
 * workspace has 3 * n_regions ints.
 *
 * Refused: what audit_check_scans() refuses, a region out of range
 * (AUDIT_BAD_GROUP).
 */
audit_status audit_compare_scans(const audit_scans *scans, const int *region,
                                 size_t n_regions, const int *known,
                                 int use_previous, int *workspace,
                                 int *compared, int *said);

/*
 * A scan `first` to `last` days after the patient's first day in a period starts
 * the comparison afresh: the first one does. start[i] becomes the start of range
 * i or the day of that scan, if later, but no more than its stop; of a patient
 * without such a scan the stop, so that nothing is left of the range.
 *
 * times are in order of period, patient and day. Refused: as of
 * audit_check_scans(), and ranges out of order (AUDIT_NOT_SORTED).
 */
audit_status audit_rebaseline(const audit_scans *scans,
                              const audit_times *times, int first, int last,
                              int *start);

/*
 * What a scan measures (value[i], NaN: not known) at the beginning of a cell's
 * time and at its end. The beginning is the last scan with a value on the first
 * day of the cell or up to slack.before days before, or else the first in the cell
 * or up to slack.after days after it; the end is the last such, on a later day.
 * Whether another period has that day is not asked: what a scan measures is the end
 * of the one and the beginning of the other.
 * baseline and final are NaN, days 0, where there are not both. n_cells of each.
 *
 * times and cell are as of audit_sum_lesions(). Refused: as there.
 */
audit_status audit_lesion_change(const audit_scans *scans, const double *value,
                                 const audit_times *times, const int *cell,
                                 audit_slack slack, size_t n_cells,
                                 double *baseline, double *final,
                                 double *days);

#endif
