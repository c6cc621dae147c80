#include "test.h"

#include "lab_findings.h"
#include "lab_grades.h"
#include "values.h"

enum { NONE = AUDIT_MISSING };

static void the_worst_of_each_cell(void **state)
{
    (void) state;
    const int period[] = {1, 2}, who[] = {1, 1}, start[] = {0, 10};
    const int stop[] = {10, 20}, cell[] = {0, 1};
    const int patient[] = {1, 1, 1, 1}, day[] = {0, 10, 11, 20};
    const int grade[] = {4, 2, NONE, 1};
    audit_times times = {2, period, who, start, stop};
    audit_graded tests = {4, patient, day, grade};
    int graded[2], ungraded[2], worst[2];

    audit_worst_grades(&tests, &times, cell, graded, ungraded, worst, 2);
    assert_true(graded[0] == 1 && worst[0] == 2);
    assert_true(graded[1] == 1 && ungraded[1] == 1 && worst[1] == 1);
}

/* Nearest to day 30, from day 23 to day 44. */
struct landmark {
    const char *name;
    size_t n;
    int day[3], grade[3], found_day, found_grade;
};

static const struct landmark landmarks[] = {
    {"on both ends of the window", 2, {23, 44}, {1, 2}, 23, 1},
    {"outside of it", 2, {22, 45}, {1, 2}, NONE, NONE},
    {"the nearer", 2, {28, 31}, {1, 2}, 31, 2},
    {"the later of two as near", 2, {28, 32}, {1, 2}, 32, 2},
    {"the worst of a day", 3, {30, 30, 30}, {1, 3, 2}, 30, 3},
    {"a graded one before a nearer that is not", 2, {30, 40}, {NONE, 1}, 40,
     1},
    {"ungraded alone", 1, {30}, {NONE}, 30, NONE},
    {"none", 0, {0}, {0}, NONE, NONE},
};

static void is_found(void **state)
{
    const struct landmark *x = *state;
    const int ones[] = {1, 1, 1}, target = 30, first = 23, last = 44;
    audit_graded tests = {x->n, ones, x->day, x->grade};
    int grade, day;

    audit_landmark_grades(&tests, &target, &first, &last, 1, &grade, &day);
    assert_int_equal(day, x->found_day);
    assert_int_equal(grade, x->found_grade);
}

/* Test 1 low and test 2 not low, from day 10 to day 50, followed to day 90. */
struct course {
    const char *name;
    size_t n;
    struct {
        int day, sample, test, state;
    } row[6];
    int known, onset, last_held, recovered;
};

enum { LO = AUDIT_LOW, OK = AUDIT_NOT_LOW };

static const struct course courses[] = {
    {"holds and is over", 4,
     {{20, 0, 1, LO}, {20, 0, 2, OK}, {30, 0, 1, OK}, {30, 0, 2, OK}},
     2, 20, 20, 30},
    {"the other test is low too", 2, {{20, 0, 1, LO}, {20, 0, 2, LO}},
     1, NONE, NONE, NONE},
    {"the other test is not there", 1, {{20, 0, 1, LO}}, 0, NONE, NONE, NONE},
    {"one is known not to hold", 1, {{20, 0, 1, OK}}, 1, NONE, NONE, NONE},
    {"in two samples", 2, {{20, 1, 1, LO}, {20, 2, 2, OK}},
     0, NONE, NONE, NONE},
    {"of two rows of a test one is enough", 3,
     {{20, 0, 1, LO}, {20, 0, 1, OK}, {20, 0, 2, OK}}, 1, 20, 20, NONE},
    {"on the first and the last day", 4,
     {{10, 0, 1, LO}, {10, 0, 2, OK}, {50, 0, 1, LO}, {50, 0, 2, OK}},
     2, 10, 50, NONE},
    {"outside of the days", 4,
     {{9, 0, 1, LO}, {9, 0, 2, OK}, {51, 0, 1, LO}, {51, 0, 2, OK}},
     0, NONE, NONE, NONE},
    {"over after the window, by the abnormal test alone", 5,
     {{20, 0, 1, LO}, {20, 0, 2, OK}, {60, 0, 1, LO}, {60, 0, 2, LO},
      {90, 0, 1, OK}}, 1, 20, 60, 90},
    {"over after follow-up", 3,
     {{20, 0, 1, LO}, {20, 0, 2, OK}, {91, 0, 1, OK}}, 1, 20, 20, NONE},
};

static void runs(void **state)
{
    const struct course *x = *state;
    int patient[6], day[6], sample[6], test[6], states[6];
    const int rule_test[] = {1, 2}, rule_state[] = {LO, OK};
    const int first = 10, last = 50, until = 90;

    for (size_t i = 0; i < x->n; i++) {
        patient[i] = 1;
        day[i] = x->row[i].day;
        sample[i] = x->row[i].sample;
        test[i] = x->row[i].test;
        states[i] = x->row[i].state;
    }
    audit_lab_samples samples = {x->n, patient, day, sample, test, states};
    audit_lab_conditions rule = {2, rule_test, rule_state};
    int known, onset, last_held, recovered;
    audit_lab_onsets found = {&known, &onset, &last_held, &recovered};

    audit_find_onsets(&samples, &rule, &first, &last, &until, 1, &found);
    assert_int_equal(known, x->known);
    assert_int_equal(onset, x->onset);
    assert_int_equal(last_held, x->last_held);
    assert_int_equal(recovered, x->recovered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_of_each_cell),
    };
    int failed =
        cmocka_run_group_tests_name("lab_findings", tests, NULL, NULL);
    failed += RUN_CASES("a landmark", is_found, landmarks);
    failed += RUN_CASES("an onset", runs, courses);
    return failed != 0;
}
