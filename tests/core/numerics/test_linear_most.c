#include "test.h"

#include <stdlib.h>

#include "numerics/linear_most.h"

enum {ROOM = 6};

/* The most of goal times x, which is checked to be a solution. */
static double most(const audit_programme *p, double *x)
{
    double *doubles = malloc(sizeof *doubles *
                             audit_linear_most_doubles(p->n_rows, p->n_columns));
    int *ints = malloc(sizeof *ints *
                       audit_linear_most_ints(p->n_rows, p->n_columns));
    audit_status status = audit_linear_most(p, 1000, doubles, ints, x);
    double sum[ROOM] = {0}, goal = 0;

    assert_int_equal(status.code, AUDIT_OK);
    for (size_t k = 0; k < p->n_factors; k++)
        sum[p->row[k]] += p->factor[k] * x[p->column[k]];
    for (size_t i = 0; i < p->n_rows; i++)
        assert_true(sum[i] <= p->high[i] + 1e-9 && sum[i] >= p->low[i] - 1e-9);
    for (size_t j = 0; j < p->n_columns; j++) {
        assert_true(x[j] >= 0 && x[j] <= p->cap[j] + 1e-9);
        goal += p->goal[j] * x[j];
    }
    free(doubles);
    free(ints);
    return goal;
}

/* 3 x + 5 y, x to 4, 2 y to 12, 3 x + 2 y to 18: the first of textbooks. */
static const int textbook_row[] = {0, 1, 1}, textbook_column[] = {1, 0, 1};
static const double textbook_factor[] = {2, 3, 2};
static const double textbook_low[] = {-INFINITY, -INFINITY};
static const double textbook_high[] = {12, 18};
static const double textbook_cap[] = {4, INFINITY}, textbook_goal[] = {3, 5};
static const audit_programme the_textbooks = {
    2, 2, 3, textbook_row, textbook_column, textbook_factor, textbook_low,
    textbook_high, textbook_cap, textbook_goal};

static void is_that_of_the_textbook(void **state)
{
    (void) state;
    const audit_programme p = the_textbooks;
    double x[2];

    assert_close(most(&p, x), 36);
    assert_close(x[0], 2);
    assert_close(x[1], 6);
}

/* Of two rows and two columns with their sums known one number takes all along:
   up by the least of the two across. */
static void numbers_of_a_square_move_together(void **state)
{
    (void) state;
    const int row[] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3};
    /* More of a, b, c, d, and less of them; sums a + b, c + d, a + c, b + d. */
    const int column[] = {0, 1, 4, 5, 2, 3, 6, 7, 0, 2, 4, 6, 1, 3, 5, 7};
    const double factor[] = {1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1,
                             -1};
    const double zero[4] = {0};
    const double cap[] = {INFINITY, INFINITY, INFINITY, INFINITY, 9, 3, 7, 2};
    double goal[8] = {1, 0, 0, 0, -1, 0, 0, 0}, x[8];
    audit_programme p = {4, 8, 16, row, column, factor, zero, zero, cap, goal};

    assert_close(most(&p, x), 3);
    goal[0] = -1;
    goal[4] = 1;
    assert_close(most(&p, x), 2);
}

/* A row with a limit below, and a number that leaves at its cap. */
static void limits_on_either_side_are_kept(void **state)
{
    (void) state;
    const int row[] = {0, 0, 1, 1}, column[] = {0, 1, 0, 1};
    const double factor[] = {1, -1, 1, 1}, low[] = {-2, -INFINITY};
    const double high[] = {1, 100}, cap[] = {5, 20}, goal[] = {1, 1};
    audit_programme p = {2, 2, 4, row, column, factor, low, high, cap, goal};
    double x[2];

    assert_close(most(&p, x), 12);
    assert_close(x[1], 7);
}

static void nothing_to_gain_stays_at_0(void **state)
{
    (void) state;
    const double cap[] = {5}, goal[] = {-1};
    audit_programme p = {0, 1, 0, NULL, NULL, NULL, NULL, NULL, cap, goal};
    double x[1];

    assert_true(most(&p, x) == 0 && x[0] == 0);
    p.n_columns = 0;
    assert_true(most(&p, x) == 0);
}

