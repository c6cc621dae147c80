#include "test.h"

#include "periods/period_on.h"
#include "small_history.h"

struct on {
    const char *name;
    struct history history;
    int grace, extend;
    struct expected expected;
};

static const struct on ons[] = {
    {"two courses", {0, 900, 2, {{1, 10, 100}, {1, 200, 300}}}, 1, 0,
     {AUDIT_IN_PERIOD, 0, 2, {{10, 100}, {200, 300}}}},
    {"merged", {0, 900, 2, {{1, 10, 100}, {1, 101, 300}}}, 1, 0,
     {AUDIT_IN_PERIOD, 0, 1, {{10, 300}}}},
    {"extended", {0, 900, 1, {{1, 10, 100}}}, 1, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{10, 160}}}},
    {"extended to the next drug", {0, 900, 2, {{1, 10, 100}, {2, 130, 200}}},
     1, 60, {AUDIT_IN_PERIOD, 0, 1, {{10, 130}}}},
    {"not at all, the next drug starts on the stop",
     {0, 900, 2, {{1, 10, 100}, {2, 100, 200}}}, 1, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{10, 100}}}},
    {"a drug that started before the stop does not cut",
     {0, 900, 2, {{1, 10, 100}, {2, 99, 200}}}, 1, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{10, 160}}}},
    {"a drug after the extension does not cut",
     {0, 900, 2, {{1, 10, 100}, {2, 161, 200}}}, 1, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{10, 160}}}},
    {"extended to the next course",
     {0, 900, 2, {{1, 10, 100}, {1, 130, 200}}}, 1, 60,
     {AUDIT_IN_PERIOD, 0, 2, {{10, 130}, {130, 260}}}},
    {"extended to the end of follow-up", {0, 120, 1, {{1, 10, 100}}}, 1, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{10, 120}}}},
    {"ongoing is not extended", {0, 120, 1, {{1, 10, NONE}}}, 1, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{10, 120}}}},
    {"five days of infusions", {0, 900, 1, {{1, 10, 14}}}, 1, 0,
     {AUDIT_IN_PERIOD, AUDIT_SHORT_COURSE, 1, {{10, 14}}}},
    {"thirty days", {0, 900, 1, {{1, 10, 40}}}, 1, 0,
     {AUDIT_IN_PERIOD, AUDIT_SHORT_COURSE, 1, {{10, 40}}}},
    {"thirty-one days", {0, 900, 1, {{1, 10, 41}}}, 1, 0,
     {AUDIT_IN_PERIOD, 0, 1, {{10, 41}}}},
    {"short, but ongoing", {0, 20, 1, {{1, 10, NONE}}}, 1, 0,
     {AUDIT_IN_PERIOD, 0, 1, {{10, 20}}}},
    {"short, but extended", {0, 900, 1, {{1, 10, 14}}}, 1, 90,
     {AUDIT_IN_PERIOD, 0, 1, {{10, 104}}}},
    {"a course of one day", {0, 900, 1, {{1, 10, 10}}}, 1, 0,
     {AUDIT_NO_DAYS, AUDIT_SHORT_COURSE, 0, {{0, 0}}}},
    {"never", {0, 900, 1, {{2, 10, 100}}}, 1, 0,
     {AUDIT_NO_COURSE, 0, 0, {{0, 0}}}},
    {"before follow-up", {200, 900, 1, {{1, 10, 100}}}, 1, 0,
     {AUDIT_NO_DAYS, 0, 0, {{0, 0}}}},
    {"cut by its start", {50, 900, 1, {{1, 10, 100}}}, 1, 0,
     {AUDIT_IN_PERIOD, 0, 1, {{50, 100}}}},
};

static void is_on(void **state)
{
    const struct on *x = *state;
    struct view view;
    struct found found;

    view_history(&x->history, &view);
    audit_status status =
        audit_period_on(&view.patients, &view.treatments, 1, x->grace,
                        x->extend, empty_period(&found));
    assert_int_equal(status.code, AUDIT_OK);
    assert_found(&found, &x->expected);
}

static void patients_are_apart(void **state)
{
    (void) state;
    const int from[] = {0, 0, 0}, to[] = {900, 900, 900};
    const int patient[] = {1, 3, 3}, drug[] = {1, 2, 1};
    const int start[] = {10, 20, 30}, stop[] = {100, 200, NONE};
    audit_patients patients = {3, from, to};
    audit_treatments treatments = {3, patient, drug, start, stop};
    struct found found;

    audit_period_on(&patients, &treatments, 1, 1, 0, empty_period(&found));
    assert_int_equal(found.period.ranges.n, 2);
    assert_int_equal(found.patient[0], 1);
    assert_int_equal(found.patient[1], 3);
    assert_int_equal(found.stop[1], 900);
    assert_int_equal(found.membership[1], AUDIT_NO_COURSE);
}

static void refuses_what_is_out_of_order(void **state)
{
    (void) state;
    const struct history history = {0, 900, 2, {{1, 10, 20}, {1, 5, 7}}};
    struct view view;
    struct found found;

    view_history(&history, &view);
    assert_int_equal(audit_period_on(&view.patients, &view.treatments, 1, 1, 0,
                                     empty_period(&found)).code,
                     AUDIT_NOT_SORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patients_are_apart),
        cmocka_unit_test(refuses_what_is_out_of_order),
    };
    int failed = cmocka_run_group_tests_name("period_on", tests, NULL, NULL);
    failed += RUN_CASES("on a drug", is_on, ons);
    return failed != 0;
}
