#include "test.h"

#include "base/values.h"
#include "periods/days.h"

/* A date and its day, from `date -d 2000-02-29 +%s`, divided by 86400. */
struct date {
    const char *name;
    int year, month, day, expected;
};

static const struct date dates[] = {
    {"the first day",        1970, 1, 1, 0},
    {"the day before",       1969, 12, 31, -1},
    {"leap day of 2000",     2000, 2, 29, 11016},
    {"no leap day in 1900",  1900, 2, 29, AUDIT_MISSING},
    {"leap day of 2012",     2012, 2, 29, 15399},
    {"no leap day in 2011",  2011, 2, 29, AUDIT_MISSING},
    {"last of 2011",         2011, 12, 31, 15339},
    {"no 31 April",          2011, 4, 31, AUDIT_MISSING},
    {"month 0",              2011, 0, 1, AUDIT_MISSING},
    {"month 13",             2011, 13, 1, AUDIT_MISSING},
    {"day 0",                2011, 1, 0, AUDIT_MISSING},
    {"year 0",               0, 1, 1, AUDIT_MISSING},
    {"missing",              AUDIT_MISSING, 1, 1, AUDIT_MISSING},
};

static void has_its_day(void **state)
{
    const struct date *x = *state;
    assert_int_equal(audit_day_of_date(x->year, x->month, x->day),
                     x->expected);
}

/* Each date follows the one before it, counted by the rule of leap years. */
static void four_years_later_is_the_same_date(void **state)
{
    (void) state;
    for (int day = 10000; day < 10000 + 1461; day++)
        assert_int_equal(audit_add_months(day, 48, AUDIT_CALENDAR), day + 1461);
}

static void days_follow_each_other(void **state)
{
    (void) state;
    const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int expected = audit_day_of_date(1600, 1, 1);

    for (int year = 1600; year < 2400; year++)
        for (int month = 1; month <= 12; month++) {
            int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            int days = length[month - 1] + (month == 2 && leap);

            for (int day = 1; day <= days; day++)
                assert_int_equal(audit_day_of_date(year, month, day),
                                 expected++);
            assert_int_equal(audit_day_of_date(year, month, days + 1),
                             AUDIT_MISSING);
        }
}

struct step {
    const char *name;
    int from[3], months, to[3];
};

static const struct step steps[] = {
    {"31 January and a month",      {2011, 1, 31}, 1, {2011, 2, 28}},
    {"the same in a leap year",     {2012, 1, 31}, 1, {2012, 2, 29}},
    {"leap day and a year",         {2012, 2, 29}, 12, {2013, 2, 28}},
    {"leap day and four years",     {2012, 2, 29}, 48, {2016, 2, 29}},
    {"31 March less a month",       {2011, 3, 31}, -1, {2011, 2, 28}},
    {"over the turn of a year",     {2010, 11, 15}, 3, {2011, 2, 15}},
    {"back over it",                {2011, 2, 15}, -3, {2010, 11, 15}},
    {"before 1970",                 {1970, 1, 15}, -25, {1967, 12, 15}},
    {"none",                        {2011, 5, 7}, 0, {2011, 5, 7}},
};

static void leads_to(void **state)
{
    const struct step *x = *state;
    int from = audit_day_of_date(x->from[0], x->from[1], x->from[2]);

    assert_int_equal(audit_add_months(from, x->months, AUDIT_CALENDAR),
                     audit_day_of_date(x->to[0], x->to[1], x->to[2]));
}

/* 3 months are 91.25 days, of which 91 are whole, before as after. */
static void months_without_dates(void **state)
{
    (void) state;
    assert_int_equal(audit_add_months(100, 12, AUDIT_NUMBERS), 465);
    /* A hundred thousand years either way, and a million months, no further. */
    for (int sign = -1; sign <= 1; sign += 2) {
        int most = sign * 36524000;

        assert_int_equal(audit_add_months(most, 0, AUDIT_NUMBERS), most);
        assert_int_equal(audit_add_months(most + sign, 0, AUDIT_NUMBERS),
                         AUDIT_MISSING);
        assert_int_equal(audit_add_months(7, sign * 1000000, AUDIT_NUMBERS),
                         7 + sign * 30416666);
        assert_int_equal(audit_add_months(7, sign * 1000001, AUDIT_NUMBERS),
                         AUDIT_MISSING);
    }
    assert_int_equal(audit_add_months(100, 3, AUDIT_NUMBERS), 191);
    assert_int_equal(audit_add_months(100, -3, AUDIT_NUMBERS), 9);
    assert_int_equal(audit_add_months(AUDIT_MISSING, 3, AUDIT_NUMBERS),
                     AUDIT_MISSING);
    assert_int_equal(audit_add_months(INT_MAX, 3, AUDIT_CALENDAR),
                     AUDIT_MISSING);
    assert_int_equal(audit_add_months(0, INT_MAX, AUDIT_CALENDAR),
                     AUDIT_MISSING);
}

static void a_time_lies_in_the_day_below_it(void **state)
{
    (void) state;
    const double times[] = {0.9, -0.5, 3, NAN};
    int days[4];

    assert_int_equal(audit_whole_days(times, 4, -10, 10, days).code, AUDIT_OK);
    assert_int_equal(days[0], 0);
    assert_int_equal(days[1], -1);
    assert_int_equal(days[2], 3);
    assert_int_equal(days[3], AUDIT_MISSING);
}

static void a_time_out_of_range_is_refused(void **state)
{
    (void) state;
    const double out[] = {10.9, 11, -10.1, INFINITY, -INFINITY, 1e300};
    int day;

    assert_int_equal(audit_whole_days(out, 1, -10, 10, &day).code, AUDIT_OK);
    for (size_t i = 1; i < LENGTH(out); i++)
        assert_int_equal(audit_whole_days(&out[i], 1, -10, 10, &day).code,
                         AUDIT_BAD_DAY);
    assert_int_equal(audit_whole_days(out, 2, -10, 10, &day).at, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_follow_each_other),
        cmocka_unit_test(four_years_later_is_the_same_date),
        cmocka_unit_test(months_without_dates),
        cmocka_unit_test(a_time_lies_in_the_day_below_it),
        cmocka_unit_test(a_time_out_of_range_is_refused),
    };
    int failed = cmocka_run_group_tests_name("days", tests, NULL, NULL);
    failed += RUN_CASES("a date", has_its_day, dates);
    failed += RUN_CASES("months", leads_to, steps);
    return failed != 0;
}
