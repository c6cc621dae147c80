#include "test.h"

#include "labs/lab_grades.h"

enum { NONE = AUDIT_MISSING, BELOW = -1, ABOVE = 1 };

/*
 * Test 1: term 1, below 0.2, 0.5, 0.8 and the lower limit; term 2, above 4.
 * Test 2: above 3 times and once the upper limit, or, if the baseline was high,
 * above 3 times it or from 1.5 times on. Test 3: above twice or once the upper
 * limit or the baseline. Test 4: above the greater of the two and 20, or it.
 * Test 5: no grade for what is low. Test 6: above twice the baseline if it was
 * low, above twice the upper limit if not.
 */
static const int rule_test[] = {1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5,
                                6, 6};
static const int term[] = {1, 1, 1, 1, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 7,
                           7};
static const int direction[] = {-1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                1, -1, 1, 1};
static const int or_at[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
                            0};
static const int rule_grade[] = {4, 3, 2, 1, 2, 2, 2, 1, 1, 2, 2, 1, 1, 2, 1,
                                 AUDIT_MISSING, 3, 3};
enum {
    V = AUDIT_OF_VALUE,
    L = AUDIT_OF_LLN,
    U = AUDIT_OF_ULN,
    B = AUDIT_OF_BASELINE,
    UB = AUDIT_OF_ULN_OR_BASELINE
};
static const int of[] = {V, V, V, L, V, U, B, U, B, U, B, U, B, UB, UB, L, B,
                         U};
enum {
    ANY = AUDIT_ANY_BASELINE,
    HI = AUDIT_HIGH_BASELINE,
    NOT_HI = AUDIT_NOT_HIGH_BASELINE,
    LO = AUDIT_LOW_BASELINE,
    NOT_LO = AUDIT_NOT_LOW_BASELINE
};
static const int baseline[] = {ANY, ANY, ANY, ANY, ANY, NOT_HI, HI, NOT_HI, HI,
                               ANY, ANY, ANY, ANY, ANY, ANY, ANY, LO, NOT_LO};
static const double factor[] = {0.2, 0.5, 0.8, 1, 4, 3, 3, 1, 1.5, 2, 2, 1, 1,
                                1, 1, 1, 2, 2};
static const double plus[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0,
                              0, 0};
static const audit_lab_rules rules = {
    LENGTH(rule_test), 6, rule_test, term, direction, or_at, rule_grade, of,
    baseline, factor, plus, NULL, NULL};

/* Name 1 to 6 are the tests, 7 is none; unit 1 is theirs, 2 a thousandth. */
static const int test_of[] = {1, 2, 3, 4, 5, 6, 0};
static const double unit_factor[] = {1, 1, 1, 1, 1, 1, 1, 1e-3, NAN, 1e-3, 1e-3,
                                     1e-3, 1e-3, NAN};

struct value {
    const char *name;
    int test, unit, censored;
    double value, low, high, baseline;
    int state, grade, rule, reason;
};

enum {
    NORMAL = AUDIT_NOT_LOW | AUDIT_NOT_HIGH,
    HIGH = AUDIT_NOT_LOW | AUDIT_HIGH,
    LOW = AUDIT_LOW | AUDIT_NOT_HIGH,
    FIRST = AUDIT_BY_RANGE
};

