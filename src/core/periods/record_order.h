/* record_order.h - the records of a table in order of patient and day */
#ifndef MSAUDIT_RECORD_ORDER_H
#define MSAUDIT_RECORD_ORDER_H

#include "base/status.h"

/* How many ints audit_record_order() needs to work in. */
size_t audit_record_order_workspace(size_t n, size_t n_patients);

/*
 * order[] gets the indices, from 0, of n records by patient (from 1 to
 * n_patients) and day; records of one patient and day keep the order that they
 * had. Time and memory grow with n + n_patients. *sorted is set to whether the
 * records were in order already: order[] is then left as it was.
 *
 * Refused: a patient out of range (AUDIT_BAD_PATIENT), a missing day, or days
 * more than 2^31 apart (AUDIT_BAD_DAY), more than INT_MAX records
 * (AUDIT_TOO_MANY).
 */
audit_status audit_record_order(const int *patient, const int *day, size_t n,
                                size_t n_patients,
                                int *workspace, int *order, int *sorted);

/*
 * Of n records in order of patient and day: how many share both with a
 * neighbour. Their indices, from 0, are written to tied[], unless it is NULL.
 */
size_t audit_tied_records(const int *patient, const int *day, size_t n,
                          int *tied);

#endif
