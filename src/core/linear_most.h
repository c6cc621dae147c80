/* linear_most.h - the most that a sum of bounded numbers can be */
#ifndef MSAUDIT_LINEAR_MOST_H
#define MSAUDIT_LINEAR_MOST_H

#include <stddef.h>

#include "status.h"

/*
 * Numbers x, each from 0 to its cap, which may be infinite, and rows of them:
 * the sum of factor times x over a row is from `low`, 0 or less, which may be
 * infinite, to `high`, 0 or more. Factors are given one by one with their row and
 * column, both from 0; of two for one place the sum counts. All x being 0 is one
 * solution. Rows whose limits are 0 let the method stand still for long: limits a
 * little apart from it do not.
 */
typedef struct {
    size_t n_rows, n_columns, n_factors;
    const int *row, *column;
    const double *factor;
    const double *low, *high; /* of each row */
    const double *cap;       /* of each column, 0 or more */
    const double *goal;      /* of each column */
} audit_programme;

/* Doubles and ints to work in. */
size_t audit_linear_most_doubles(size_t n_rows, size_t n_columns);
size_t audit_linear_most_ints(size_t n_rows, size_t n_columns);

/*
 * Into x, n_columns of them, the numbers by which the sum of goal times x is
 * greatest: the simplex method with bounds, from x = 0. It stops after `most`
 * steps with what it has by then, which is a solution too.
 *
 * Refused: a row or column that there is not, a factor or goal that is not
 * finite, limits that 0 is not within, an infinite `high`, a cap that is negative
 * or missing (AUDIT_BAD_COUNT, at the factor, row or column), a goal without limit (AUDIT_NO_ROOT, at the column
 * that grows without end).
 */
audit_status audit_linear_most(const audit_programme *programme, size_t most,
                               double *doubles, int *ints, double *x);

#endif