static const struct value values[] = {
    {"below the lowest cut", 1, 1, 0, 0.19, 1, 4, NAN, 0, 4, 1, AUDIT_GRADED},
    {"at it", 1, 1, 0, 0.2, 1, 4, NAN, 0, 3, 2, AUDIT_GRADED},
    {"at the next", 1, 1, 0, 0.5, 1, 4, NAN, 0, 2, 3, AUDIT_GRADED},
    {"below the limit", 1, 1, 0, 0.9, 1, 4, NAN, 0, 1, 4, AUDIT_GRADED},
    {"at the limit", 1, 1, 0, 1, 1, 4, NAN, 0, 0, NONE, AUDIT_GRADED},
    {"at the limit but for rounding", 1, 1, 0, 3, (0.1 + 0.2) * 10, 4, NAN, 0,
     0, NONE, AUDIT_GRADED},
    {"in another unit", 1, 2, 0, 190, 1000, 4000, NAN, 0, 4, 1, AUDIT_GRADED},
    {"above the other term's cut", 1, 1, 0, 4.1, 1, 4, NAN, 0, 2, 5,
     AUDIT_GRADED},
    {"the same, the lower limit not known", 1, 1, 0, 4.1, NAN, 4, NAN, 0, 2, 5,
     AUDIT_GRADED},
    {"no limit, below a cut", 1, 1, 0, 0.7, NAN, 4, NAN, 0, 2, 3,
     AUDIT_GRADED},
    {"no limit, above the cuts", 1, 1, 0, 0.9, NAN, 4, NAN, 0, NONE, NONE,
     AUDIT_NO_RANGE},
    {"no value", 1, 1, 0, NAN, 1, 4, NAN, 0, NONE, NONE, AUDIT_NO_VALUE},
    {"no name", 7, 1, 0, 1, 1, 4, NAN, 0, NONE, NONE, AUDIT_NO_RULE},
    {"name missing", NONE, 1, 0, 1, 1, 4, NAN, 0, NONE, NONE, AUDIT_NO_RULE},
    {"unit missing", 1, NONE, 0, 1, 1, 4, NAN, 0, NONE, NONE, AUDIT_NO_UNIT},
    {"unit of another test", 2, 2, 0, 1, 1, 4, NAN, 0, NONE, NONE,
     AUDIT_NO_UNIT},
    {"<0.2", 1, 1, -1, 0.2, 1, 4, NAN, 0, 4, 1, AUDIT_CENSOR_DECIDES},
    {"<0.4", 1, 1, -1, 0.4, 1, 4, NAN, 0, NONE, NONE, AUDIT_CENSOR_OPEN},
    {"<=0.2", 1, 1, -2, 0.2, 1, 4, NAN, 0, NONE, NONE, AUDIT_CENSOR_OPEN},
    {"<=0.19", 1, 1, -2, 0.19, 1, 4, NAN, 0, 4, 1, AUDIT_CENSOR_DECIDES},
    {">5", 1, 1, 1, 5, 1, 4, NAN, 0, 2, 5, AUDIT_CENSOR_DECIDES},
    {">=4", 1, 1, 2, 4, 1, 4, NAN, 0, NONE, NONE, AUDIT_CENSOR_OPEN},
    {">1", 1, 1, 1, 1, 1, 4, NAN, 0, NONE, NONE, AUDIT_CENSOR_OPEN},
    {"three times the limit", 2, 1, 0, 3.3, NAN, 1.1, 1, NORMAL, 1, 8,
     AUDIT_GRADED},
    {"above it", 2, 1, 0, 3.4, NAN, 1.1, 1, NORMAL, 2, 6, AUDIT_GRADED},
    {"of a high baseline", 2, 1, 0, 3.4, NAN, 1.1, 2, HIGH, 1, 9,
     AUDIT_GRADED},
    {"at one and a half of it", 2, 1, 0, 3, NAN, 1.1, 2, HIGH, 1, 9,
     AUDIT_GRADED},
    {"below that", 2, 1, 0, 2.9, NAN, 1.1, 2, HIGH, 0, NONE, AUDIT_GRADED},
    {"above three of it", 2, 1, 0, 6.1, NAN, 1.1, 2, HIGH, 2, 7,
     AUDIT_GRADED},
    {"baseline not known", 2, 1, 0, 3.4, NAN, 1.1, NAN, 0, 2, 6,
     AUDIT_NO_BASELINE},
    {"known by its lower limit alone", 2, 1, 0, 3.4, NAN, 1.1, 1,
     AUDIT_NOT_LOW, 2, 6, AUDIT_NO_BASELINE},
    {"censored, baseline not known", 2, 1, 1, 3.4, NAN, 1.1, NAN, 0, 2, 6,
     AUDIT_NO_BASELINE},
    {"itself the baseline", 2, 1, 0, 3.4, NAN, 1.1, NAN, FIRST, 2, 6,
     AUDIT_GRADED},
    {"no upper limit", 2, 1, 0, 3.4, NAN, NAN, 1, NORMAL, NONE, NONE,
     AUDIT_NO_RANGE},
    {"twice the baseline alone", 3, 1, 0, 2.1, NAN, 1.1, 1, NORMAL, 2, 11,
     AUDIT_GRADED},
    {"above both", 3, 1, 0, 1.2, NAN, 1.1, 1, NORMAL, 1, 12, AUDIT_GRADED},
    {"above neither", 3, 1, 0, 0.9, NAN, 1.1, 1, NORMAL, 0, NONE,
     AUDIT_GRADED},
    {"above the limit, without the other", 3, 1, 0, 1.2, NAN, 1.1, NAN, 0, 1,
     12, AUDIT_NO_BASELINE},
    {"the highest grade by the baseline alone", 3, 1, 0, 2.1, NAN, NAN, 1,
     NORMAL, 2, 11, AUDIT_GRADED},
    {"a limit not known could give more", 3, 1, 0, 1.2, NAN, NAN, 1, NORMAL,
     NONE, NONE, AUDIT_NO_RANGE},
    {"below the baseline, above the limit", 4, 1, 0, 170, NAN, 160, 180, HIGH,
     0, NONE, AUDIT_GRADED},
    {"above the baseline", 4, 1, 0, 181, NAN, 160, 180, HIGH, 1, 15,
     AUDIT_GRADED},
    {"20 above the baseline", 4, 1, 0, 201, NAN, 160, 180, HIGH, 2, 14,
     AUDIT_GRADED},
    {"20 above the limit", 4, 1, 0, 181, NAN, 160, NAN, 0, 2, 14,
     AUDIT_NO_BASELINE},
    {"not above the limit, whatever the baseline", 4, 1, 0, 160, NAN, 160, NAN,
     0, 0, NONE, AUDIT_GRADED},
    {"no grade for it", 5, 1, 0, 0.9, 1, 4, NAN, 0, NONE, NONE,
     AUDIT_NO_TERM},
    {"perhaps none", 5, 1, 0, 0.9, NAN, 4, NAN, 0, NONE, NONE, AUDIT_NO_TERM},
    {"not so low", 5, 1, 0, 1, 1, 4, NAN, 0, 0, NONE, AUDIT_GRADED},
    {"of a low baseline", 6, 1, 0, 3, 2, 4, 1, LOW, 3, 17, AUDIT_GRADED},
    {"not of one", 6, 1, 0, 5, 2, 4, 2.4, NORMAL, 0, NONE, AUDIT_GRADED},
    {"whether it was low not known", 6, 1, 0, 9, 2, 4, NAN, 0, 3, 18,
     AUDIT_NO_BASELINE},
    {"whether it was low not known, nor high", 6, 1, 0, 9, 2, 4, 3,
     AUDIT_NOT_HIGH, 3, 18, AUDIT_NO_BASELINE},
    {"above a great limit by rounding alone", 2, 1, 0, 100 + 5e-13, NAN, 100, 1,
     NORMAL, 0, NONE, AUDIT_GRADED},
};

