#include "test.h"

#include <limits.h>

#include "periods/cells.h"

static void ranges_of_a_patient_in_a_period_are_a_cell(void **state)
{
    (void) state;
    const int period[] = {1, 1, 1, 2}, patient[] = {1, 1, 3, 1};
    const int start[] = {0, 20, 5, 0}, stop[] = {10, 50, 6, 100};
    audit_times times = {4, period, patient, start, stop};
    int cell[4], of_period[4], of_patient[4], days[4];
    size_t n;

    audit_status status =
        audit_cells(&times, cell, of_period, of_patient, days, &n);
    assert_int_equal(status.code, AUDIT_OK);
    assert_int_equal(n, 3);
    assert_true(cell[0] == 0 && cell[1] == 0 && cell[2] == 1 && cell[3] == 2);
    /* 10 + 30 days, 1 day, 100 days */
    assert_true(days[0] == 40 && days[1] == 1 && days[2] == 100);
    assert_true(of_patient[1] == 3 && of_period[2] == 2);
}

struct refusal {
    const char *name;
    int period[2], patient[2], start[2], stop[2];
    audit_code code;
};

static const struct refusal refusals[] = {
    {"touching", {1, 1}, {1, 1}, {0, 9}, {9, 20}, AUDIT_OK},
    {"overlapping", {1, 1}, {1, 1}, {0, 8}, {9, 20}, AUDIT_NOT_SORTED},
    {"patients back", {1, 1}, {2, 1}, {0, 8}, {5, 20}, AUDIT_NOT_SORTED},
    {"periods back", {2, 1}, {1, 1}, {0, 8}, {5, 20}, AUDIT_NOT_SORTED},
    {"backwards", {1, 1}, {1, 2}, {0, 8}, {5, 7}, AUDIT_BAD_INTERVAL},
    {"too long", {1, 1}, {1, 1}, {-INT_MAX, 1}, {0, INT_MAX}, AUDIT_TOO_MANY},
};

static void takes_or_refuses(void **state)
{
    const struct refusal *x = *state;
    audit_times times = {2, x->period, x->patient, x->start, x->stop};
    int cell[2], period[2], patient[2], days[2];
    size_t n;

    audit_status status =
        audit_cells(&times, cell, period, patient, days, &n);
    assert_int_equal(status.code, x->code);
    if (x->code != AUDIT_OK)
        assert_int_equal(status.at, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_of_a_patient_in_a_period_are_a_cell),
    };
    int failed = cmocka_run_group_tests_name("cells", tests, NULL, NULL);
    failed += RUN_CASES("two ranges", takes_or_refuses, refusals);
    return failed != 0;
}
