/* lesion_tally.h - patients with lesions, of those imaged */
#ifndef MSAUDIT_LESION_TALLY_H
#define MSAUDIT_LESION_TALLY_H

#include "lesion_activity.h"
#include "lesion_cells.h"

/* What is counted of each row, patients but for the scans. */
enum {
    AUDIT_IN_PERIOD,         /* cells */
    AUDIT_SCANNED,           /* with a scan */
    AUDIT_IMAGED_T2,         /* with an interval of which T2 are known */
    AUDIT_IMAGED_GD,         /* with a scan of which gd are known */
    AUDIT_IMAGED_BOTH,
    AUDIT_IMAGED,            /* of whom either, or combined, are known */
    AUDIT_T2_SCANS,
    AUDIT_GD_SCANS,
    AUDIT_STRADDLING,        /* intervals */
    AUDIT_KNOWN_T2,          /* known to be with or without T2 lesions */
    AUDIT_ACTIVE_T2,         /* known to be with */
    AUDIT_PERHAPS_T2,        /* not known to be without on each scan */
    AUDIT_KNOWN_GD,
    AUDIT_ACTIVE_GD,
    AUDIT_PERHAPS_GD,
    AUDIT_KNOWN_ANY,         /* either kind, as audit_any_activity() has it */
    AUDIT_ACTIVE_ANY,
    AUDIT_PERHAPS_ANY,       /* not known to be without both on each scan */
    AUDIT_SEEN_ANY,          /* with lesions, also where one kind is not known */
    AUDIT_T2_CLASS,          /* with 0, 1, 2 or 3, 4 or more T2 lesions */
    AUDIT_GD_CLASS = AUDIT_T2_CLASS + 4,
    AUDIT_N_TALLIES = AUDIT_GD_CLASS + 4
};

/*
 * Cell c, of a patient in row[c] from 1 to n_rows, has the sums of
 * audit_sum_lesions(). Of those with lesions known by bounds, the class is
 * counted where both bounds have the same. A kind that was not asked for at all
 * makes nobody perhaps active. tally has AUDIT_N_TALLIES for each row, one row
 * after the other. any, if not NULL, becomes the audit_activity of each cell.
 *
 * Refused: a row out of range (AUDIT_BAD_GROUP).
 */
audit_status audit_tally_lesions(const audit_lesion_sums *sums, const int *row,
                                 size_t n_cells, audit_asked asked,
                                 size_t n_rows, double *tally, int *any);

#endif
