/* paired_exact.h - the exact law behind a ratio of rates in the same patients */
#ifndef MSAUDIT_PAIRED_EXACT_H
#define MSAUDIT_PAIRED_EXACT_H

#include "base/question.h"
#include "base/status.h"

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

/*
 * Its tails at a ratio of exp(log_ratio), leaving out what has a probability
 * below `cut`: 0 leaves out nothing.
 */
audit_paired_tails audit_tails_at(const audit_paired_law *law,
                                  double log_ratio, double cut,
                                  double *workspace);

/*
 * Limits of the ratio: at the lower, more events in the second period and
 * `weight` times as many as there were have the probability that the interval
 * leaves below it, at the upper fewer. weight is 1 for the exact limits, a half
 * for the mid-P. 0 without events in the second period, infinity without events
 * in the first. `low` and `high` come with guesses, finite and above 0 where the
 * limit will be.
 *
 * Refused: more events than AUDIT_MOST_PAIRED_EVENTS (AUDIT_TOO_MANY).
 */
audit_status audit_paired_limits(const audit_paired_law *law, double weight,
                                 double conf_level, audit_alternative side,
                                 double *workspace, double *low, double *high);

#endif
