#include "test.h"

#include "periods/period_window.h"
#include "small_history.h"

/* On a clock of numbers, where twelve months are 365 days and one is 30. */
struct window {
    const char *name;
    struct history history;
    int first, last;
    audit_until until;
    struct expected expected;
    int extend, exclude;
};

static const struct window windows[] = {
    {"the first year", {0, 900, 1, {{1, 100, 200}}}, 0, 12,
     AUDIT_UNTIL_FOLLOW_UP, {AUDIT_IN_PERIOD, 0, 1, {{100, 465}}}, 0, 0},
    {"the second", {0, 900, 1, {{1, 100, 200}}}, 12, 24,
     AUDIT_UNTIL_FOLLOW_UP, {AUDIT_IN_PERIOD, 0, 1, {{465, 830}}}, 0, 0},
    {"cut by the end of follow-up", {0, 300, 1, {{1, 100, 200}}}, 0, 12,
     AUDIT_UNTIL_FOLLOW_UP, {AUDIT_IN_PERIOD, 0, 1, {{100, 300}}}, 0, 0},
    {"without a last month", {0, 900, 1, {{1, 100, 200}}}, 12, NONE,
     AUDIT_UNTIL_FOLLOW_UP, {AUDIT_IN_PERIOD, 0, 1, {{465, 900}}}, 0, 0},
    {"started before follow-up", {150, 900, 1, {{1, 100, 200}}}, 0, 12,
     AUDIT_UNTIL_FOLLOW_UP, {AUDIT_IN_PERIOD, 0, 1, {{150, 465}}}, 0, 0},
    {"from the first of two starts",
     {0, 900, 2, {{1, 100, 200}, {1, 400, 500}}}, 0, 12,
     AUDIT_UNTIL_FOLLOW_UP, {AUDIT_IN_PERIOD, 0, 1, {{100, 465}}}, 0, 0},
    {"until its stop", {0, 900, 2, {{1, 100, 200}, {1, 201, 250}}}, 0, 12,
     AUDIT_UNTIL_STOP, {AUDIT_IN_PERIOD, 0, 1, {{100, 250}}}, 0, 0},
    {"until its stop, which comes later", {0, 900, 1, {{1, 100, 700}}}, 0, 12,
     AUDIT_UNTIL_STOP, {AUDIT_IN_PERIOD, 0, 1, {{100, 465}}}, 0, 0},
    {"until 60 days after its stop", {0, 900, 1, {{1, 100, 200}}}, 0, 12,
     AUDIT_UNTIL_STOP, {AUDIT_IN_PERIOD, 0, 1, {{100, 260}}}, 60, 0},
    {"until another drug soon after its stop",
     {0, 900, 2, {{1, 100, 200}, {2, 230, NONE}}}, 0, 12, AUDIT_UNTIL_STOP,
     {AUDIT_IN_PERIOD, 0, 1, {{100, 230}}}, 60, 0},
    {"without a stop there are no days after it",
     {0, 300, 1, {{1, 100, NONE}}}, 0, 12, AUDIT_UNTIL_STOP,
     {AUDIT_IN_PERIOD, 0, 1, {{100, 300}}}, 60, 0},
    {"until the switch", {0, 900, 2, {{1, 100, 200}, {2, 300, NONE}}}, 0, 12,
     AUDIT_UNTIL_SWITCH, {AUDIT_IN_PERIOD, 0, 1, {{100, 300}}}, 0, 0},
    {"a drug started on the same day is no switch",
     {0, 900, 3, {{1, 100, 200}, {2, 100, 400}, {3, 350, 400}}}, 0, 12,
     AUDIT_UNTIL_SWITCH, {AUDIT_IN_PERIOD, 0, 1, {{100, 350}}}, 0, 0},
    {"the year before", {0, 900, 1, {{1, 500, 600}}}, -12, 0,
     AUDIT_UNTIL_FOLLOW_UP, {AUDIT_IN_PERIOD, 0, 1, {{135, 500}}}, 0, 0},
    {"the year before, but the last 30 days", {0, 900, 1, {{1, 500, 600}}},
     -12, 0, AUDIT_UNTIL_FOLLOW_UP,
     {AUDIT_IN_PERIOD, 0, 1, {{135, 470}}}, 0, 30},
    {"months that end before the days left out",
     {0, 900, 1, {{1, 500, 600}}}, -12, -6, AUDIT_UNTIL_FOLLOW_UP,
     {AUDIT_IN_PERIOD, 0, 1, {{135, 318}}}, 0, 30},
    {"the year before, cut", {200, 900, 1, {{1, 500, 600}}}, -12, 0,
     AUDIT_UNTIL_FOLLOW_UP, {AUDIT_IN_PERIOD, 0, 1, {{200, 500}}}, 0, 0},
    {"the year before, no beginning known", {NONE, 900, 1, {{1, 500, 600}}},
     -12, 0, AUDIT_UNTIL_FOLLOW_UP,
     {AUDIT_IN_PERIOD, AUDIT_OPEN_BEGINNING, 1, {{135, 500}}}, 0, 0},
    {"the year after, no beginning known", {NONE, 900, 1, {{1, 500, 600}}}, 0,
     12, AUDIT_UNTIL_FOLLOW_UP, {AUDIT_IN_PERIOD, 0, 1, {{500, 865}}}, 0, 0},
    {"days left out before it alone", {0, 900, 1, {{1, 500, 600}}}, 0, 12,
     AUDIT_UNTIL_FOLLOW_UP, {AUDIT_IN_PERIOD, 0, 1, {{500, 865}}}, 0, 30},
    {"never", {0, 900, 1, {{2, 500, 600}}}, 0, 12, AUDIT_UNTIL_FOLLOW_UP,
     {AUDIT_NO_COURSE, 0, 0, {{0, 0}}}, 0, 0},
    {"after follow-up", {0, 400, 1, {{1, 100, 200}}}, 12, 24,
     AUDIT_UNTIL_FOLLOW_UP, {AUDIT_NO_DAYS, 0, 0, {{0, 0}}}, 0, 0},
};

static void lies(void **state)
{
    const struct window *x = *state;
    audit_window window = {1, x->first, x->last, x->until, x->extend,
                           x->exclude, AUDIT_NUMBERS};
    struct view view;
    struct found found;

    view_history(&x->history, &view);
    audit_status status =
        audit_period_window(&view.patients, &view.treatments, &window,
                            empty_period(&found));
    assert_int_equal(status.code, AUDIT_OK);
    assert_found(&found, &x->expected);
}

static void refuses_months_out_of_the_calendar(void **state)
{
    (void) state;
    const struct history history = {0, 900, 1, {{1, 100, 200}}};
    audit_window window = {1, 0, INT_MAX, AUDIT_UNTIL_FOLLOW_UP, 0, 0,
                           AUDIT_CALENDAR};
    struct view view;
    struct found found;

    view_history(&history, &view);
    assert_int_equal(audit_period_window(&view.patients, &view.treatments,
                                         &window, empty_period(&found)).code,
                     AUDIT_BAD_DAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_months_out_of_the_calendar),
    };
    int failed =
        cmocka_run_group_tests_name("period_window", tests, NULL, NULL);
    failed += RUN_CASES("a window", lies, windows);
    return failed != 0;
}