static audit_lab_values one_value(const struct value *x)
{
    return (audit_lab_values) {
        1, LENGTH(test_of), 2, {&x->test, 1}, {&x->unit, 1}, &x->value,
        &x->censored, {&x->low, 1}, {&x->high, 1}, test_of, unit_factor};
}

static void grade(const audit_lab_values *labs,
                  const audit_lab_baselines *baselines, int normal_is_0,
                  const audit_lab_graded *graded)
{
    size_t first[8];
    audit_lab_steps steps[4];
    audit_steps_table table = {steps, LENGTH(steps)};
    audit_lab_judge judge = {&rules, first, normal_is_0};

    assert_int_equal(audit_index_rules(&rules, first).code, AUDIT_OK);
    audit_grade_labs(labs, baselines, &judge, &table, graded);
}

static void has_its_grade(void **state)
{
    const struct value *x = *state;
    audit_lab_values one = one_value(x);
    audit_lab_baselines before = {&x->baseline, &x->state};
    int found, reason, rule;

    grade(&one, &before, 0,
          &(audit_lab_graded) {.grade = &found, .reason = &reason,
                               .rule = &rule});
    assert_int_equal(found, x->grade);
    assert_int_equal(rule, x->rule);
    assert_int_equal(reason, x->reason);
}

static void a_normal_value_has_grade_0_if_asked(void **state)
{
    (void) state;
    struct value low_limit = {"", 1, 1, 0, 0.75, 0.7, 4, NAN, 0, 0, 0, 0};
    audit_lab_values one = one_value(&low_limit);
    const int unit_of[] = {3, 1, 1, 1, 1, 1};
    int found, test, unit, of_term, way;
    double value;
    audit_lab_graded graded = {.grade = &found, .test = &test, .unit = &unit,
                               .term = &of_term, .direction = &way,
                               .value = &value, .unit_of = unit_of};

    grade(&one, NULL, 0, &graded);
    assert_int_equal(found, 2);
    grade(&one, NULL, 1, &graded);
    assert_int_equal(found, 0);
    assert_true(test == 1 && unit == 3 && of_term == 1 && way == 1);
    assert_true(value == 0.75);
    low_limit.value = 0.7; /* at the limit */
    grade(&one, NULL, 1, &graded);
    assert_int_equal(found, 0);
    low_limit.value = 0.69;
    grade(&one, NULL, 1, &graded);
    assert_int_equal(found, 2);
    low_limit.value = 5;
    grade(&one, NULL, 1, &graded);
    assert_true(found == 2 && of_term == 2 && way == 2);
}

