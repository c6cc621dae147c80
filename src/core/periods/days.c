#include "days.h"

#include <math.h>

#include "base/values.h"

/*
 * Years are counted from 1 March, so that the leap day is the last of its
 * year. Four hundred years are 146097 days, and day 0 is 719468 days after
 * 1 March of year 0.
 */
enum { DAYS_IN_400_YEARS = 146097, EPOCH = 719468 };

struct date {
    long year;
    int month, day;
};

static long floor_div(long a, long b)
{
    return a / b - (a % b < 0);
}

static int is_leap(long year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(long year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30,
                               31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days of the year before a month, counted from March as month 0. */
static int days_before(int month_from_march)
{
    return (153 * month_from_march + 2) / 5;
}

static long day_number(struct date date)
{
    long year = date.year - (date.month <= 2);
    long era = floor_div(year, 400);
    long year_of_era = year - 400 * era;
    int month_from_march = (date.month + 9) % 12;
    long day_of_year = days_before(month_from_march) + date.day - 1;

    return era * DAYS_IN_400_YEARS - EPOCH + day_of_year +
           365 * year_of_era + year_of_era / 4 - year_of_era / 100;
}

static struct date date_of(long day)
{
    long shifted = day + EPOCH;
    long era = floor_div(shifted, DAYS_IN_400_YEARS);
    long day_of_era = shifted - era * DAYS_IN_400_YEARS;
    long year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                        day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 -
                                     year_of_era / 100);
    int month_from_march = (int) ((5 * day_of_year + 2) / 153);

    return (struct date) {
        .year = 400 * era + year_of_era + (month_from_march >= 10),
        .month = (month_from_march + 2) % 12 + 1,
        .day = (int) day_of_year - days_before(month_from_march) + 1,
    };
}

int audit_day_of_date(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return AUDIT_MISSING;
    return (int) day_number((struct date) {year, month, day});
}

int audit_add_months(int day, int months, audit_clock clock)
{
    enum { MOST_DAYS = 36524000, MOST_MONTHS = 1000000 };

    if (day < -MOST_DAYS || day > MOST_DAYS ||
        months < -MOST_MONTHS || months > MOST_MONTHS)
        return AUDIT_MISSING;
    if (clock == AUDIT_NUMBERS)
        return day + (int) (months * 365L / 12);

    struct date date = date_of(day);
    long month = 12 * date.year + date.month - 1 + months;

    date.year = floor_div(month, 12);
    date.month = (int) (month - 12 * date.year) + 1;
    int last = days_in_month(date.year, date.month);
    if (date.day > last)
        date.day = last;
    return (int) day_number(date);
}

audit_status audit_whole_days(const double *times, size_t n, int least,
                              int most, int *days)
{
    for (size_t i = 0; i < n; i++) {
        double day = floor(times[i]);

        if (isnan(day))
            days[i] = AUDIT_MISSING;
        else if (day < least || day > most)
            return audit_fail(AUDIT_BAD_DAY, i);
        else
            days[i] = (int) day;
    }
    return audit_ok();
}

void audit_days_of_dates(const int *year, const int *month, const int *day,
                         size_t n, int *days)
{
    for (size_t i = 0; i < n; i++)
        days[i] = audit_day_of_date(year[i], month[i], day[i]);
}

void audit_days_plus_months(const int *days, size_t n, int months,
                            audit_clock clock, int *later)
{
    for (size_t i = 0; i < n; i++)
        later[i] = audit_add_months(days[i], months, clock);
}
