/* period_gap.h - the washout between two drugs */
#ifndef MSAUDIT_PERIOD_GAP_H
#define MSAUDIT_PERIOD_GAP_H

#include "ranges.h"

/*
 * From the last stop of drug `from` to the first start of drug `to` that comes
 * after a start of `from`; the stop may fall on the day of that start. Who is
 * on a course of `from` that began before the switch and stops after it has no
 * washout. Those with a day on a third drug in it are noted. At most
 * patients->n ranges are written.
 *
 * Refused: what audit_check_history() refuses.
 */
audit_status audit_period_gap(const audit_patients *patients,
                              const audit_treatments *treatments,
                              int from, int to, audit_period *period);

#endif
