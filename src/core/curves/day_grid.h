/* day_grid.h - whole numbers of days as places of a grid */
#ifndef MSAUDIT_DAY_GRID_H
#define MSAUDIT_DAY_GRID_H

#include "base/status.h"

/*
 * The least and the greatest of n numbers, and whether they are all whole and no
 * further than 2^53 from 0; where they are not, the two are of no use. Of none they
 * are 0 and -1.
 */
int audit_whole_range(const double *x, size_t n, double *least, double *most);

void audit_int_range(const int *x, size_t n, double *least, double *most);

/*
 * The places of whole numbers from `first` to `last` in the grid that begins with
 * `first`; AUDIT_BAD_TIME at one that is none of them.
 */
audit_status audit_whole_places(const double *x, size_t n, double first,
                                double last, int *place);

/*
 * The rank, from 1, of each of n whole numbers from `first` to `last` among those
 * that there are; the workspace has last - first + 1 ints. AUDIT_BAD_PATIENT at
 * one that is none of them.
 */
audit_status audit_whole_codes(const double *x, size_t n, double first,
                               double last, int *workspace, int *code);

/*
 * The same of n ids that rise or stay from each to the next, as those of sorted
 * records do. Gives whether they do; else the codes are of no use.
 */
int audit_codes_of_rising(const double *x, size_t n, int *code);
int audit_codes_of_rising_ints(const int *x, size_t n, int *code);

#endif
