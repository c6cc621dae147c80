#include "test.h"

#include "labs/lab_judge.h"

enum { NONE = AUDIT_MISSING };

/*
 * Test 1: grade 3 below 0.5, grade 1 below the lower limit. Test 2: grade 2 above
 * twice the upper limit where the baseline was not high, above twice the baseline
 * where it was. Test 3: no grade for what is below the lower limit.
 */
static const int test[] = {1, 1, 2, 2, 3}, term[] = {1, 1, 2, 2, 3};
static const int direction[] = {-1, -1, 1, 1, -1}, or_at[] = {0, 0, 0, 0, 0};
static const int grade[] = {3, 1, 2, 2, AUDIT_MISSING};
static const int of[] = {AUDIT_OF_VALUE, AUDIT_OF_LLN, AUDIT_OF_ULN,
                         AUDIT_OF_BASELINE, AUDIT_OF_LLN};
static const int baseline[] = {AUDIT_ANY_BASELINE, AUDIT_ANY_BASELINE,
                               AUDIT_NOT_HIGH_BASELINE, AUDIT_HIGH_BASELINE,
                               AUDIT_ANY_BASELINE};
static const double factor[] = {0.5, 1, 2, 2, 1}, plus[] = {0, 0, 0, 0, 0};
static const audit_lab_rules rules = {LENGTH(test), 3, test, term, direction,
                                      or_at, grade, of, baseline, factor, plus,
                                      NULL, NULL};
static const size_t first[] = {0, 0, 2, 4, 5}; /* of test 0 none */
static const audit_lab_judge judge = {&rules, first, 0};

static void is(audit_lab lab, double base, int state, int wanted, int rule,
               int reason)
{
    audit_lab_verdict x = audit_judge_lab(&judge, lab, base, state);

    assert_int_equal(audit_lab_grade(&x), wanted);
    assert_int_equal(x.rule, rule);
    assert_int_equal(x.reason, reason);
}

static void the_worst_rule_that_holds_gives_the_grade(void **state)
{
    (void) state;
    is((audit_lab) {1, 0, 1, 0.49, 1, 4}, NAN, 0, 3, 1, AUDIT_GRADED);
    is((audit_lab) {1, 0, 1, 0.5, 1, 4}, NAN, 0, 1, 2, AUDIT_GRADED);
    is((audit_lab) {1, 0, 1, 0.99, 1, 4}, NAN, 0, 1, 2, AUDIT_GRADED);
    is((audit_lab) {1, 0, 1, 1, 1, 4}, NAN, 0, 0, NONE, AUDIT_GRADED);
}

/* A fixed cut needs no limit of the laboratory; what is above it does. */
static void a_limit_that_is_missing_is_said(void **state)
{
    (void) state;
    is((audit_lab) {1, 0, 1, 0.49, NAN, 4}, NAN, 0, 3, 1, AUDIT_GRADED);
    is((audit_lab) {1, 0, 1, 0.8, NAN, 4}, NAN, 0, NONE, NONE, AUDIT_NO_RANGE);
}

/* Below 0.5 is grade 3 all the way; below 0.8 may be 3 or 1. */
static void a_bound_decides_or_not(void **state)
{
    (void) state;
    is((audit_lab) {1, -1, 1, 0.5, 1, 4}, NAN, 0, 3, 1, AUDIT_CENSOR_DECIDES);
    is((audit_lab) {1, -2, 1, 0.5, 1, 4}, NAN, 0, NONE, NONE,
       AUDIT_CENSOR_OPEN);
    is((audit_lab) {1, -1, 1, 0.8, 1, 4}, NAN, 0, NONE, NONE,
       AUDIT_CENSOR_OPEN);
    is((audit_lab) {1, 2, 1, 1, 1, 4}, NAN, 0, 0, NONE, AUDIT_CENSOR_DECIDES);
}

/* An upper limit of 10: 25 is above twice it, not above twice a baseline of 13. */
static void the_baseline_chooses_its_rule(void **state)
{
    (void) state;
    enum { NORMAL = AUDIT_NOT_LOW | AUDIT_NOT_HIGH };
    enum { HIGH = AUDIT_NOT_LOW | AUDIT_HIGH };
    audit_lab lab = {2, 0, 1, 25, 1, 10};

    is(lab, 9, NORMAL, 2, 3, AUDIT_GRADED);
    is(lab, 13, HIGH, 0, NONE, AUDIT_GRADED);
    is(lab, 12, HIGH, 2, 4, AUDIT_GRADED);
    is(lab, NAN, AUDIT_BY_RANGE, 2, 3, AUDIT_GRADED);
    is(lab, NAN, 0, 2, 3, AUDIT_NO_BASELINE);
}

static void a_version_may_have_no_grade(void **state)
{
    (void) state;
    is((audit_lab) {3, 0, 1, 0.9, 1, 4}, NAN, 0, NONE, NONE, AUDIT_NO_TERM);
    is((audit_lab) {3, 0, 1, 1, 1, 4}, NAN, 0, 0, NONE, AUDIT_GRADED);
}

static void term_and_direction_are_those_of_the_grade_or_the_first(void **state)
{
    (void) state;
    audit_lab_verdict low = audit_judge_lab(
        &judge, (audit_lab) {1, 0, 1, 0.49, 1, 4}, NAN, 0);
    audit_lab_verdict normal = audit_judge_lab(
        &judge, (audit_lab) {2, 0, 1, 3, 1, 4}, 3, AUDIT_NOT_HIGH);
    audit_lab_verdict without = audit_ungraded_lab(&judge, 2, AUDIT_NO_UNIT);
    audit_lab_verdict none = audit_ungraded_lab(&judge, 0, AUDIT_NO_RULE);

    assert_true(low.term == 1 && low.direction == 1);
    assert_true(normal.term == 2 && normal.direction == 2);
    assert_true(without.term == 2 && without.direction == 2);
    assert_true(audit_lab_grade(&without) == NONE && without.rule == NONE);
    assert_int_equal(without.reason, AUDIT_NO_UNIT);
    assert_true(none.term == NONE && none.direction == NONE);
    assert_int_equal(none.reason, AUDIT_NO_RULE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_rule_that_holds_gives_the_grade),
        cmocka_unit_test(a_limit_that_is_missing_is_said),
        cmocka_unit_test(a_bound_decides_or_not),
        cmocka_unit_test(the_baseline_chooses_its_rule),
        cmocka_unit_test(a_version_may_have_no_grade),
        cmocka_unit_test(
            term_and_direction_are_those_of_the_grade_or_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
