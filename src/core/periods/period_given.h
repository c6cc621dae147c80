/* period_given.h - a period that the user gives as days */
#ifndef MSAUDIT_PERIOD_GIVEN_H
#define MSAUDIT_PERIOD_GIVEN_H

#include "ranges.h"

/*
 * The n ranges (start[i], stop[i]] of patient[i], in order of patient and day,
 * cut to follow-up. At most n ranges are written.
 *
 * Refused: a patient out of range or not in order, a missing day, a stop
 * before the start.
 */
audit_status audit_period_given(const audit_patients *patients,
                                const int *patient, const int *start,
                                const int *stop, size_t n,
                                audit_period *period);

#endif
