#include "test.h"

#include "relapses.h"
#include "values.h"

struct rule {
    const char *name;
    int gap;
    size_t n;
    int onset[4], counts[4];
};

static const struct rule rules[] = {
    {"a gap of 30 days is new", 30, 2, {0, 30}, {1, 1}},
    {"a gap of 29 is not", 30, 2, {0, 29}, {1, 0}},
    {"counted from the last that counted", 30, 3, {0, 20, 40}, {1, 0, 1}},
    {"two on a day", 30, 2, {5, 5}, {1, 0}},
    {"two on a day, each day counting", 1, 3, {5, 5, 6}, {1, 0, 1}},
    {"at the end of time", 30, 2, {INT_MAX - 1, INT_MAX}, {1, 0}},
    {"none", 30, 0, {0}, {0}},
};

static void counts(void **state)
{
    const struct rule *x = *state;
    const int patient[] = {1, 1, 1, 1};
    int found[4];

    audit_status status =
        audit_keep_relapses(patient, x->onset, x->n, x->gap, found);
    assert_int_equal(status.code, AUDIT_OK);
    for (size_t i = 0; i < x->n; i++)
        assert_int_equal(found[i], x->counts[i]);
}

static void each_patient_begins_anew(void **state)
{
    (void) state;
    const int patient[] = {1, 2}, onset[] = {10, 11};
    int found[2];

    audit_keep_relapses(patient, onset, 2, 30, found);
    assert_true(found[0] == 1 && found[1] == 1);
}

static void refuses_what_is_out_of_order(void **state)
{
    (void) state;
    const int one[] = {1, 1}, back[] = {2, 1}, onset[] = {10, 9};
    const int missing[] = {10, AUDIT_MISSING};
    int found[2];

    assert_int_equal(audit_keep_relapses(one, onset, 2, 30, found).code,
                     AUDIT_NOT_SORTED);
    assert_int_equal(audit_keep_relapses(back, onset, 2, 30, found).code,
                     AUDIT_NOT_SORTED);
    assert_int_equal(audit_keep_relapses(one, missing, 2, 30, found).code,
                     AUDIT_BAD_DAY);
}

/* (0, 10] and (20, 30] of patient 1 in period 1, (5, 25] in period 2. */
static void the_last_day_counts_the_first_does_not(void **state)
{
    (void) state;
    const int period[] = {1, 1, 2}, who[] = {1, 1, 1};
    const int start[] = {0, 20, 5}, stop[] = {10, 30, 25}, cell[] = {0, 0, 1};
    const int patient[] = {1, 1, 1, 1, 1, 1};
    const int day[] = {0, 1, 10, 15, 20, 30}, keep[] = {1, 1, 1, 1, 1, 1};
    audit_times times = {3, period, who, start, stop};
    int total[2];

    audit_count_in_cells(patient, day, keep, 6, &times, cell, total, 2);
    assert_int_equal(total[0], 3); /* days 1, 10, 30 */
    assert_int_equal(total[1], 3); /* days 10, 15, 20 */
}

static void what_does_not_count_is_not_counted(void **state)
{
    (void) state;
    const int period[] = {1}, who[] = {2}, start[] = {0}, stop[] = {10};
    const int cell[] = {0}, patient[] = {1, 2, 2, 3}, day[] = {5, 5, 6, 5};
    const int keep[] = {1, 1, 0, 1};
    audit_times times = {1, period, who, start, stop};
    int total[1];

    audit_count_in_cells(patient, day, keep, 4, &times, cell, total, 1);
    assert_int_equal(total[0], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_patient_begins_anew),
        cmocka_unit_test(refuses_what_is_out_of_order),
        cmocka_unit_test(the_last_day_counts_the_first_does_not),
        cmocka_unit_test(what_does_not_count_is_not_counted),
    };
    int failed = cmocka_run_group_tests_name("relapses", tests, NULL, NULL);
    failed += RUN_CASES("the rule", counts, rules);
    return failed != 0;
}
