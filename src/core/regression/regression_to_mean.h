/* regression_to_mean.h - how far counts fall back without any treatment */
#ifndef MSAUDIT_REGRESSION_TO_MEAN_H
#define MSAUDIT_REGRESSION_TO_MEAN_H

#include "base/status.h"
#include "distributions/gamma_poisson.h"

/* Events of n patients in a window of their own time each. */
typedef struct {
    size_t n, most; /* the greatest number of events */
    const double *events, *time;
    int is_truncated; /* all were selected for an event in it */
} audit_selection;

/* What is to be said of it: bits of a sum. */
enum {
    AUDIT_RTM_POISSON = 1,    /* the shape is infinite */
    AUDIT_RTM_LOG_SERIES = 2, /* the shape is 0, and the mean */
    AUDIT_RTM_NO_SECOND = 4,  /* selected, and nobody with a second event */
    AUDIT_RTM_NO_EVENTS = 8
};

typedef struct {
    double mean;     /* of events in a window, of all patients, selected or not */
    double shape;    /* of the gamma variable; NaN where any will do */
    double ratio, low, high;
    double repeated; /* share of events of those with two or more */
    int notes;
} audit_rtm;

/* How many doubles audit_regression_to_mean() needs to work in. */
size_t audit_rtm_workspace(const audit_selection *selection);

/*
 * Patients have events at a rate of their own, lambda times a gamma variable of
 * mean 1 and a shape k, that does not change. Of those with an event in a window
 * the events in a second window as long, over those in the first: with mu =
 * lambda t in one of length t it is 1 - (1 + mu / k)^-(k + 1); of windows of
 * several lengths their mean, each weighing as its expected events.
 *
 * lambda and k are the most likely, given that each count is above 0 where the
 * patients were selected; 0 and infinity are values of k. The limits are those
 * of the profile of the likelihood. Where the patients were selected and nobody
 * has a second event the ratio is 0; without any event all but the limits, 0 and
 * 1, is NaN.
 *
 * Refused: what is no count, 0 of selected patients (AUDIT_BAD_COUNT), a time of
 * 0 or what is none (audit_is_time()).
 */
audit_status audit_regression_to_mean(const audit_selection *selection,
                                      double conf_level, double *workspace,
                                      audit_rtm *found);

#endif
