#include "test.h"

#include "lab_grades.h"
#include "values.h"

enum { NONE = AUDIT_MISSING };

/* Test 1: below 0.2, 0.5, 0.8 and the lower limit; test 2: above 2 times the
   upper limit has grade 2, above it grade 1. */
static const int rule_test[] = {1, 1, 1, 1, 2, 2};
static const int direction[] = {-1, -1, -1, -1, 1, 1};
static const int rule_grade[] = {4, 3, 2, 1, 2, 1};
static const int of[] = {AUDIT_OF_VALUE, AUDIT_OF_VALUE, AUDIT_OF_VALUE,
                         AUDIT_OF_LLN, AUDIT_OF_ULN, AUDIT_OF_ULN};
static const double factor[] = {0.2, 0.5, 0.8, 1, 2, 1};
static const audit_lab_rules rules = {6, rule_test, direction, rule_grade, of,
                                      factor};

struct value {
    const char *name;
    int test, censored;
    double value, low, high;
    int grade, reason;
};

static const struct value values[] = {
    {"below the lowest cut", 1, 0, 0.19, 1, NAN, 4, AUDIT_GRADED},
    {"at it", 1, 0, 0.2, 1, NAN, 3, AUDIT_GRADED},
    {"at the next", 1, 0, 0.5, 1, NAN, 2, AUDIT_GRADED},
    {"below the limit", 1, 0, 0.9, 1, NAN, 1, AUDIT_GRADED},
    {"at the limit", 1, 0, 1, 1, NAN, 0, AUDIT_GRADED},
    {"at the limit but for rounding", 1, 0, 3, (0.1 + 0.2) * 10, NAN, 0,
     AUDIT_GRADED},
    {"no limit, below a cut", 1, 0, 0.7, NAN, NAN, 2, AUDIT_GRADED},
    {"no limit, above the cuts", 1, 0, 0.9, NAN, NAN, NONE, AUDIT_NO_RANGE},
    {"no value", 1, 0, NAN, 1, NAN, NONE, AUDIT_NO_VALUE},
    {"no rule", 7, 0, 1, 1, NAN, NONE, AUDIT_NO_RULE},
    {"before all rules", 0, 0, 1, 1, NAN, NONE, AUDIT_NO_RULE},
    {"<0.2", 1, -1, 0.2, 1, NAN, 4, AUDIT_CENSOR_DECIDES},
    {"<0.4", 1, -1, 0.4, 1, NAN, NONE, AUDIT_CENSOR_OPEN},
    {"<=0.2", 1, -2, 0.2, 1, NAN, NONE, AUDIT_CENSOR_OPEN},
    {"<=0.19", 1, -2, 0.19, 1, NAN, 4, AUDIT_CENSOR_DECIDES},
    {">1", 1, 1, 1, 1, NAN, 0, AUDIT_CENSOR_DECIDES},
    {">=1", 1, 2, 1, 1, NAN, 0, AUDIT_CENSOR_DECIDES},
    {">=2.2", 2, 2, 2.2, NAN, 1.1, NONE, AUDIT_CENSOR_OPEN},
    {">0.9", 1, 1, 0.9, 1, NAN, NONE, AUDIT_CENSOR_OPEN},
    {"twice the upper limit", 2, 0, 2.2, NAN, 1.1, 1, AUDIT_GRADED},
    {"above twice", 2, 0, 2.3, NAN, 1.1, 2, AUDIT_GRADED},
    {">3", 2, 1, 3, NAN, 1.1, 2, AUDIT_CENSOR_DECIDES},
    {"<1", 2, -1, 1, NAN, 1.1, 0, AUDIT_CENSOR_DECIDES},
};

static void has_its_grade(void **state)
{
    const struct value *x = *state;
    audit_lab_values one = {1, &x->test, &x->censored, &x->value, &x->low,
                            &x->high};
    int grade, reason;

    assert_int_equal(audit_grade_labs(&one, &rules, &grade, &reason).code,
                     AUDIT_OK);
    assert_int_equal(grade, x->grade);
    assert_int_equal(reason, x->reason);
}

static void refuses_rules_out_of_order(void **state)
{
    (void) state;
    const int unsorted[] = {1, 1, 1, 1, 2, 1}, rising[] = {4, 3, 2, 3, 2, 1};
    audit_lab_rules tests = {6, unsorted, direction, rule_grade, of, factor};
    audit_lab_rules grades = {6, rule_test, direction, rising, of, factor};
    audit_lab_values none = {0, NULL, NULL, NULL, NULL, NULL};
    int room;

    assert_int_equal(audit_grade_labs(&none, &tests, &room, &room).code,
                     AUDIT_NOT_SORTED);
    assert_int_equal(audit_grade_labs(&none, &grades, &room, &room).code,
                     AUDIT_NOT_SORTED);
}

struct range {
    const char *name;
    int censored;
    double value, low, high;
    int state;
};

static const struct range range_cases[] = {
    {"low", 0, 3, 4, 10, AUDIT_LOW | AUDIT_NOT_HIGH},
    {"at the lower limit", 0, 4, 4, 10, AUDIT_NOT_LOW | AUDIT_NOT_HIGH},
    {"at the upper limit", 0, 10, 4, 10, AUDIT_NOT_LOW | AUDIT_NOT_HIGH},
    {"high", 0, 11, 4, 10, AUDIT_NOT_LOW | AUDIT_HIGH},
    {"no lower limit", 0, 11, NAN, 10, AUDIT_HIGH},
    {"no upper limit", 0, 11, 4, NAN, AUDIT_NOT_LOW},
    {"no limits", 0, 11, NAN, NAN, 0},
    {"no value", 0, NAN, 4, 10, 0},
    {"<3", -1, 3, 4, 10, AUDIT_LOW | AUDIT_NOT_HIGH},
    {"<4", -1, 4, 4, 10, AUDIT_LOW | AUDIT_NOT_HIGH},
    {"<=4", -2, 4, 4, 10, AUDIT_NOT_HIGH},
    {"<=3", -2, 3, 4, 10, AUDIT_LOW | AUDIT_NOT_HIGH},
    {"<5", -1, 5, 4, 10, AUDIT_NOT_HIGH},
    {"<20", -1, 20, 4, 10, 0},
    {">3", 1, 3, 4, 10, 0},
    {">4", 1, 4, 4, 10, AUDIT_NOT_LOW},
    {">10", 1, 10, 4, 10, AUDIT_NOT_LOW | AUDIT_HIGH},
    {">=10", 2, 10, 4, 10, AUDIT_NOT_LOW},
    {">=11", 2, 11, 4, 10, AUDIT_NOT_LOW | AUDIT_HIGH},
};

static void has_its_state(void **state)
{
    const struct range *x = *state;
    const int test = 1;
    audit_lab_values one = {1, &test, &x->censored, &x->value, &x->low,
                            &x->high};
    int found;

    audit_lab_states(&one, &found);
    assert_int_equal(found, x->state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_rules_out_of_order),
    };
    int failed = cmocka_run_group_tests_name("lab_grades", tests, NULL, NULL);
    failed += RUN_CASES("a grade", has_its_grade, values);
    failed += RUN_CASES("a state", has_its_state, range_cases);
    return failed != 0;
}
