#include "test.h"

#include "labs/lab_composites.h"

enum { NONE = AUDIT_MISSING };

/* Rows of one patient: a test is low below 4, high above 10. */
struct row {
    int day, sample, test;
    double value;
};

struct course {
    const char *name;
    size_t n;
    struct row row[6];
    int known, onset, last_held, recovered;
};

/* What may be, by all samples. */
typedef struct {
    int sure, may, may_not, firm, from, to, over_from, over_to;
} may_be;

static audit_lab_onsets onsets_in(int *known, int *open, int *onset, int *held,
                                  int *over, int *maybe, may_be *may)
{
    return (audit_lab_onsets) {
        known, open, &may->sure, &may->may, &may->may_not, &may->firm, onset,
        held, over, maybe, &may->from, &may->to, &may->over_from,
        &may->over_to};
}

static void find(const struct course *x, const audit_lab_conditions *rule,
                 int k)
{
    int patient[6], day[6], sample[6], test[6];
    double value[6];
    const int unit = 1, test_of[] = {1, 2}, first = 10, last = 50, until = 90;
    const double factor[] = {1, 1}, low = 4, high = 10;
    int known, onset, last_held, recovered, open, maybe;
    may_be may;
    audit_lab_onsets found = onsets_in(&known, &open, &onset, &last_held,
                                       &recovered, &maybe, &may);

    for (size_t i = 0; i < x->n; i++) {
        patient[i] = 1;
        day[i] = x->row[i].day;
        sample[i] = x->row[i].sample;
        test[i] = x->row[i].test;
        value[i] = x->row[i].value;
    }
    audit_lab_values values = {x->n, 2, 1, {test, 1}, {&unit, 0}, value, NULL,
                               {&low, 0}, {&high, 0}, test_of, factor};
    audit_lab_samples samples = {patient, day, sample, &values, NULL};

    audit_find_onsets(&samples, rule, &first, &last, &until, 1, k, &found);
    assert_int_equal(known, x->known);
    assert_int_equal(onset, x->onset);
    assert_int_equal(last_held, x->last_held);
    assert_int_equal(recovered, x->recovered);
    /* All limits are known, so that all is sure. */
    assert_int_equal(may.from, onset);
    assert_int_equal(may.to, onset);
    assert_int_equal(may.over_from, recovered);
    assert_int_equal(may.over_to, recovered);
    assert_int_equal(may.sure, may.may);
    assert_int_equal(may.firm, known);
    assert_int_equal(may.sure + may.may_not, known);
}

/* Test 1 low and test 2 not low, from day 10 to day 50, followed to day 90. */
static const struct course courses[] = {
    {"holds and is over", 4,
     {{20, 0, 1, 3}, {20, 0, 2, 5}, {30, 0, 1, 5}, {30, 0, 2, 5}},
     2, 20, 20, 30},
    {"the other test is low too", 2, {{20, 0, 1, 3}, {20, 0, 2, 3}},
     1, NONE, NONE, NONE},
    {"the other test is not there", 1, {{20, 0, 1, 3}}, 0, NONE, NONE, NONE},
    {"one is known not to hold", 1, {{20, 0, 1, 4}}, 1, NONE, NONE, NONE},
    {"in two samples", 2, {{20, 1, 1, 3}, {20, 2, 2, 5}},
     0, NONE, NONE, NONE},
    {"of two rows of a test one is enough", 3,
     {{20, 0, 1, 3}, {20, 0, 1, 5}, {20, 0, 2, 5}}, 1, 20, 20, NONE},
    {"on the first and the last day", 4,
     {{10, 0, 1, 3}, {10, 0, 2, 5}, {50, 0, 1, 3}, {50, 0, 2, 5}},
     2, 10, 50, NONE},
    {"outside of the days", 4,
     {{9, 0, 1, 3}, {9, 0, 2, 5}, {51, 0, 1, 3}, {51, 0, 2, 5}},
     0, NONE, NONE, NONE},
    {"over after the window, by the abnormal test alone", 5,
     {{20, 0, 1, 3}, {20, 0, 2, 5}, {60, 0, 1, 3}, {60, 0, 2, 3},
      {90, 0, 1, 5}}, 1, 20, 60, 90},
    {"over after follow-up", 3,
     {{20, 0, 1, 3}, {20, 0, 2, 5}, {91, 0, 1, 5}}, 1, 20, 20, NONE},
};

