#include "test.h"

#include "base/values.h"
#include "labs/lab_courses.h"

enum { NONE = AUDIT_MISSING };

/* Every column of a course, of up to three cells. */
typedef struct {
    int column[25][3];
    double nadir_value[3];
} room;

static audit_lab_course course_in(room *of)
{
    return (audit_lab_course) {
        of->column[0], of->column[1], of->column[2], of->column[3],
        of->column[4], of->column[5], of->column[6], of->column[7],
        of->column[8], of->column[9], of->column[10], of->column[11],
        of->column[12], of->column[13], of->column[14], of->column[15],
        of->column[16], of->nadir_value, of->column[17], of->column[18],
        of->column[19], of->column[20], of->column[21], of->column[22],
        of->column[23], of->column[24]};
}

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
    int from[6];
    room of;

    for (size_t i = 0; i < x->n; i++) {
        patient[i] = 1;
        day[i] = x->test[i].day;
        grade[i] = x->test[i].grade;
        value[i] = x->test[i].value;
        from[i] = 1;
    }
    audit_graded_tests tests = {x->n, patient, day, grade, grade, from,
                                value, -1, 1};
    audit_lab_course found = course_in(&of);

    audit_lab_courses(&tests, &times, cell, &origin, &until, x->k, &found, 1);
    assert_int_equal(*found.graded, x->graded);
    assert_int_equal(*found.ungraded, x->ungraded);
    assert_int_equal(*found.least, x->worst);
    assert_int_equal(*found.most, x->worst);
    assert_int_equal(*found.baseline_least, x->baseline);
    assert_int_equal(*found.onset, x->onset);
    assert_int_equal(*found.normal, x->normal);
    assert_int_equal(*found.nadir, x->nadir);
    assert_close(*found.nadir_value, x->nadir_value);
    assert_int_equal(*found.last_held, x->last_held);
    assert_int_equal(*found.recovered, x->recovered);
    assert_int_equal(*found.at_risk, x->at_risk);
}

/*
 * From day 10 to day 100 with open tests (0 to 1) and ones without a limit: {day,
 * least, most, from}; what is found of it.
 */
struct open_course {
    const char *name;
    size_t n;
    int test[3][4];
    int state, sure, perhaps, onset, over, may_be_over;
};

static const struct open_course open_courses[] = {
    {"a bound that decides", 1, {{20, 3, 4, 1}}, 1, 1, 1, 20, 0, 0},
    {"a bound that does not", 1, {{20, 0, 1, 1}}, -1, 0, 1, NONE, NONE, 0},
    {"beside a normal test it is open", 2, {{20, 0, 0, 1}, {30, 0, 1, 1}}, -1, 0,
     1, NONE, NONE, 0},
    {"beside an abnormal one it is not", 2, {{20, 0, 1, 1}, {30, 1, 1, 1}}, 1, 1,
     1, 30, 0, 0},
    {"without a limit a low one counts no more", 1, {{20, 2, 2, 2}}, NONE, 1, 1,
     NONE, NONE, 0},
    {"than one that is not", 1, {{20, 0, 1, 2}}, NONE, 0, 1, NONE, NONE, 0},
    {"over, by an open test perhaps", 2, {{20, 1, 1, 1}, {30, 0, 1, 1}}, 1, 1, 1,
     20, -1, 1},
    {"by tests without a limit alone", 2, {{20, 1, 1, 1}, {30, 0, 1, 2}}, 1, 1, 1,
     20, NONE, 1},
    {"over for sure", 3, {{20, 1, 1, 1}, {30, 0, 1, 1}, {40, 0, 0, 1}}, 1, 1, 1,
     20, 1, 1},
};

static void stays_open(void **state)
{
    const struct open_course *x = *state;
    int patient[3] = {1, 1, 1}, day[3], least[3], most[3], from[3];
    const double value[] = {1, 1, 1};
    const int one = 1, start = 10, stop = 100, cell = 0, until = 200;
    audit_times times = {1, &one, &one, &start, &stop};
    room of;

    for (size_t i = 0; i < x->n; i++) {
        day[i] = x->test[i][0];
        least[i] = x->test[i][1];
        most[i] = x->test[i][2];
        from[i] = x->test[i][3];
    }
    audit_graded_tests tests = {x->n, patient, day, least, most, from,
                                value, -1, 1};
    audit_lab_course found = course_in(&of);

    audit_lab_courses(&tests, &times, &cell, &start, &until, 1, &found, 1);
    assert_int_equal(*found.state, x->state);
    assert_int_equal(*found.sure, x->sure);
    assert_int_equal(*found.perhaps, x->perhaps);
    assert_int_equal(*found.onset, x->onset);
    assert_int_equal(*found.over, x->over);
    assert_int_equal(*found.over_from != NONE, x->may_be_over);
}

/*
 * A test of grade 3 without a limit up to the origin, day 10, and after a normal
 * one that counts; one that may be abnormal on day 20, one that surely is on day 30
 * without counting, and one that counts on day 40; normal on days 50 and 70, open
 * on day 60.
 */
