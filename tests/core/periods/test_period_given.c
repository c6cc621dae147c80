#include "test.h"

#include "periods/period_given.h"
#include "small_history.h"

static void is_cut_and_counted(void **state)
{
    (void) state;
    const int from[] = {0, 50, 0}, to[] = {100, 100, 100};
    audit_patients patients = {3, from, to};
    const int patient[] = {1, 1, 2}, start[] = {-10, 60, 10};
    const int stop[] = {20, 200, 40};
    struct found found;

    found.membership[3] = found.notes[3] = 77; /* of no patient */
    audit_status status = audit_period_given(&patients, patient, start, stop,
                                             3, empty_period(&found));
    assert_true(found.membership[3] == 77 && found.notes[3] == 77);
    for (size_t p = 0; p < 3; p++)
        assert_int_equal(found.notes[p], 0);
    assert_int_equal(status.code, AUDIT_OK);
    assert_int_equal(found.period.ranges.n, 2);
    assert_true(found.start[0] == 0 && found.stop[0] == 20);
    assert_true(found.start[1] == 60 && found.stop[1] == 100);
    assert_int_equal(found.membership[0], AUDIT_IN_PERIOD);
    assert_int_equal(found.membership[1], AUDIT_NO_DAYS);
    assert_int_equal(found.membership[2], AUDIT_NO_RANGE);
}

struct refusal {
    const char *name;
    int patient[2], start[2], stop[2];
    audit_code code;
};

static const struct refusal refusals[] = {
    {"patient 0", {1, 0}, {1, 1}, {2, 2}, AUDIT_BAD_PATIENT},
    {"patient 3 of 2", {1, 3}, {1, 1}, {2, 2}, AUDIT_BAD_PATIENT},
    {"not in order", {2, 1}, {1, 1}, {2, 2}, AUDIT_NOT_SORTED},
    {"no start", {1, 1}, {1, NONE}, {2, 2}, AUDIT_BAD_DAY},
    {"no stop", {1, 1}, {1, 1}, {2, NONE}, AUDIT_BAD_DAY},
    {"stops before it starts", {1, 1}, {1, 3}, {2, 2}, AUDIT_BAD_INTERVAL},
};

static void is_refused(void **state)
{
    const struct refusal *x = *state;
    const int from[] = {0, 0}, to[] = {100, 100};
    audit_patients patients = {2, from, to};
    struct found found;

    audit_status status =
        audit_period_given(&patients, x->patient, x->start, x->stop, 2,
                           empty_period(&found));
    assert_int_equal(status.code, x->code);
    assert_int_equal(status.at, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_cut_and_counted),
    };
    int failed =
        cmocka_run_group_tests_name("period_given", tests, NULL, NULL);
    failed += RUN_CASES("given days", is_refused, refusals);
    return failed != 0;
}
