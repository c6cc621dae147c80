/* paired_proportions.h - two proportions in the same patients */
#ifndef MSAUDIT_PAIRED_PROPORTIONS_H
#define MSAUDIT_PAIRED_PROPORTIONS_H

#include "alternative.h"
#include "status.h"

/*
 * n tables: how many had it both times, the first time alone, the second time
 * alone, never.
 */
typedef struct {
    size_t n;
    const double *both, *first, *second, *neither;
} audit_paired_tables;

typedef struct {
    double *estimate, *low, *high; /* of first minus second */
    double *p_score, *p_exact, *p_midp;
} audit_paired_differences;

/*
 * The difference of the two proportions, (first - second) / all, with Tango's
 * score interval: the differences d at which (first - second - all d) over its
 * standard error, by the most likely proportions with that difference, does
 * not exceed the normal quantile. p_score inverts it at 0 and is McNemar's
 * test without correction; p_exact is McNemar's exact test, of two sides twice
 * the smaller tail, and p_midp the same with half the weight on what was seen.
 * A missing number makes all NaN; of no patient the difference is NaN, its
 * limits are -1 and 1, and the p values are 1.
 *
 * Refused: what is no count.
 */
audit_status audit_compare_paired_tables(const audit_paired_tables *tables,
                                         double conf_level,
                                         audit_alternative side,
                                         const audit_paired_differences *found);

#endif
