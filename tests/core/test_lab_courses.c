#include "test.h"

#include "lab_courses.h"
#include "values.h"

enum { NONE = AUDIT_MISSING };

/* A patient in the ranges (10, 20] and (30, 100], followed to day 200, counted
   from day 10; low values are the worse. Recovery takes k days. */
struct course {
    const char *name;
    int k;
    size_t n;
    struct {
        int day, grade;
        double value;
    } test[6];
    int graded, ungraded, worst, baseline, onset, normal, nadir;
    double nadir_value;
    int last_held, recovered, at_risk;
};

static const struct course courses[] = {
    {"no test", 1, 0, {{0, 0, 0}}, 0, 0, NONE, NONE, NONE, NONE, NONE, NAN, NONE,
     NONE, 80},
    {"on the first day of the period: before it", 1, 1, {{10, 2, 0.7}}, 0, 0,
     NONE, 2, NONE, NONE, NONE, NAN, NONE, NONE, 80},
    {"normal throughout", 1, 2, {{5, 0, 2}, {40, 0, 2}}, 1, 0, 0, 0, NONE, NONE,
     NONE, NAN, NONE, NONE, 80},
    {"begins and is over", 1, 5,
     {{8, 0, 2}, {12, 0, 1.5}, {35, 2, 0.7}, {40, 3, 0.4}, {60, 0, 1.1}},
     4, 0, 3, 0, 35, 12, 40, 0.4, 40, 60, 15},
    {"on the last day of a range", 1, 2, {{20, 1, 0.9}, {21, 0, 1}}, 1, 0, 1,
     NONE, 20, NONE, 20, 0.9, 20, 21, 10},
    {"in the gap: in no period", 1, 2, {{25, 4, 0.1}, {31, 0, 1}}, 1, 0, 0, NONE,
     NONE, NONE, NONE, NAN, NONE, NONE, 80},
    {"the worst of a day counts", 1, 3, {{12, 0, 2}, {12, 1, 0.9}, {12, NONE,
     0.1}}, 2, 1, 1, NONE, 12, NONE, 12, 0.9, 12, NONE, 2},
    {"of two as low the first day", 1, 2, {{12, 1, 0.9}, {13, 1, 0.9}}, 2, 0, 1,
     NONE, 12, NONE, 12, 0.9, 13, NONE, 2},
    {"over after the period, within follow-up", 1, 2, {{99, 1, 0.9}, {200, 0,
     1}}, 1, 0, 1, NONE, 99, NONE, 99, 0.9, 99, 200, 79},
    {"over after follow-up", 1, 2, {{99, 1, 0.9}, {201, 0, 1}}, 1, 0, 1, NONE,
     99, NONE, 99, 0.9, 99, NONE, 79},
    {"two days in a row: the first of them", 2, 5,
     {{12, 1, 0.9}, {14, 0, 1}, {16, 1, 0.8}, {18, 0, 1}, {19, 0, 1}},
     5, 0, 1, NONE, 12, NONE, 16, 0.8, 16, 18, 2},
    {"two tests of a day are one", 2, 3, {{12, 1, 0.9}, {14, 0, 1}, {14, 0, 1}},
     3, 0, 1, NONE, 12, NONE, 12, 0.9, 12, NONE, 2},
    {"a test without a grade breaks no row", 2, 4,
     {{12, 1, 0.9}, {14, 0, 1}, {15, NONE, NAN}, {16, 0, 1}},
     3, 1, 1, NONE, 12, NONE, 12, 0.9, 12, 14, 2},
    {"after it is over nothing changes", 1, 3,
     {{12, 1, 0.9}, {14, 0, 1}, {16, 4, 0.1}},
     3, 0, 4, NONE, 12, NONE, 12, 0.9, 12, 14, 2},
};

static void runs(void **state)
{
    const struct course *x = *state;
    int patient[6], day[6], grade[6];
    double value[6];
    const int period[] = {1, 1}, who[] = {1, 1}, start[] = {10, 30};
    const int stop[] = {20, 100}, cell[] = {0, 0}, origin = 10, until = 200;
    audit_times times = {2, period, who, start, stop};
    int f[10];
    double nadir_value;

    for (size_t i = 0; i < x->n; i++) {
        patient[i] = 1;
        day[i] = x->test[i].day;
        grade[i] = x->test[i].grade;
        value[i] = x->test[i].value;
    }
    audit_graded_tests tests = {x->n, patient, day, grade, value, -1};
    audit_lab_course found = {&f[0], &f[1], &f[2], &f[3], &f[4], &f[5], &f[6],
                              &nadir_value, &f[7], &f[8], &f[9]};

    audit_lab_courses(&tests, &times, cell, &origin, &until, x->k, &found, 1);
    assert_int_equal(f[0], x->graded);
    assert_int_equal(f[1], x->ungraded);
    assert_int_equal(f[2], x->worst);
    assert_int_equal(f[3], x->baseline);
    assert_int_equal(f[4], x->onset);
    assert_int_equal(f[5], x->normal);
    assert_int_equal(f[6], x->nadir);
    assert_close(nadir_value, x->nadir_value);
    assert_int_equal(f[7], x->last_held);
    assert_int_equal(f[8], x->recovered);
    assert_int_equal(f[9], x->at_risk);
}

static void each_patient_in_each_period(void **state)
{
    (void) state;
    const int period[] = {1, 1, 2}, who[] = {1, 2, 1}, start[] = {0, 0, 10};
    const int stop[] = {10, 10, 20}, cell[] = {0, 1, 2};
    const int origin[] = {0, 0, 10}, until[] = {50, 50};
    const int patient[] = {1, 1, 1, 2}, day[] = {0, 10, 11, 5};
    const int grade[] = {4, 2, 1, 3};
    const double value[] = {30, 20, 15, 25};
    audit_times times = {3, period, who, start, stop};
    audit_graded_tests tests = {4, patient, day, grade, value, 1};
    int f[10][3];
    double nadir_value[3];
    audit_lab_course found = {f[0], f[1], f[2], f[3], f[4], f[5], f[6],
                              nadir_value, f[7], f[8], f[9]};

    audit_lab_courses(&tests, &times, cell, origin, until, 1, &found, 3);
    assert_true(f[2][0] == 2 && f[2][1] == 3 && f[2][2] == 1);
    assert_true(f[3][0] == 4 && f[3][1] == NONE && f[3][2] == 2);
    assert_true(f[4][0] == 10 && f[4][1] == 5 && f[4][2] == 11);
    assert_true(nadir_value[0] == 20 && nadir_value[2] == 15);
}

/* Nearest to day 30, from day 23 to day 44. */
struct landmark {
    const char *name;
    size_t n;
    int day[3], grade[3], found_day, found_grade;
};

static const struct landmark landmarks[] = {
    {"on both ends of the window", 2, {23, 44}, {1, 2}, 23, 1},
    {"on its first day", 1, {23}, {1}, 23, 1},
    {"on its last day", 1, {44}, {2}, 44, 2},
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
    const double values[] = {1, 1, 1};
    audit_graded_tests tests = {x->n, ones, x->day, x->grade, values, 1};
    int grade, day;

    audit_landmark_grades(&tests, &target, &first, &last, 1, &grade, &day);
    assert_int_equal(day, x->found_day);
    assert_int_equal(grade, x->found_grade);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_patient_in_each_period),
    };
    int failed = cmocka_run_group_tests_name("lab_courses", tests, NULL, NULL);
    failed += RUN_CASES("a course", runs, courses);
    failed += RUN_CASES("a landmark", is_found, landmarks);
    return failed != 0;
}
