#include "test.h"

#include "base/values.h"
#include "events/relapses.h"

enum { NA = AUDIT_MISSING };

struct rule {
    const char *name;
    audit_relapse_rule rule;
    size_t n;
    int onset[4], end[4], counts[4];
};

static const struct rule rules[] = {
    {"a gap of 30 days is new", {30, 0, 0}, 2, {0, 30}, {0}, {1, 1}},
    {"a gap of 29 is not", {30, 0, 0}, 2, {0, 29}, {0}, {1, 0}},
    {"counted from the last that counted",
     {30, 0, 0}, 3, {0, 20, 40}, {0}, {1, 0, 1}},
    {"two on a day", {30, 0, 0}, 2, {5, 5}, {0}, {1, 0}},
    {"two on a day, each day counting",
     {1, 0, 0}, 3, {5, 5, 6}, {0}, {1, 0, 1}},
    {"at the end of time",
     {30, 0, 0}, 2, {INT_MAX - 1, INT_MAX}, {0}, {1, 0}},
    {"none", {30, 0, 0}, 0, {0}, {0}, {0}},

    {"30 days from the end are new", {30, 1, 0}, 2, {0, 50}, {20, NA}, {1, 1}},
    {"29 from the end are not", {30, 1, 0}, 2, {0, 49}, {20, NA}, {1, 0}},
    {"without an end from the onset", {30, 1, 0}, 2, {0, 30}, {NA, NA}, {1, 1}},
    /* The second belongs to the first, which so ends on day 60. */
    {"a relapse ends with all that belongs to it",
     {30, 1, 0}, 4, {0, 35, 89, 119}, {20, 60, NA, NA}, {1, 0, 0, 1}},
    {"a later onset may end earlier",
     {30, 1, 0}, 3, {0, 5, 70}, {50, 6, NA}, {1, 0, 0}},

    {"day 40 after an onset is not at risk",
     {30, 0, 40}, 2, {0, 40}, {0}, {1, 0}},
    {"day 41 is", {30, 0, 40}, 2, {0, 41}, {0}, {1, 1}},
    {"an onset on quiet days makes no others",
     {1, 0, 40}, 3, {0, 40, 41}, {0}, {1, 0, 1}},
};

static const audit_relapse_rule thirty = {30, 0, 0}, from_end = {30, 1, 0};

static void counts(void **state)
{
    const struct rule *x = *state;
    const int patient[] = {1, 1, 1, 1};
    int found[4];

    audit_status status =
        audit_keep_relapses(patient, x->onset, x->end, x->n, &x->rule, found);
    assert_int_equal(status.code, AUDIT_OK);
    for (size_t i = 0; i < x->n; i++)
        assert_int_equal(found[i], x->counts[i]);
}

static void each_patient_begins_anew(void **state)
{
    (void) state;
    const int patient[] = {1, 2}, onset[] = {10, 11};
    int found[2];

    audit_keep_relapses(patient, onset, NULL, 2, &thirty, found);
    assert_true(found[0] == 1 && found[1] == 1);
}

static void refuses_what_is_out_of_order(void **state)
{
    (void) state;
    const int one[] = {1, 1}, back[] = {2, 1}, onset[] = {10, 9};
    const int missing[] = {10, AUDIT_MISSING};
    int found[2];

    assert_int_equal(audit_keep_relapses(one, onset, NULL, 2, &thirty,
                                         found).code,
                     AUDIT_NOT_SORTED);
    assert_int_equal(audit_keep_relapses(back, onset, NULL, 2, &thirty,
                                         found).code,
                     AUDIT_NOT_SORTED);
    assert_int_equal(audit_keep_relapses(one, missing, NULL, 2, &thirty,
                                         found).code,
                     AUDIT_BAD_DAY);
}

static void refuses_an_end_before_the_onset(void **state)
{
    (void) state;
    const int patient[] = {1, 1}, onset[] = {10, 20}, end[] = {10, 19};
    int found[2];

    audit_status status =
        audit_keep_relapses(patient, onset, end, 2, &from_end, found);
    assert_int_equal(status.code, AUDIT_BAD_INTERVAL);
    assert_int_equal(status.at, 1);
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
        cmocka_unit_test(refuses_an_end_before_the_onset),
        cmocka_unit_test(the_last_day_counts_the_first_does_not),
        cmocka_unit_test(what_does_not_count_is_not_counted),
    };
    int failed = cmocka_run_group_tests_name("relapses", tests, NULL, NULL);
    failed += RUN_CASES("the rule", counts, rules);
    return failed != 0;
}
