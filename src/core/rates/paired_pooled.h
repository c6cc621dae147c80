/* paired_pooled.h - the pooled rates of the same patients, before and after */
#ifndef MSAUDIT_PAIRED_POOLED_H
#define MSAUDIT_PAIRED_POOLED_H

#include "base/question.h"
#include "base/status.h"
#include "pairs.h"

/*
 * With the pooled rates r1 and r0 of the n patients with both times, as `sums` has
 * them: n / (n - 1) times the sum of ((y1 - r1 t1) / per_after - (y0 - r0 t0) /
 * per_before)^2. It is the variance of the log of r1 / r0 per sums of events, of
 * r1 - r0 per sums of time; a period over infinity is left out.
 */
double audit_pooled_variance(const audit_pairs *pairs,
                             const audit_paired_rates *sums, double per_after,
                             double per_before);

/*
 * r1 - r0 with its interval by t on n - 1, into `rates`, which holds the sums.
 * Where that is not defined (no event in one period, one patient, no variance,
 * which is noted) the score interval of two rates stands in, scaled for the
 * dispersion within each period (group_rates.h): what goes with the patient
 * from the one to the other is not taken off there. Without patients the
 * estimate is NaN, the limits are infinite, p is 1.
 */
audit_status audit_pooled_difference(const audit_pairs *pairs,
                                     const audit_question *question,
                                     audit_paired_rates *rates);

#endif
