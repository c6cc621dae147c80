/* days.h - whole days since 1970-01-01 and the calendar behind them */
#ifndef MSAUDIT_DAYS_H
#define MSAUDIT_DAYS_H

#include "base/status.h"

/* Which clock a cohort's days are on. */
typedef enum {
    AUDIT_CALENDAR, /* dates: a month is a calendar month */
    AUDIT_NUMBERS   /* numbers without dates: 12 months are 365 days */
} audit_clock;

/*
 * The day of a date of the Gregorian calendar, carried back to before its
 * introduction as ISO 8601 does; AUDIT_MISSING where there is no such date.
 * Years run from 1 to 9999.
 */
int audit_day_of_date(int year, int month, int day);

/*
 * The day `months` calendar months after `day`, before it where months is
 * negative: the same day of that month, or its last day where it has no such
 * day. On a clock of numbers it is months * 365 / 12 days away, a part of a day
 * being let go, so that as many lie before as after. A missing day stays
 * missing; one beyond the years -100000 to 100000, or more than 1,000,000
 * months, is missing too.
 */
int audit_add_months(int day, int months, audit_clock clock);

/*
 * The whole day in which each of n times lies, in days with their parts; NaN
 * is missing.
 *
 * Refused: a time before day `least` or after day `most` (AUDIT_BAD_DAY).
 */
audit_status audit_whole_days(const double *times, size_t n, int least,
                              int most, int *days);

/* audit_day_of_date() and audit_add_months() of n elements. */
void audit_days_of_dates(const int *year, const int *month, const int *day,
                         size_t n, int *days);
void audit_days_plus_months(const int *days, size_t n, int months,
                            audit_clock clock, int *later);

#endif
