/* tied_times.h - times that differ by rounding alone are one */
#ifndef MSAUDIT_TIED_TIMES_H
#define MSAUDIT_TIED_TIMES_H

#include "base/status.h"

/*
 * n finite times in rising order, in whatever unit. Neighbours that are at most
 * `within` apart, 0 or more, are the same time, and so are all that hang
 * together by such neighbours. `one` gets for each the first of its time that
 * was asked for, is_asked[i] not 0, and where none was the first of all; it may
 * be the array of the times. Gives the number of different times.
 *
 * Refused: a time that is not finite or less than the one before it
 * (AUDIT_BAD_TIME).
 */
audit_status audit_tie_times(const double *time, const int *is_asked, size_t n,
                             double within, double *one, size_t *n_different);

#endif
