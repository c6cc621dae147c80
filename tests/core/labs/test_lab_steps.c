#include "test.h"

#include "labs/lab_grades.h"

/* Test 1: below 0.2, 0.5, 0.8 and the lower limit, above 4, from 9 on. */
static const int test[] = {1, 1, 1, 1, 1, 1}, term[] = {1, 1, 1, 1, 2, 2};
static const int direction[] = {-1, -1, -1, -1, 1, 1};
static const int or_at[] = {0, 0, 0, 0, 0, 1}, grade[] = {4, 3, 2, 1, 3, 2};
static const int of[] = {0, 0, 0, AUDIT_OF_LLN, 0, 0};
static const int baseline[] = {0, 0, 0, 0, 0, 0};
static const double factor[] = {0.2, 0.5, 0.8, 1, 9, 4};
static const double plus[] = {0, 0, 0, 0, 0, 0};
static const audit_lab_rules rules = {6,  1,        test,   term, direction,
                                      or_at, grade, of, baseline, factor,
                                      plus, NULL, NULL};
static const size_t first[] = {0, 0, 6};
static const audit_lab_judge judge = {&rules, first, 0};

enum { N = 2 };

static audit_lab lab_of(double value, double low)
{
    return (audit_lab) {1, 0, 1, value, low, NAN};
}

static void meet(audit_steps_table *table, int unit, double low)
{
    audit_meet_steps(table, &judge, 1, unit, low, NAN, lab_of(1, low));
}

/* Beside each threshold, number by number, for as far as numbers are the same. */
static void say_what_the_judge_says(void **state)
{
    (void) state;
    audit_lab_steps steps[N] = {{.kind = AUDIT_EMPTY_STEPS}};
    audit_steps_table table = {steps, N};

    meet(&table, 1, 1);
    meet(&table, 1, 1);
    const audit_lab_steps *found =
        &steps[steps[0].kind == AUDIT_FULL_STEPS ? 0 : 1];
    assert_int_equal(found->kind, AUDIT_FULL_STEPS);
    for (size_t i = 0; i < 6; i++) {
        double x = factor[i] * (1 - 4e-14);
        for (; x < factor[i] * (1 + 4e-14); x = nextafter(x, HUGE_VAL)) {
            audit_lab_verdict a = *audit_at_step(found, x);
            audit_lab_verdict b =
                audit_judge_lab(&judge, lab_of(x, 1), NAN, 0);
            assert_int_equal(a.least, b.least);
            assert_int_equal(a.most, b.most);
            assert_int_equal(a.from, b.from);
            assert_int_equal(a.rule, b.rule);
            assert_int_equal(a.reason, b.reason);
            assert_int_equal(a.term, b.term);
            assert_int_equal(a.direction, b.direction);
        }
    }
    assert_int_equal(audit_at_step(found, 0)->least, 4);
    assert_int_equal(audit_at_step(found, HUGE_VAL)->least, 3);
}

static void are_worked_out_the_second_time(void **state)
{
    (void) state;
    audit_lab_steps steps[N] = {{.kind = AUDIT_EMPTY_STEPS}};
    audit_steps_table table = {steps, N};
    int full = 0;

    meet(&table, 1, 1);
    for (int i = 0; i < N; i++)
        assert_true(steps[i].kind < AUDIT_NO_STEPS);
    /* With all places taken the next has none, and keeps out nobody. */
    for (int unit = 1; unit <= 3; unit++) {
        meet(&table, unit, 1);
        meet(&table, unit, 1);
    }
    for (int i = 0; i < N; i++)
        full += steps[i].kind == AUDIT_FULL_STEPS;
    assert_int_equal(full, N);
    for (int i = 0; i < N; i++)
        assert_true(steps[i].unit < 3);
}

/* Of a limit that is not known nothing is known at any value. */
static void a_limit_not_known_leaves_no_step(void **state)
{
    (void) state;
    static const size_t one_rule[] = {0, 0, 1};
    const int of_low = AUDIT_OF_LLN;
    audit_lab_rules low_alone = rules;
    audit_lab_judge of_one = {&low_alone, one_rule, 0};
    audit_lab_steps steps[N] = {{.kind = AUDIT_EMPTY_STEPS}};
    audit_steps_table table = {steps, N};
    const double times_one = 1;

    low_alone.n = 1;
    low_alone.of = &of_low;
    low_alone.factor = &times_one;
    for (int i = 0; i < 2; i++)
        audit_meet_steps(&table, &of_one, 1, 1, NAN, NAN, lab_of(1, NAN));
    const audit_lab_steps *found =
        &steps[steps[0].kind == AUDIT_FULL_STEPS ? 0 : 1];
    assert_int_equal(found->kind, AUDIT_FULL_STEPS);
    for (double x = -1; x <= 9; x += 0.5) {
        audit_lab_verdict a = *audit_at_step(found, x);
        audit_lab_verdict b = audit_judge_lab(&of_one, lab_of(x, NAN), NAN, 0);
        assert_int_equal(audit_lab_grade(&a), AUDIT_MISSING);
        assert_int_equal(a.reason, b.reason);
        assert_int_equal(a.rule, b.rule);
        assert_int_equal(a.least, b.least);
            assert_int_equal(a.most, b.most);
            assert_int_equal(a.from, b.from);
    }
}

static void a_limit_without_end_has_none(void **state)
{
    (void) state;
    audit_lab_steps steps[N] = {{.kind = AUDIT_EMPTY_STEPS}};
    audit_steps_table table = {steps, N};

    meet(&table, 1, HUGE_VAL);
    meet(&table, 1, HUGE_VAL);
    assert_true(steps[0].kind == AUDIT_NO_STEPS ||
                steps[1].kind == AUDIT_NO_STEPS);
}

static void tables_are_powers_of_2(void **state)
{
    (void) state;
    assert_int_equal(audit_steps_enough(0), 2);
    assert_int_equal(audit_steps_enough(2), 2);
    assert_int_equal(audit_steps_enough(3), 4);
    assert_int_equal(audit_steps_enough(5), 8);
    assert_int_equal(audit_steps_enough(8), 8);
    assert_int_equal(audit_steps_enough(9), 16);
    assert_int_equal(audit_steps_enough(4096), 4096);
    assert_int_equal(audit_steps_enough((size_t) 1 << 40), 4096);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(say_what_the_judge_says),
        cmocka_unit_test(are_worked_out_the_second_time),
        cmocka_unit_test(a_limit_not_known_leaves_no_step),
        cmocka_unit_test(a_limit_without_end_has_none),
        cmocka_unit_test(tables_are_powers_of_2),
    };
    return cmocka_run_group_tests_name("lab_steps", tests, NULL, NULL) != 0;
}
