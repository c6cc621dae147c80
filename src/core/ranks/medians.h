/* medians.h - the middle of values, with limits that assume nothing of them */
#ifndef MSAUDIT_MEDIANS_H
#define MSAUDIT_MEDIANS_H

#include <stddef.h>

typedef struct {
    double estimate, low, high;
} audit_middle;

/*
 * Of n rising values of 0 or more, each of a patient. The limits are the l-th
 * value from below and from above, l being the greatest for which fewer than l
 * of n coins fall on one side with a probability of (1 - conf_level) / 2 at
 * most; 0 and Inf where even the least and the greatest leave more. Without a
 * value the median is NaN.
 */
audit_middle audit_median(const double *value, size_t n, double conf_level);

#endif
