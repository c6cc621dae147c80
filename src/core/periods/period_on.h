/* period_on.h - the time that patients are on a drug */
#ifndef MSAUDIT_PERIOD_ON_H
#define MSAUDIT_PERIOD_ON_H

#include "ranges.h"

/*
 * The courses of `drug`, those of which the gap is at most `grace` days being
 * one; each goes on for `extend` days after its recorded stop, but not beyond
 * a start of another drug on the day of the stop or later, the next course, or
 * follow-up. Without extend, courses that stop after fewer than 31 days are
 * noted. At most as many ranges are written as there are courses of the drug.
 *
 * Refused: what audit_check_history() refuses.
 */
audit_status audit_period_on(const audit_patients *patients,
                             const audit_treatments *treatments,
                             int drug, int grace, int extend,
                             audit_period *period);

#endif
