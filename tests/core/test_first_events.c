#include "test.h"

#include "first_events.h"
#include "values.h"

/*
 * One patient, one period of two windows: days 10 to 19 (10 days at risk) and
 * days 30 to 49 (20 days).
 */
struct events {
    const char *name;
    size_t n;
    int day[4];
    int events, time, before;
};

static const struct events cases[] = {
    {"none", 0, {0}, 0, 30, 0},
    {"on the first day", 1, {10}, 1, 0, 0},
    {"on the last day of the first window", 1, {19}, 1, 9, 0},
    {"in the hole", 1, {25}, 0, 30, 0},
    {"on the first day of the second", 1, {30}, 1, 10, 0},
    {"on the last day", 1, {49}, 1, 29, 0},
    {"the day after", 1, {50}, 0, 30, 0},
    {"the day before", 1, {9}, 0, 30, 1},
    {"before and within", 2, {3, 15}, 1, 5, 1},
    {"several, two on a day", 4, {12, 12, 35, 60}, 3, 2, 0},
};

static void are_found(void **state)
{
    const struct events *x = *state;
    const int ones[] = {1, 1, 1, 1}, cell[] = {0, 0};
    const int first[] = {10, 30}, last[] = {19, 49}, days[] = {10, 20};
    audit_windows windows = {2, ones, ones, first, last, days, cell};
    int events, time, before;
    audit_first_events found = {&events, &time, &before};

    audit_status status =
        audit_find_first_events(ones, x->day, x->n, &windows, &found, 1);
    assert_int_equal(status.code, AUDIT_OK);
    assert_int_equal(events, x->events);
    assert_int_equal(time, x->time);
    assert_int_equal(before, x->before);
}

static void each_period_walks_anew(void **state)
{
    (void) state;
    const int period[] = {1, 1, 2, 2}, who[] = {1, 2, 1, 2};
    const int first[] = {0, 0, 50, 50}, last[] = {49, 49, 99, 99};
    const int days[] = {50, 50, 50, 50}, cell[] = {0, 1, 2, 3};
    const int patient[] = {1, 2, 2}, day[] = {60, 10, 70};
    audit_windows windows = {4, period, who, first, last, days, cell};
    int events[4], time[4], before[4];
    audit_first_events found = {events, time, before};

    audit_find_first_events(patient, day, 3, &windows, &found, 4);
    assert_true(events[0] == 0 && time[0] == 50);
    assert_true(events[1] == 1 && time[1] == 10 && before[1] == 0);
    assert_true(events[2] == 1 && time[2] == 10 && before[2] == 0);
    assert_true(events[3] == 1 && time[3] == 20 && before[3] == 1);
}

static void refuses_what_is_out_of_order(void **state)
{
    (void) state;
    const int one[] = {1, 1}, day[] = {5, 4}, none[] = {5, AUDIT_MISSING};
    audit_windows windows = {0, one, one, one, one, one, one};
    int x;
    audit_first_events found = {&x, &x, &x};

    assert_int_equal(
        audit_find_first_events(one, day, 2, &windows, &found, 0).code,
        AUDIT_NOT_SORTED);
    assert_int_equal(
        audit_find_first_events(one, none, 2, &windows, &found, 0).code,
        AUDIT_BAD_DAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_period_walks_anew),
        cmocka_unit_test(refuses_what_is_out_of_order),
    };
    int failed =
        cmocka_run_group_tests_name("first_events", tests, NULL, NULL);
    failed += RUN_CASES("events", are_found, cases);
    return failed != 0;
}
