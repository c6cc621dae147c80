/* paired_exact.h - the exact law behind a ratio of rates in the same patients */
#ifndef MSAUDIT_PAIRED_EXACT_H
#define MSAUDIT_PAIRED_EXACT_H

#include "alternative.h"
#include "status.h"

/*
 * Patient i had events[i] events, 1 or more, in two periods together, and
 * log_times[i] is the log of the time in the second over that in the first. At
 * a ratio theta of the rates each event falls into the second period with
 * probability theta times / (1 + theta times), so that what fell into it is a
 * sum of binomial variables. Patients are in order of log_times; those with
 * the same are taken together.
 */
typedef struct {
    size_t n;
    const double *events, *log_times;
    double total, second; /* events in all, and in the second period */
} audit_paired_law;

/* What the law says of the number of events in the second period. */
typedef struct {
    double fewer, equal, more; /* probabilities; fewer and more exclude equal */
} audit_paired_tails;

/* Beyond so many events the law is not computed. */
enum { AUDIT_MOST_PAIRED_EVENTS = 20000 };

/* How many doubles the routines below need to work in. */
size_t audit_paired_workspace(const audit_paired_law *law);

/* Its tails at a ratio of exp(log_ratio). */
audit_paired_tails audit_tails_at(const audit_paired_law *law,
                                  double log_ratio, double *workspace);

/*
 * The exact limits of the ratio: at the lower, so many events or more in the
 * second period have the probability that the interval leaves below it, at the
 * upper so many or fewer. 0 without events in the second period, infinity
 * without events in the first.
 *
 * Refused: more events than AUDIT_MOST_PAIRED_EVENTS (AUDIT_TOO_MANY).
 */
audit_status audit_paired_limits(const audit_paired_law *law,
                                 double conf_level, audit_alternative side,
                                 double *workspace, double *low, double *high);

#endif
