/* lesion_places.h - to which of its patient's periods a scan belongs */
#ifndef MSAUDIT_LESION_PLACES_H
#define MSAUDIT_LESION_PLACES_H

#include "periods/cells.h"
#include "lesions.h"

/* What becomes of an interval that straddles a period, in R's order. */
typedef enum {
    AUDIT_DROP,
    AUDIT_LATER,         /* it belongs whole where it ends */
    AUDIT_EARLIER,       /* it belongs whole where it begins */
    AUDIT_SHARE          /* each period gets the part of its days */
} audit_straddling;

/* What a scan is to a period. */
enum {
    AUDIT_PLACE_NONE,    /* it has nothing to do with it */
    AUDIT_PLACE_HERE,    /* it belongs to it */
    AUDIT_PLACE_ACROSS,  /* its interval straddles it, and is not in it whole */
    AUDIT_PLACE_OTHER    /* it belongs to another that has no day of it */
};

/* How many sums are kept of each period; see audit_lesion_sums. */
enum { AUDIT_N_LESION_SUMS = 20 };

/* Room for the work on one patient: one a period. */
typedef struct {
    size_t next;         /* range from which the patient's follow */
    size_t end;          /* behind the last range of the period */
    int present;         /* whether the patient is in the period */
    int cell;
    audit_days days;
    int from, to;        /* the day before its first, and its last */
    int alone;           /* it is one range, and no other has days near it */
    audit_interval_fit interval;
    audit_scan_fit scan;
    int has_interval, has_scan, straddles; /* of the scan at hand */
    double sums[AUDIT_N_LESION_SUMS];
} audit_period_work;

/*
 * Finds where the ranges of each period begin and end, and whether each cell has
 * one. Refuses what audit_sum_lesions() refuses of ranges.
 */
audit_status audit_find_periods(const audit_times *times, size_t n_periods,
                                const int *cell, size_t n_cells,
                                audit_period_work *work, int *has_all);

/* The first patient with a range that is still to come; 0 where there is none. */
int audit_next_patient(const audit_times *times, size_t n_periods,
                       const audit_period_work *work);

/* Takes the ranges of the patient, who is the next. */
void audit_take_patient(const audit_times *times, const int *cell, int patient,
                        size_t n_periods, audit_period_work *work);

/*
 * Of scan s finds has_interval and straddles of each period, by the rules of
 * audit_sum_lesions(); gives whether several periods fitted and one lost to another.
 */
int audit_place_interval(const audit_scans *scans, size_t s, audit_slack slack,
                         audit_straddling straddling, size_t n_periods,
                         audit_period_work *work);

/* The same of has_scan, by the day. */
void audit_place_scan(const audit_scans *scans, size_t s, audit_slack slack,
                      size_t n_periods, audit_period_work *work);

/* What a placed scan is to a period, by its interval and by its day. */
int audit_place_of_interval(const audit_period_work *w);
int audit_place_of_scan(const audit_period_work *w);

#endif
