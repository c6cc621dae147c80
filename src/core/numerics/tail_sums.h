/* tail_sums.h - sums over all that counts exceed, however great they are */
#ifndef MSAUDIT_TAIL_SUMS_H
#define MSAUDIT_TAIL_SUMS_H

#include <stddef.h>

#include "base/sum.h"

/* Counts of rows: above[j] rows, above 0, have more than j, j < most. */
typedef struct {
    const double *above;
    size_t most;
} audit_counts_above;

/*
 * With x = j - shift, the sums over j from `shift` of above[j] times log(1 + alpha
 * x), times x / (1 + alpha x), and times the square of that; alpha is 0 or more.
 *
 * Where above[] stays the same for long, as between a few great counts, an
 * integral stands for the terms, right to a few 1e-15 of it. Time grows with the
 * number of different counts, and with the greatest only by its logarithm.
 */
void audit_add_tail_logs(const audit_counts_above *tail, size_t shift,
                         double alpha, audit_sum *sum);
void audit_add_tail_parts(const audit_counts_above *tail, size_t shift,
                          double alpha, audit_sum *sum);
void audit_add_tail_squares(const audit_counts_above *tail, size_t shift,
                            double alpha, audit_sum *sum);

#endif
