#include "test.h"

#include "small_history.h"

/* Courses of drug 1 as one: the first and the second that are found. */
struct merging {
    const char *name;
    struct history history;
    int grace;
    size_t n;
    audit_course course[2];
};

static const struct merging mergings[] = {
    {"a gap of a day, grace 1",
     {0, 900, 2, {{1, 10, 20}, {1, 21, 30}}}, 1, 1, {{10, 30, 1}}},
    {"a gap of two days, grace 1",
     {0, 900, 2, {{1, 10, 20}, {1, 22, 30}}}, 1, 2,
     {{10, 20, 1}, {22, 30, 1}}},
    {"a gap of a day, grace 0",
     {0, 900, 2, {{1, 10, 20}, {1, 21, 30}}}, 0, 2,
     {{10, 20, 1}, {21, 30, 1}}},
    {"the next on the day of the stop",
     {0, 900, 2, {{1, 10, 20}, {1, 20, 30}}}, 0, 1, {{10, 30, 1}}},
    {"one within another",
     {0, 900, 2, {{1, 10, 50}, {1, 20, 30}}}, 1, 1, {{10, 50, 1}}},
    {"a gap counted from the later stop",
     {0, 900, 3, {{1, 10, 50}, {1, 20, 30}, {1, 51, 60}}}, 1, 1,
     {{10, 60, 1}}},
    {"ongoing", {0, 900, 1, {{1, 10, NONE}}}, 1, 1, {{10, 900, 0}}},
    {"stops after follow-up", {0, 900, 1, {{1, 10, 950}}}, 1, 1,
     {{10, 900, 0}}},
    {"stops with follow-up", {0, 900, 1, {{1, 10, 900}}}, 1, 1,
     {{10, 900, 1}}},
    {"stops with follow-up, but another goes on",
     {0, 900, 2, {{1, 10, 900}, {1, 30, NONE}}}, 1, 1, {{10, 900, 0}}},
    {"another drug between",
     {0, 900, 3, {{1, 10, 20}, {2, 20, 21}, {1, 21, 30}}}, 1, 1,
     {{10, 30, 1}}},
    {"another drug alone", {0, 900, 1, {{2, 10, 20}}}, 1, 0, {{0, 0, 0}}},
};

static void merges(void **state)
{
    const struct merging *x = *state;
    struct view view;
    size_t row = 0;
    audit_course course;

    view_history(&x->history, &view);
    audit_rows rows = audit_rows_of(&view.treatments, 0, 1);
    assert_int_equal(rows.last, x->history.n);
    for (size_t i = 0; i < x->n; i++) {
        assert_true(audit_next_course(&view.treatments, rows, &row, 1,
                                      x->grace, x->history.to, &course));
        assert_int_equal(course.start, x->course[i].start);
        assert_int_equal(course.stop, x->course[i].stop);
        assert_int_equal(course.stopped, x->course[i].stopped);
    }
    assert_false(audit_next_course(&view.treatments, rows, &row, 1, x->grace,
                                   x->history.to, &course));
}

struct refusal {
    const char *name;
    struct history history;
    int patient; /* of the first row */
    audit_code code;
};

static const struct refusal refusals[] = {
    {"in order", {0, 900, 2, {{1, 10, 20}, {2, 10, NONE}}}, 1, AUDIT_OK},
    {"a stop before the start", {0, 900, 1, {{1, 10, 9}}}, 1,
     AUDIT_BAD_INTERVAL},
    {"no start", {0, 900, 1, {{1, NONE, 9}}}, 1, AUDIT_BAD_DAY},
    {"out of order", {0, 900, 2, {{1, 10, 20}, {1, 9, 20}}}, 1,
     AUDIT_NOT_SORTED},
    {"patient 0", {0, 900, 1, {{1, 10, 20}}}, 0, AUDIT_BAD_PATIENT},
    {"patient 2 of 1", {0, 900, 1, {{1, 10, 20}}}, 2, AUDIT_BAD_PATIENT},
    {"follow-up without end", {0, NONE, 0, {{0, 0, 0}}}, 1, AUDIT_BAD_DAY},
};

static void is_refused(void **state)
{
    const struct refusal *x = *state;
    struct view view;

    view_history(&x->history, &view);
    view.patient[0] = x->patient;
    assert_int_equal(
        audit_check_history(&view.patients, &view.treatments).code, x->code);
}

int main(void)
{
    int failed = RUN_CASES("courses", merges, mergings);
    failed += RUN_CASES("a history", is_refused, refusals);
    return failed != 0;
}