static void all_tests_say_what_may_be(void **state)
{
    (void) state;
    enum { N = 8 };
    const int patient[N] = {1, 1, 1, 1, 1, 1, 1, 1};
    const int day[N] = {5, 9, 20, 30, 40, 50, 60, 70};
    const int least[N] = {0, 3, 0, 3, 2, 0, 0, 0};
    const int most[N] = {0, 3, 1, 3, 2, 0, 1, 0};
    const int from[N] = {1, 2, 2, 2, 1, 1, 2, 1};
    const double value[N] = {2, 0.4, 0.9, 0.4, 0.7, 2, 0.9, 2};
    const int one = 1, start = 10, stop = 45, cell = 0, until = 200;
    audit_times times = {1, &one, &one, &start, &stop};
    audit_graded_tests tests = {N, patient, day, least, most, from, value, -1,
                                1};
    room of;
    audit_lab_course found = course_in(&of);

    for (int k = 1; k < 3; k++) {
        audit_lab_courses(&tests, &times, &cell, &start, &until, k, &found, 1);
        assert_int_equal(*found.baseline, 0);
        assert_int_equal(*found.baseline_sure, 1);
        assert_int_equal(*found.baseline_least, 3);
        assert_int_equal(*found.baseline_limitless, 1);
        assert_int_equal(*found.limitless, 2);
        assert_true(*found.least == 3 && *found.most == 3);
        assert_int_equal(*found.onset, 40);
        assert_int_equal(*found.onset_from, 20);
        assert_int_equal(*found.onset_to, 30);
        assert_int_equal(*found.over_from, 50);
        assert_int_equal(*found.over_to, k == 1 ? 50 : NONE);
    }
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
    const int from[] = {1, 1, 1, 1};
    audit_graded_tests tests = {4, patient, day, grade, grade, from,
                                value, 1, 1};
    room of;
    audit_lab_course found = course_in(&of);

    audit_lab_courses(&tests, &times, cell, origin, until, 1, &found, 3);
    const int *worst = found.most, *before = found.baseline_most;
    assert_true(worst[0] == 2 && worst[1] == 3 && worst[2] == 1);
    assert_true(before[0] == 4 && before[1] == NONE && before[2] == 2);
    assert_true(found.onset[0] == 10 && found.onset[1] == 5);
    assert_true(found.onset[2] == 11);
    assert_true(found.nadir_value[0] == 20 && found.nadir_value[2] == 15);
}

/* Nearest to day 30, from day 23 to day 44. */
struct landmark {
    const char *name;
    size_t n;
    int day[3], grade[3], found_day, found_grade; /* -1: without a limit */
};

static const struct landmark landmarks[] = {
    {"on both ends of the window", 2, {23, 44}, {1, 2}, 23, 1},
    {"on its first day", 1, {23}, {1}, 23, 1},
    {"on its last day", 1, {44}, {2}, 44, 2},
    {"outside of it", 2, {22, 45}, {1, 2}, NONE, NONE},
    {"the nearer", 2, {28, 31}, {1, 2}, 31, 2},
    {"the later of two as near", 2, {28, 32}, {1, 2}, 32, 2},
    {"the worst of a day", 3, {30, 30, 30}, {1, 3, 2}, 30, 3},
    {"a graded one before a nearer that is not", 2, {30, 40}, {-1, 1}, 40,
     1},
    {"without a limit alone", 1, {30}, {-1}, 30, -1},
    {"without a value it is not there", 2, {30, 40}, {NONE, 1}, 40, 1},
    {"none", 0, {0}, {0}, NONE, NONE},
};

static void is_found(void **state)
{
    const struct landmark *x = *state;
    const int ones[] = {1, 1, 1}, target = 30, first = 23, last = 44;
    const double values[] = {1, 1, 1};
    int least[3], most[3], from[3], worst, highest, counts, day;

    for (size_t i = 0; i < x->n; i++) {
        least[i] = x->grade[i] == -1 ? 0 : x->grade[i];
        most[i] = x->grade[i] == -1 ? 4 : x->grade[i];
        from[i] = x->grade[i] == -1 ? 5 : 1;
    }
    audit_graded_tests tests = {x->n, ones, x->day, least, most, from,
                                values, 1, 1};
    audit_landmarks found = {&worst, &highest, &counts, &day};

    /* All tests at once, and one after the other. */
    for (size_t at_once = 1; at_once <= 4; at_once += 3) {
        audit_no_landmarks(1, &found);
        for (size_t i = 0; i < tests.n; i += at_once)
            audit_landmark_grades(&tests, i, i + at_once, &target, &first,
                                  &last, &found);
        assert_int_equal(day, x->found_day);
        assert_int_equal(counts, day != NONE && x->found_grade != -1);
        assert_int_equal(worst, x->found_grade == -1 ? 0 : x->found_grade);
        assert_int_equal(highest, x->found_grade == -1 ? 4 : x->found_grade);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_patient_in_each_period),
        cmocka_unit_test(all_tests_say_what_may_be),
    };
    int failed = cmocka_run_group_tests_name("lab_courses", tests, NULL, NULL);
    failed += RUN_CASES("a course", runs, courses);
    failed += RUN_CASES("an open course", stays_open, open_courses);
    failed += RUN_CASES("a landmark", is_found, landmarks);
    return failed != 0;
}
