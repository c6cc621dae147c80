/* spread.h - how far the patients of a group vary in their counts */
#ifndef MSAUDIT_SPREAD_H
#define MSAUDIT_SPREAD_H

#include "base/status.h"
#include "numerics/root.h"

/*
 * The patients of a group: the times of all of them, above 0, with how often each
 * is there (NULL: once), 0 or more, and the counts of those with
 * an event, which may be fractions.
 */
typedef struct {
    size_t n_times;
    const double *times, *often;
    size_t n_counts;
    const double *counts, *count_times;
} audit_group_counts;

typedef struct {
    double effective; /* patients, by their times */
    double jackknife; /* variance of the count over a Poisson's, >= 1 */
    double alpha;     /* that of the patients' own rates over the rate's square */
} audit_spread;

/* A patient alone, or no event: nothing is seen to vary. */
static inline audit_spread audit_no_spread(double effective)
{
    return (audit_spread) {effective, 1, 0};
}

/*
 * With t of patient i, T their sum, y events of Y in all, r = Y / T:
 *
 * effective is T^2 / sum t^2 (Kish), the number of patients if all times are
 * equal, and less if few of them have most of the time.
 *
 * jackknife is the greater of 1 and sum ((y - r t) / (1 - t / T))^2 / Y: leaving
 * one patient out, r is t / (T - t) times the distance from the others' rate.
 *
 * alpha is that of a negative binomial count with the mean r t, where the
 * likelihood is greatest, and 0 where the squares of y - r t are in all no more
 * than Y, as those of Poisson counts. A fraction of an event has that part of the
 * likelihood's slope which the event would add.
 *
 * Refused: an equation without a root (AUDIT_NO_ROOT, at 0).
 */
audit_status audit_spread_of(const audit_group_counts *group,
                             audit_spread *spread);

/*
 * Where the work on a group stands, of whose patients the slope is a pass of many.
 * `spread` holds when it is done; the group's numbers are the work's until then.
 */
typedef struct {
    audit_spread spread;
    int is_done;
    /* The rest is the work's own. */
    audit_group_counts group;
    double rate;
    audit_search log_alpha;
} audit_spreading;

/* The same in steps: begin, and go on by a pass, until `is_done`. */
audit_spreading audit_spread_begin(const audit_group_counts *group);
audit_status audit_spread_go_on(audit_spreading *work);

#endif
