/* group_rates.h - the rates of two groups of patients compared */
#ifndef MSAUDIT_GROUP_RATES_H
#define MSAUDIT_GROUP_RATES_H

#include "base/question.h"
#include "base/status.h"
#include "numerics/t_interval.h"

/* A group, as patient_rates.h sums it. */
typedef struct {
    double patients, events, time, dispersion;
    /* Of the rate, by either of patient_rates.h and reduced_error.h; NaN of
       fewer than two patients. */
    double std_error, freedom;
} audit_group;

typedef enum { AUDIT_RATES_RATIO, AUDIT_RATES_DIFFERENCE } audit_rates_measure;

/* How a comparison was made. */
typedef enum {
    AUDIT_BY_WELCH,
    AUDIT_BY_SCALED_EXACT, /* of a difference: the scaled score */
    AUDIT_BY_NOTHING       /* a group without time, or no event at all */
} audit_group_method;

typedef struct {
    double estimate, std_error, freedom; /* NaN without */
    audit_interval interval;
    audit_group_method method; /* the one taken */
} audit_group_comparison;

/*
 * The first group's rate over the second's, or minus it. Welch's t: the log of
 * the ratio has the sum v of the two groups' variances, those of their rates over
 * the squares of these, and t has v^2 / (v1^2 / freedom1 + v2^2 / freedom2) degrees
 * of freedom; a difference likewise on its own scale. Where a group has fewer than two patients, no event
 * or no variance the scaled exact interval stands in (scaled_exact.h), with the
 * dispersion (y1 phi1 + y2 phi2) / (y1 + y2), 1 at least, where phi of a patient
 * alone is y, so that all events say as much as one; of a difference the
 * score interval of the counts and times over that dispersion (two_rates.h).
 *
 * question->null is of the measure: 1 or 0 is no effect.
 */
audit_status audit_compare_groups(const audit_group *first,
                                  const audit_group *second,
                                  audit_rates_measure measure,
                                  audit_group_method method,
                                  const audit_question *question,
                                  audit_group_comparison *found);

/* The dispersion that the two share. */
double audit_shared_dispersion(const audit_group *first,
                               const audit_group *second);

/*
 * Welch's statistic of no effect, of n1 patients in the first group and n - n1
 * in the second: patient order[i] has events[order[i]] in time[order[i]]. NaN
 * where a group has fewer than two patients with time, no event or no variance.
 */
double audit_welch_statistic(const double *events, const double *time,
                             const int *order, size_t n, size_t n1,
                             audit_rates_measure measure);

#endif