static void one_code_and_limit_stand_for_all(void **state)
{
    (void) state;
    const int name = 1, unit = 2;
    const double value[] = {190, 900, 190, 900, NAN, 900}, low = 1000;
    const int censored[] = {0, 0, 0, 0, 0, -1};
    audit_lab_values all = {LENGTH(value), LENGTH(test_of), 2, {&name, 0},
                            {&unit, 0}, value, censored, {&low, 0}, {NULL, 0},
                            test_of, unit_factor};
    int found[LENGTH(value)];

    grade(&all, NULL, 0, &(audit_lab_graded) {.grade = found});
    assert_true(found[0] == 4 && found[1] == 1);
    assert_true(found[2] == 4 && found[3] == 1);
    assert_true(found[4] == NONE && found[5] == NONE);
}

/*
 * Values beside each other about every threshold, of more limits than there are
 * places for: each as if it was the first of all.
 */
static void many_have_the_grades_that_each_has(void **state)
{
    (void) state;
    enum { n = 6 * 2 * 6 * 15 };
    static const double limit[] = {1, 0.7, 3, NAN, 10, HUGE_VAL};
    static const double near[] = {0.2, 0.5, 0.8, 1, 1.5, 2, 3, 4, 10, 30};
    int name[n], unit[n];
    double value[n], low[n], high[n];
    int found[3][n];
    size_t i = 0;

    for (int test = 1; test <= 6; test++)
        for (int u = 1; u <= 2; u++)
            for (size_t l = 0; l < LENGTH(limit); l++)
                for (int k = 0; k < 15; k++, i++) {
                    double at = near[(size_t) k % LENGTH(near)];
                    name[i] = test;
                    unit[i] = u;
                    low[i] = limit[l];
                    high[i] = 4 * limit[l];
                    value[i] = at + (k % 3 - 1) * 1e-14 * at *
                                        (double) (k % 5) / 2;
                }
    assert_true(i == n);
    audit_lab_values all = {n, LENGTH(test_of), 2, {name, 1}, {unit, 1},
                            value, NULL, {low, 1}, {high, 1}, test_of,
                            unit_factor};
    for (int normal_is_0 = 0; normal_is_0 < 2; normal_is_0++) {
        grade(&all, NULL, normal_is_0,
              &(audit_lab_graded) {.grade = found[0], .reason = found[1],
                                   .rule = found[2]});
        for (i = 0; i < n; i++) {
            audit_lab_values one = {1, LENGTH(test_of), 2, {&name[i], 1},
                                    {&unit[i], 1}, &value[i], NULL,
                                    {&low[i], 1}, {&high[i], 1}, test_of,
                                    unit_factor};
            int its[3];
            grade(&one, NULL, normal_is_0,
                  &(audit_lab_graded) {.grade = &its[0], .reason = &its[1],
                                       .rule = &its[2]});
            for (int j = 0; j < 3; j++)
                assert_int_equal(found[j][i], its[j]);
        }
    }
}

static void refuses_rules_out_of_order(void **state)
{
    (void) state;
    size_t first[8];
    const int tests[] = {2, 1}, terms[] = {2, 1}, grades[] = {1, 2};
    const int same[] = {1, 1}, beyond[] = {7, 7}, zero[] = {0, 0};
    audit_lab_rules two = rules;

    two.n = 2;
    two.test = tests;
    assert_int_equal(audit_index_rules(&two, first).code, AUDIT_NOT_SORTED);
    two.test = same;
    two.term = terms;
    assert_int_equal(audit_index_rules(&two, first).code, AUDIT_NOT_SORTED);
    two.term = same;
    two.grade = grades;
    assert_int_equal(audit_index_rules(&two, first).at, 1);
    two.n = 1;
    two.test = beyond;
    assert_int_equal(audit_index_rules(&two, first).code, AUDIT_NOT_SORTED);
    two.test = zero;
    assert_int_equal(audit_index_rules(&two, first).code, AUDIT_NOT_SORTED);
}

struct bound {
    const char *name;
    int censored;
    double value, limit;
    int direction, or_at, is;
};