/* After so many steps what there is by then is a solution too. */
static void stops_when_told(void **state)
{
    (void) state;
    const double cap[] = {5, 3}, goal[] = {1, 2};
    const audit_programme p = {0, 2, 0, NULL, NULL, NULL, NULL, NULL, cap, goal};
    double doubles[8], x[2];
    int ints[8];

    audit_linear_most(&p, 1, doubles, ints, x);
    assert_true(x[0] == 0 && x[1] == 3);
    audit_linear_most(&p, 0, doubles, ints, x);
    assert_true(x[0] == 0 && x[1] == 0);
}

/* One step at a time the textbook's most is that of all steps at once, and no
   step is left. */
static void goes_on_where_it_stopped(void **state)
{
    (void) state;
    const audit_programme p = the_textbooks;
    double doubles[12], x[2], goal_before = 0;
    int ints[10], n_steps = 0;
    audit_tableau t;

    assert_int_equal(audit_linear_begin(&p, doubles, ints, &t).code, AUDIT_OK);
    while (!t.is_done && n_steps < 99) {
        assert_int_equal(audit_linear_go_on(&t, 1).code, AUDIT_OK);
        audit_linear_read(&t, x);
        assert_true(3 * x[0] + 5 * x[1] >= goal_before);
        goal_before = 3 * x[0] + 5 * x[1];
        n_steps++;
    }
    assert_true(n_steps > 2 && n_steps < 99);
    assert_close(x[0], 2);
    assert_close(x[1], 6);
    assert_int_equal(audit_linear_go_on(&t, 1).code, AUDIT_OK);
    audit_linear_read(&t, x);
    assert_close(x[1], 6);
}

static void what_is_no_programme_is_refused(void **state)
{
    (void) state;
    int row[] = {0}, column[] = {0};
    double factor[] = {1}, low[] = {0}, high[] = {1}, cap[] = {1}, goal[] = {1};
    const audit_programme p = {1, 1, 1, row, column, factor, low, high, cap,
                               goal};
    double doubles[8], x[1];
    int ints[8];
    struct {double *what, value; audit_code code;} cases[] = {
        {factor, NAN, AUDIT_BAD_COUNT}, {low, 1, AUDIT_BAD_COUNT},
        {low, NAN, AUDIT_BAD_COUNT}, {high, -1, AUDIT_BAD_COUNT},
        {high, INFINITY, AUDIT_BAD_COUNT}, {cap, -1, AUDIT_BAD_COUNT},
        {cap, NAN, AUDIT_BAD_COUNT}, {goal, INFINITY, AUDIT_BAD_COUNT}
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        double before = *cases[i].what;
        *cases[i].what = cases[i].value;
        assert_int_equal(audit_linear_most(&p, 9, doubles, ints, x).code,
                         cases[i].code);
        *cases[i].what = before;
    }
    row[0] = 1;
    assert_int_equal(audit_linear_most(&p, 9, doubles, ints, x).code,
                     AUDIT_BAD_COUNT);
    row[0] = 0;
    column[0] = -1;
    assert_int_equal(audit_linear_most(&p, 9, doubles, ints, x).code,
                     AUDIT_BAD_COUNT);
    column[0] = 0;
    factor[0] = -1;
    low[0] = -INFINITY;
    cap[0] = INFINITY;
    assert_int_equal(audit_linear_most(&p, 9, doubles, ints, x).code,
                     AUDIT_NO_ROOT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_that_of_the_textbook),
        cmocka_unit_test(numbers_of_a_square_move_together),
        cmocka_unit_test(limits_on_either_side_are_kept),
        cmocka_unit_test(nothing_to_gain_stays_at_0),
        cmocka_unit_test(stops_when_told),
        cmocka_unit_test(goes_on_where_it_stopped),
        cmocka_unit_test(what_is_no_programme_is_refused),
    };

    return cmocka_run_group_tests_name("linear_most", tests, NULL, NULL) != 0;
}
