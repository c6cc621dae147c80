#include "test.h"

#include "record_order.h"
#include "values.h"

enum { N = 500, N_PATIENTS = 40, ROOM = 70000 };

static int workspace[ROOM];

/* Against a sort that compares each record with each, for both ranges of days:
   those that one pass sorts and those that need two. */
static void sorts_by_patient_and_day_and_keeps_ties(void **state)
{
    (void) state;
    uint32_t seed = 1;

    for (int round = 0; round < 40; round++) {
        int patient[N], day[N], order[N], sorted;
        int wide = round % 2 ? 5 : 30000;

        for (int i = 0; i < N; i++) {
            patient[i] = 1 + draw(&seed, N_PATIENTS);
            day[i] = (draw(&seed, 60) - 30) * wide;
        }
        assert_true(audit_record_order_workspace(N, N_PATIENTS) <= ROOM);
        audit_status status = audit_record_order(
            patient, day, N, N_PATIENTS, workspace, order, &sorted);
        assert_int_equal(status.code, AUDIT_OK);
        assert_false(sorted);
        for (int i = 1; i < N; i++) {
            int a = order[i - 1], b = order[i];
            int in_order = patient[a] < patient[b] ||
                (patient[a] == patient[b] &&
                 (day[a] < day[b] || (day[a] == day[b] && a < b)));
            assert_true(in_order);
        }
    }
}

static void says_when_there_is_nothing_to_do(void **state)
{
    (void) state;
    const int patient[] = {1, 1, 2}, day[] = {5, 5, -9};
    int order[] = {7, 8, 9}, sorted;

    audit_record_order(patient, day, 3, 2, workspace, order, &sorted);
    assert_true(sorted);
    assert_true(order[0] == 7 && order[1] == 8 && order[2] == 9);
    assert_int_equal(
        audit_record_order(NULL, NULL, 0, 0, workspace, order, &sorted).code,
        AUDIT_OK);
}

static void refuses_what_has_no_place(void **state)
{
    (void) state;
    const int patient[] = {1, 3}, day[] = {5, 5};
    const int missing[] = {5, AUDIT_MISSING}, apart[] = {-INT_MAX, INT_MAX};
    const int two[] = {1, 2};
    int order[2], sorted;

    audit_status status =
        audit_record_order(patient, day, 2, 2, workspace, order, &sorted);
    assert_int_equal(status.code, AUDIT_BAD_PATIENT);
    assert_int_equal(status.at, 1);
    status = audit_record_order(two, missing, 2, 2, workspace, order, &sorted);
    assert_int_equal(status.code, AUDIT_BAD_DAY);
    status = audit_record_order(two, apart, 2, 2, workspace, order, &sorted);
    assert_int_equal(status.code, AUDIT_BAD_DAY);
}

static void finds_those_that_share_a_day(void **state)
{
    (void) state;
    const int patient[] = {1, 1, 1, 2, 2, 3, 3}, day[] = {4, 7, 7, 7, 9, 9, 9};
    int tied[7];

    assert_int_equal(audit_tied_records(patient, day, 7, NULL), 4);
    assert_int_equal(audit_tied_records(patient, day, 7, tied), 4);
    assert_true(tied[0] == 1 && tied[1] == 2);
    assert_true(tied[2] == 5 && tied[3] == 6);
    assert_int_equal(audit_tied_records(patient, day, 0, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_by_patient_and_day_and_keeps_ties),
        cmocka_unit_test(says_when_there_is_nothing_to_do),
        cmocka_unit_test(refuses_what_has_no_place),
        cmocka_unit_test(finds_those_that_share_a_day),
    };
    return cmocka_run_group_tests_name("record_order", tests, NULL, NULL) != 0;
}
