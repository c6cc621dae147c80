/* period_calendar.h - time between two dates, and the whole of follow-up */
#ifndef MSAUDIT_PERIOD_CALENDAR_H
#define MSAUDIT_PERIOD_CALENDAR_H

#include "ranges.h"

/*
 * The days `first` to `last`, both included, of each patient's follow-up;
 * AUDIT_MISSING for either leaves that side to follow-up. Where no start of
 * follow-up is known, it begins with the first treatment. Adverse events count
 * on both days too, and on follow-up's first day where that cuts the period.
 * At most patients->n ranges are written.
 *
 * Refused: what audit_check_history() refuses.
 */
audit_status audit_period_calendar(const audit_patients *patients,
                                   const audit_treatments *treatments,
                                   int first, int last, audit_period *period);

#endif