static const int ones[] = {1, 1, 1, 1}, zeros[] = {0, 0, 0, 0};

static void runs(void **state)
{
    const int test[] = {1, 2}, direction[] = {-1, -1};
    const int of[] = {AUDIT_OF_LLN, AUDIT_OF_LLN};
    const int accept[] = {AUDIT_HOLDS, AUDIT_HOLDS_NOT};
    const double factor[] = {1, 1};
    audit_lab_conditions rule = {2, ones, test, direction, zeros, of, accept,
                                 zeros, factor};

    find(*state, &rule, 1);
}

/* Below 2 once, or low again 10 days later; over for two days. */
static const struct course lasting[] = {
    {"confirmed", 2, {{20, 0, 1, 3}, {30, 0, 1, 3}}, 1, 20, 30, NONE},
    {"a day too soon", 2, {{20, 0, 1, 3}, {29, 0, 1, 3}}, 0, NONE, NONE, NONE},
    {"normal in between", 3, {{20, 0, 1, 3}, {25, 0, 1, 5}, {40, 0, 1, 3}},
     2, NONE, NONE, NONE},
    {"never again tested", 1, {{20, 0, 1, 3}}, 0, NONE, NONE, NONE},
    {"confirmed after the window", 2, {{50, 0, 1, 3}, {90, 0, 1, 3}}, 1, 50, 90,
     NONE},
    {"confirmed after follow-up", 2, {{50, 0, 1, 3}, {91, 0, 1, 3}}, 0, NONE,
     NONE, NONE},
    {"once is enough", 1, {{20, 0, 1, 1}}, 1, 20, 20, NONE},
    {"over for one day alone", 2, {{20, 0, 1, 1}, {30, 0, 1, 5}}, 2, 20, 20,
     NONE},
    {"over twice on one day", 3, {{20, 0, 1, 1}, {30, 1, 1, 5}, {30, 2, 1, 5}},
     3, 20, 20, NONE},
    {"over for one day, after one not known", 3,
     {{20, 0, 1, 1}, {30, 0, 1, NAN}, {31, 0, 1, 5}}, 2, 20, 20, NONE},
    {"over for two days, one not known between", 4,
     {{20, 0, 1, 1}, {30, 0, 1, 5}, {31, 0, 1, NAN}, {32, 0, 1, 5}}, 3, 20, 20,
     30},
    {"over for two days", 3, {{20, 0, 1, 1}, {30, 0, 1, 5}, {31, 0, 1, 5}}, 3,
     20, 20, 30},
};

static void lasts(void **state)
{
    const int part[] = {1, 2}, direction[] = {-1, -1};
    const int of[] = {AUDIT_OF_VALUE, AUDIT_OF_LLN};
    const int accept[] = {AUDIT_HOLDS, AUDIT_HOLDS}, persist[] = {0, 10};
    const double factor[] = {2, 1};
    audit_lab_conditions rule = {2, part, ones, direction, zeros, of, accept,
                                 persist, factor};

    find(*state, &rule, 2);
}

/* Test 1 high, and of test 2 it is not known whether it is low. */
static const struct course unknown[] = {
    {"the other test is not there", 1, {{20, 0, 1, 11}}, 1, 20, 20, NONE},
    {"it has no value", 2, {{20, 0, 1, 11}, {20, 0, 2, NAN}}, 1, 20, 20, NONE},
    {"it is there", 2, {{20, 0, 1, 11}, {20, 0, 2, 5}}, 1, NONE, NONE, NONE},
    {"the first is not high", 1, {{20, 0, 1, 9}}, 1, NONE, NONE, NONE},
    {"the first is not known", 1, {{20, 0, 1, NAN}}, 0, NONE, NONE, NONE},
};

