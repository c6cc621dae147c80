/* lesion_totals.h - lesions of plain vectors, by patient and period */
#ifndef MSAUDIT_LESION_TOTALS_H
#define MSAUDIT_LESION_TOTALS_H

#include "base/status.h"

/*
 * Elements of a patient in a period. Exposure adds up in whole multiples of two
 * units, the second for what is less than the first, and so without error: the
 * order of the elements is of no matter.
 */
typedef struct {
    double lesions;
    long long coarse, fine;
    int n;                   /* elements */
    int scans;               /* of them with a count */
} audit_total;

/* The two units, as powers of two. */
typedef struct {
    int coarse, fine;
} audit_units;

/*
 * Element i has count[i] lesions, NaN where that is not known, over exposure[i]
 * of patient[i], from 1 to n_patients, in period[i], from 1 to n_periods; without
 * period (NULL) all are in the first. Their total is
 * grid[(patient - 1) * n_periods + period - 1]. first[patient - 1] becomes the
 * patient's first element, counted from 1, or 0.
 *
 * The finer unit is 2^-60 of the greatest exposure or less, so that an exposure
 * that is no smaller than a hundredth of it is not rounded; each counts as at
 * least one unit.
 *
 * Refused: more elements than an int counts (AUDIT_TOO_MANY), a patient
 * (AUDIT_BAD_PATIENT) or period (AUDIT_BAD_GROUP) out of range, what is no count,
 * or with which a total is more than 2^53 (AUDIT_BAD_COUNT), and with a count an
 * exposure that is not above 0 and finite (AUDIT_BAD_TIME).
 */
audit_status audit_total_lesions(const double *count, const double *exposure,
                                 const int *patient, const int *period,
                                 size_t n, size_t n_patients, size_t n_periods,
                                 audit_total *grid, int *first,
                                 audit_units *units);

/* How many totals have elements. */
size_t audit_n_totals(const audit_total *grid, size_t n);

/* The totals with elements, one period after the other, by patient in each. */
typedef struct {
    int *period, *patient;   /* from 1 */
    double *scans, *lesions, *exposure;
} audit_totals;

void audit_write_totals(const audit_total *grid, size_t n_patients,
                        size_t n_periods, audit_units units,
                        const audit_totals *totals);

/* Patients of a row, as audit_tally_lesions() counts them of one kind. */
enum {
    AUDIT_TOTAL_KNOWN,       /* with a count */
    AUDIT_TOTAL_ACTIVE,      /* with lesions */
    AUDIT_TOTAL_CLASS,       /* with 0, 1, 2 or 3, 4 or more */
    AUDIT_N_TOTALS = AUDIT_TOTAL_CLASS + 4
};

/*
 * Total c is of a patient in row[c] from 1 to n_rows. tally has AUDIT_N_TOTALS for
 * each row, one row after the other. Refused: a row out of range
 * (AUDIT_BAD_GROUP).
 */
audit_status audit_tally_totals(const int *row, const double *scans,
                                const double *lesions, size_t n, size_t n_rows,
                                double *tally);

#endif
