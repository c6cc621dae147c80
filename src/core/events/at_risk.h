/* at_risk.h - the part of periods in which a relapse could be a new one */
#ifndef MSAUDIT_AT_RISK_H
#define MSAUDIT_AT_RISK_H

#include "periods/cells.h"

/* Ranges of days as of audit_times, to be written. */
typedef struct {
    int *period, *patient, *start, *stop;
} audit_new_times;

/*
 * Takes out of each range (start, stop] of `times` the days up to and with
 * from[i] (AUDIT_MISSING: none), and the `quiet` days, 0 or more, after the day
 * of each of those of n records, in order of patient and day, whose counts[i] is
 * not 0. What is left keeps its order; a range that is all taken out, or had no
 * days, is gone. Gives the number of ranges left: at most those of times and,
 * with quiet days, one more for each period and record that counts, which is
 * the room that there must be.
 */
size_t audit_time_at_risk(const audit_times *times, const int *from,
                     const int *patient, const int *day, const int *counts,
                     size_t n, int quiet, const audit_new_times *left);

#endif
