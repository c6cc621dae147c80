/* linear_most.h - the most that a sum of bounded numbers can be */
#ifndef MSAUDIT_LINEAR_MOST_H
#define MSAUDIT_LINEAR_MOST_H

#include <stddef.h>

#include "base/status.h"

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
 * Where the work stands. A number is in the sum of a row ("inside"), which its
 * value makes true, or outside of it at 0. One that is at its cap is outside as
 * what is missing to the cap ("turned"). Numbers from n on are what rows are
 * below their high limit.
 */
typedef struct {
    size_t m, n;             /* rows, columns */
    double *factor;          /* row i, outside number j at i * n + j */
    double *value;           /* of the number inside row i */
    double *gain;            /* of the goal by one more of outside number j */
    double *cap;             /* of each number */
    double no_gain;          /* what a gain of 0 may be by rounding */
    int *inside, *outside, *turned;
    int *used;               /* columns of a row that are not 0 */
    size_t still;            /* steps since anything grew */
    int is_done;
} audit_tableau;

/*
 * The numbers by which the sum of goal times x is greatest, by the simplex method
 * with bounds: begin at x = 0, go on by so many steps, as often as it takes until
 * `is_done`, and read x off, n_columns numbers. What it has before is a solution
 * too. The tableau keeps the doubles and ints that it is given, and nothing of the
 * programme.
 *
 * Refused at the beginning: a row or column that there is not, a factor or goal
 * that is not finite, limits that 0 is not within, an infinite `high`, a cap that
 * is negative or missing (AUDIT_BAD_COUNT, at the factor, row or column); later: a
 * goal without limit (AUDIT_NO_ROOT, at the column that grows without end).
 */
audit_status audit_linear_begin(const audit_programme *programme,
                                double *doubles, int *ints,
                                audit_tableau *tableau);
audit_status audit_linear_go_on(audit_tableau *tableau, size_t steps);
void audit_linear_read(const audit_tableau *tableau, double *x);

/* All of it, in at most so many steps. */
audit_status audit_linear_most(const audit_programme *programme, size_t most,
                               double *doubles, int *ints, double *x);

#endif