static void may_be_unknown(void **state)
{
    const int test[] = {1, 2}, direction[] = {1, -1};
    const int of[] = {AUDIT_OF_ULN, AUDIT_OF_LLN};
    const int accept[] = {AUDIT_HOLDS, AUDIT_NOT_KNOWN};
    const double factor[] = {1, 1};
    audit_lab_conditions rule = {2, ones, test, direction, zeros, of, accept,
                                 zeros, factor};

    find(*state, &rule, 1);
}

static void a_multiple_of_the_baseline(void **state)
{
    (void) state;
    const int patient[] = {1, 1}, day[] = {5, 9}, sample[] = {0, 0};
    const int name = 1, unit = 1, first = 0, last = 9, direction = 1;
    const int of = AUDIT_OF_BASELINE, accept = AUDIT_HOLDS;
    const double value[] = {120, 131}, base[] = {100, 100}, factor = 1.3;
    audit_lab_values values = {2, 1, 1, {&name, 0}, {&unit, 0}, value, NULL,
                               {NULL, 0}, {NULL, 0}, &name, (double[]) {1}};
    audit_lab_baselines before = {base, zeros};
    audit_lab_samples samples = {patient, day, sample, &values, &before};
    audit_lab_conditions rule = {1, ones, ones, &direction, zeros, &of, &accept,
                                 zeros, &factor};
    int known, onset, held, over;
    int open, maybe;
    may_be may;
    audit_lab_onsets found =
        onsets_in(&known, &open, &onset, &held, &over, &maybe, &may);

    audit_find_onsets(&samples, &rule, &first, &last, &last, 1, 1, &found);
    assert_true(known == 2 && onset == 9);
    samples.baselines = NULL;
    audit_find_onsets(&samples, &rule, &first, &last, &last, 1, 1, &found);
    assert_true(known == 0 && onset == NONE);
}

/*
 * Test 1 low (a limit of 4 or none), or test 2 below 2: one sample does not count
 * where the limit is missing, but surely holds if the second part does.
 */
static void one_part_is_enough(void **state)
{
    (void) state;
    const struct {
        double second;
        int sure, may, may_not;
    } cases[] = {{1, 1, 1, 0}, {3, 0, 1, 1}};
    const int patient[] = {1, 1, 1}, day[] = {20, 20, 30}, test[] = {1, 2, 1};
    const int unit = 1, test_of[] = {1, 2}, first = 10, last = 50;
    const int part[] = {1, 2}, direction[] = {-1, -1};
    const int of[] = {AUDIT_OF_LLN, AUDIT_OF_VALUE};
    const double factors[] = {1, 2}, units[] = {1, 1};
    const double low[] = {NAN, NAN, 4};
    audit_lab_conditions rule = {2, part, test_of, direction, zeros, of, ones,
                                 zeros, factors};

    for (size_t i = 0; i < 2; i++) {
        const double value[] = {3, cases[i].second, 5};
        audit_lab_values values = {3, 2, 1, {test, 1}, {&unit, 0}, value, NULL,
                                   {low, 1}, {NULL, 0}, test_of, units};
        audit_lab_samples samples = {patient, day, zeros, &values, NULL};
        int known, open, onset, held, over, maybe;
        may_be may;
        audit_lab_onsets found =
            onsets_in(&known, &open, &onset, &held, &over, &maybe, &may);

        audit_find_onsets(&samples, &rule, &first, &last, &last, 1, 1, &found);
        assert_int_equal(known, 0);
        assert_int_equal(onset, NONE);
        assert_int_equal(may.sure, cases[i].sure);
        assert_int_equal(may.may, cases[i].may);
        assert_int_equal(may.may_not, cases[i].may_not);
        assert_int_equal(may.from, 20);
        assert_int_equal(may.to, 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_part_is_enough),
        cmocka_unit_test(a_multiple_of_the_baseline),
    };
    int failed =
        cmocka_run_group_tests_name("lab_composites", tests, NULL, NULL);
    failed += RUN_CASES("an onset", runs, courses);
    failed += RUN_CASES("what must last", lasts, lasting);
    failed += RUN_CASES("what is not known", may_be_unknown, unknown);
    return failed != 0;
}
