/* reduced_error.h - the error of a group's rate, unbiased where times are unequal */
#ifndef MSAUDIT_REDUCED_ERROR_H
#define MSAUDIT_REDUCED_ERROR_H

#include "base/status.h"

/* What a group's patients add up to; h is a patient's share of the group's time. */
typedef struct {
    size_t patients;  /* those with time */
    double squares;   /* of (y - r t) over 1 - h */
    double h2;        /* of h^2 */
    double w[3];      /* of w h^2, w h^3, w h^4, with w = 1 / (1 - h) */
    double ww[2];     /* of w^2 h^4, w^2 h^5 */
    double lost[7];   /* what the additions lost, in the same order */
} audit_reduced_sums;

/*
 * Element i is a patient of group[i], counted from 1 to n_groups, with events[i] in
 * time[i], checked as audit_rates_of_patients() does, of whose sums all_events and
 * all_time are those of each group. With y events in t of a patient, Y and T of the
 * group, r = Y / T and h = t / T:
 *
 * std_error is sqrt(sum (y - r t)^2 / (1 - h)) / T: the squares have the mean that
 * they would have about the true rate if a count's variance is as its time (CR2 of
 * Bell and McCaffrey 2002). If all times are equal it is the error with n / (n - 1).
 *
 * freedom are their degrees of freedom, tr(M)^2 / tr(M^2), where M is the covariance
 * of (y - r t) / sqrt(1 - h) if a count's variance is as its time squared: as if
 * patients differed in nothing but their own rates, so that few long times tell
 * as little as they can. It is n - 1 if all times are equal, and less otherwise.
 *
 * Both are NaN of fewer than two patients with time, and where one has all the time
 * that can be told.
 */
void audit_reduced_errors(const double *events, const double *time,
                          const int *group, size_t n, size_t n_groups,
                          const double *all_events, const double *all_time,
                          audit_reduced_sums *workspace, double *std_error,
                          double *freedom);

#endif
