#include "test.h"

#include "base/values.h"
#include "periods/record_order.h"

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

/* Of few patients and of more than there are digits, in just the room. */
static void as_much_room_as_it_says_is_enough(void **state)
{
    (void) state;
    const size_t patients[] = {2, 65535, 65536, 65537, 100000};

    for (size_t i = 0; i < LENGTH(patients); i++)
        for (int wide = 0; wide < 2; wide++) {
            int last = (int) patients[i], order[3], sorted;
            const int patient[] = {last, 1, last}, day[] = {wide ? 90000 : 9, 4, 3};
            int *room = just_ints(audit_record_order_workspace(3, patients[i]));

            assert_int_equal(audit_record_order(patient, day, 3, patients[i],
                                                room, order, &sorted).code,
                             AUDIT_OK);
            assert_true(!sorted && order[0] == 1 && order[1] == 2);
            assert_int_equal(order[2], 0);
            free(room);
        }
}

/* Days that differ by 2^16 - 1, or by one more, need one pass or two. */
static void days_as_far_apart_as_a_digit(void **state)
{
    (void) state;
    const int apart[] = {65534, 65535, 65536, 65537, 131072};

    for (size_t i = 0; i < LENGTH(apart); i++) {
        const int patient[] = {1, 1, 1, 1}, day[] = {apart[i], 1, 0, apart[i] - 1};
        int order[4], sorted;

        assert_int_equal(audit_record_order(patient, day, 4, 1, workspace, order,
                                            &sorted).code, AUDIT_OK);
        assert_memory_equal(order, ((const int[]) {2, 1, 3, 0}), sizeof order);
    }
    const int patient[] = {1, 2}, far[] = {INT_MIN + 1, 0}, too_far[] = {-1, INT_MAX};
    int order[2], sorted;
    assert_int_equal(audit_record_order(patient, far, 2, 2, workspace, order,
                                        &sorted).code, AUDIT_OK);
    audit_status status = audit_record_order(patient, too_far, 2, 2, workspace,
                                             order, &sorted);
    assert_true(status.code == AUDIT_BAD_DAY && status.at == 1);
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
        cmocka_unit_test(as_much_room_as_it_says_is_enough),
        cmocka_unit_test(days_as_far_apart_as_a_digit),
        cmocka_unit_test(says_when_there_is_nothing_to_do),
        cmocka_unit_test(refuses_what_has_no_place),
        cmocka_unit_test(finds_those_that_share_a_day),
    };
    return cmocka_run_group_tests_name("record_order", tests, NULL, NULL) != 0;
}
