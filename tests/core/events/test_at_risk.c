#include "test.h"

#include "base/values.h"
#include "events/at_risk.h"

enum { NA = AUDIT_MISSING, MOST = 16 };

struct left {
    int period[MOST], patient[MOST], start[MOST], stop[MOST];
    size_t n;
};

static void expect_range(const struct left *x, size_t i, int period,
                         int patient, int start, int stop)
{
    assert_true(i < x->n);
    assert_int_equal(x->period[i], period);
    assert_int_equal(x->patient[i], patient);
    assert_int_equal(x->start[i], start);
    assert_int_equal(x->stop[i], stop);
}

/* Patient 1 over (0, 100] and (120, 200], patient 2 over (0, 50]; patient 1 in
   period 2 over (90, 130]. */
static struct left take(const int from[4], size_t n, const int *day,
                        const int *counts, int quiet)
{
    const int period[] = {1, 1, 1, 2}, who[] = {1, 1, 2, 1};
    const int start[] = {0, 120, 0, 90}, stop[] = {100, 200, 50, 130};
    const int patient[] = {1, 1, 1, 1, 1, 1};
    audit_times times = {4, period, who, start, stop};
    struct left x;
    audit_new_times left = {x.period, x.patient, x.start, x.stop};

    x.n = audit_time_at_risk(&times, from, patient, day, counts, n, quiet, &left);
    return x;
}

static void days_up_to_one_are_taken_out(void **state)
{
    (void) state;
    const int from[] = {130, 130, 20, NA};
    struct left x = take(from, 0, NULL, NULL, 0);

    assert_int_equal(x.n, 3);
    expect_range(&x, 0, 1, 1, 130, 200); /* of (0, 100] nothing is left */
    expect_range(&x, 1, 1, 2, 20, 50);
    expect_range(&x, 2, 2, 1, 90, 130);
}

/*
 * With 30 quiet days: day -10 takes (-10, 20], of which (0, 20] is at risk;
 * day 60 takes (60, 90]; day 95, which does not count, nothing; day 110, in no
 * range of period 1, takes (110, 140], which reaches into the next one.
 */
static void quiet_days_are_taken_out(void **state)
{
    (void) state;
    const int from[] = {NA, NA, NA, NA};
    const int day[] = {-10, 60, 95, 110}, counts[] = {1, 1, 0, 1};
    struct left x = take(from, 4, day, counts, 30);

    assert_int_equal(x.n, 5);
    expect_range(&x, 0, 1, 1, 20, 60);
    expect_range(&x, 1, 1, 1, 90, 100);
    expect_range(&x, 2, 1, 1, 140, 200);
    expect_range(&x, 3, 1, 2, 0, 50);    /* of another patient */
    expect_range(&x, 4, 2, 1, 90, 110);
}

/* The day of a relapse is at risk; the first that is not comes after it. */
static void a_relapse_on_the_last_day_takes_nothing(void **state)
{
    (void) state;
    const int from[] = {NA, NA, NA, NA}, day[] = {100, 120}, one[] = {1, 1};
    struct left x = take(from, 1, day, one, 10);
    assert_int_equal(x.n, 5);
    expect_range(&x, 0, 1, 1, 0, 100);
    expect_range(&x, 3, 2, 1, 90, 100);  /* where it is within */
    expect_range(&x, 4, 2, 1, 110, 130);

    x = take(from, 2, day, one, 10);
    expect_range(&x, 1, 1, 1, 130, 200);
}

static void nothing_is_taken_without_quiet_days(void **state)
{
    (void) state;
    const int from[] = {NA, NA, NA, NA}, day[] = {50}, one[] = {1};
    struct left x = take(from, 1, day, one, 0);

    assert_int_equal(x.n, 4);
    expect_range(&x, 0, 1, 1, 0, 100);
}

static void days_near_the_ends_of_time_do_not_overflow(void **state)
{
    (void) state;
    const int period[] = {1}, who[] = {1}, start[] = {0}, stop[] = {INT_MAX};
    const int from[] = {NA}, day[] = {INT_MAX - 5}, one[] = {1};
    audit_times times = {1, period, who, start, stop};
    struct left x;
    audit_new_times left = {x.period, x.patient, x.start, x.stop};

    x.n = audit_time_at_risk(&times, from, who, day, one, 1, 100, &left);
    assert_int_equal(x.n, 1);
    expect_range(&x, 0, 1, 1, 0, INT_MAX - 5);
}

/* A single quiet day is taken from the day of the record to the next. */
static void one_quiet_day_is_taken_out(void **state)
{
    (void) state;
    const int from[] = {NA, NA, NA, NA}, day[] = {50, 95}, one[] = {1, 1};
    struct left x = take(from, 2, day, one, 1);

    assert_int_equal(x.n, 7);
    expect_range(&x, 0, 1, 1, 0, 50);
    expect_range(&x, 1, 1, 1, 51, 95);
    expect_range(&x, 2, 1, 1, 96, 100);
    expect_range(&x, 5, 2, 1, 90, 95);
    expect_range(&x, 6, 2, 1, 96, 130);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_up_to_one_are_taken_out),
        cmocka_unit_test(quiet_days_are_taken_out),
        cmocka_unit_test(a_relapse_on_the_last_day_takes_nothing),
        cmocka_unit_test(nothing_is_taken_without_quiet_days),
        cmocka_unit_test(days_near_the_ends_of_time_do_not_overflow),
        cmocka_unit_test(one_quiet_day_is_taken_out),
    };
    return cmocka_run_group_tests_name("at_risk", tests, NULL, NULL);
}