static const struct bound bounds[] = {
    {"below", 0, 3, 4, BELOW, 0, 1},
    {"at", 0, 4, 4, BELOW, 0, 0},
    {"at is enough", 0, 4, 4, BELOW, 1, 1},
    {"above", 0, 5, 4, ABOVE, 0, 1},
    {"no value", 0, NAN, 4, ABOVE, 0, -1},
    {"no limit", 0, 3, NAN, ABOVE, 0, -1},
    {"<3", -1, 3, 4, BELOW, 0, 1},
    {"<4", -1, 4, 4, BELOW, 0, 1},
    {"<=4", -2, 4, 4, BELOW, 0, -1},
    {"<=4, at is enough", -2, 4, 4, BELOW, 1, 1},
    {"<5", -1, 5, 4, BELOW, 0, -1},
    {">4, below", 1, 4, 4, BELOW, 0, 0},
    {">3, below", 1, 3, 4, BELOW, 0, -1},
    {">10", 1, 10, 10, ABOVE, 0, 1},
    {">=10", 2, 10, 10, ABOVE, 0, -1},
    {">=11", 2, 11, 10, ABOVE, 0, 1},
    {"<10, above", -1, 10, 10, ABOVE, 0, 0},
    {"<20, above", -1, 20, 10, ABOVE, 0, -1},
};

static void is_known_as_far_as_it_can_be(void **state)
{
    const struct bound *x = *state;
    audit_lab lab = {1, x->censored, 1, x->value, NAN, NAN};

    assert_int_equal(audit_lab_is_beyond(lab, x->limit, x->direction,
                                         x->or_at), x->is);
}

/* The last test of the rules has its unit; a name of none, and one missing, not. */
static void a_name_of_no_test_has_nothing(void **state)
{
    (void) state;
    const int unit_of[] = {11, 12, 13, 14, 15, 16};
    struct value last = {"", 6, 1, 0, 5, 2, 4, NAN, 0, 0, 0, 0};
    audit_lab_values one = one_value(&last);
    int found, reason, test, unit, of_term, way;
    double value;
    audit_lab_graded graded = {.grade = &found, .reason = &reason, .test = &test,
                               .unit = &unit, .term = &of_term,
                               .direction = &way, .value = &value,
                               .unit_of = unit_of, .no_value = -1};

    grade(&one, NULL, 0, &graded);
    assert_true(test == 6 && unit == 16 && of_term == 7 && way == 2);
    assert_true(value == 5);
    for (int i = 0; i < 2; i++) {
        last.test = i ? NONE : 7;
        grade(&one, NULL, 0, &graded);
        assert_true(found == NONE && reason == AUDIT_NO_RULE);
        assert_true(test == NONE && unit == NONE);
        assert_true(of_term == NONE && way == NONE);
    }
}

/* Rules of 0: above it, and at it or below. */
static void a_limit_of_0_has_no_dust(void **state)
{
    (void) state;
    const int one[] = {1, 1}, terms[] = {1, 2}, ways[] = {ABOVE, BELOW};
    const int at[] = {0, 1}, grades[] = {2, 1}, of_value[] = {V, V};
    const int any[] = {ANY, ANY};
    const double zero[] = {0, 0}, values_of[] = {-1, 0, 1, 1e-300};
    const int grade_of[] = {1, 1, 2, 2};
    audit_lab_rules two = {2, 1, one, terms, ways, at, grades, of_value, any,
                           zero, zero, NULL, NULL};
    size_t first[3];
    audit_lab_judge judge = {&two, first, 0};

    assert_int_equal(audit_index_rules(&two, first).code, AUDIT_OK);
    for (size_t i = 0; i < LENGTH(values_of); i++) {
        audit_lab lab = {1, 0, 1, values_of[i], NAN, NAN};
        assert_int_equal(audit_judge_lab(&judge, lab, NAN, 0).least,
                         grade_of[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_normal_value_has_grade_0_if_asked),
        cmocka_unit_test(one_code_and_limit_stand_for_all),
        cmocka_unit_test(many_have_the_grades_that_each_has),
        cmocka_unit_test(refuses_rules_out_of_order),
        cmocka_unit_test(a_name_of_no_test_has_nothing),
        cmocka_unit_test(a_limit_of_0_has_no_dust),
    };
    int failed = cmocka_run_group_tests_name("lab_grades", tests, NULL, NULL);
    failed += RUN_CASES("a grade", has_its_grade, values);
    failed += RUN_CASES("a bound", is_known_as_far_as_it_can_be, bounds);
    return failed != 0;
}
