#include "test.h"

#include "labs/lab_baselines.h"

/* Patient 1, counted from day 10; patient 2, from no day. One test, one unit. */
static void the_last_value_up_to_the_origin(void **state)
{
    (void) state;
    enum { n = 9 };
    const int patient[n] = {1, 1, 1, 1, 1, 1, 1, 2, 2};
    const int day[n] = {1, 5, 10, 10, 10, 11, 12, 5, 20};
    const int name[n] = {1, 1, 1, 1, 1, 1, 2, 1, 1};
    const double value[n] = {9, 50, 40, 60, 70, 80, 3, 30, 30};
    const int censored[n] = {0, 0, 0, 0, 1, 0, 0, 0, 0};
    const double high[n] = {55, 55, 55, 55, 55, 55, 55, 55, 55};
    const int unit = 1, test_of[] = {1, 2}, origin[] = {10, AUDIT_MISSING};
    const double factor[] = {1, 1};
    audit_lab_values values = {n, 2, 1, {name, 1}, {&unit, 0}, value, censored,
                               {NULL, 0}, {high, 1}, test_of, factor};
    double found[n], room[3];
    int states[n], kept[3], days[3];
    audit_baseline_work work = {room, kept, days};

    audit_find_baselines(patient, day, &values, origin, 2, found, states,
                         &work);
    for (int i = 0; i < 5; i++)
        assert_true(states[i] == AUDIT_BY_RANGE && isnan(found[i]));
    /* The highest of day 10 whose value is known; its range has no lower end. */
    assert_true(found[5] == 60 && states[5] == AUDIT_HIGH);
    /* Another test has none. */
    assert_true(isnan(found[6]) && states[6] == 0);
    assert_true(states[7] == AUDIT_BY_RANGE && states[8] == AUDIT_BY_RANGE);
}

/* Of names of no test, before the origin and after it, and of one beyond all. */
static void names_of_no_test_have_no_baseline(void **state)
{
    (void) state;
    const int patient[] = {1, 1, 1, 1}, day[] = {1, 2, 20, 21};
    const int name[] = {2, 3, 2, 3}, unit = 1, test_of[] = {1, 0, 5}, origin = 10;
    const double value[] = {3, 4, 5, 6}, factor[] = {1, 1, 1};
    audit_lab_values values = {4, 3, 1, {name, 1}, {&unit, 0}, value, NULL,
                               {NULL, 0}, {NULL, 0}, test_of, factor};
    double found[4], *room = just_doubles(3);
    int states[4], *kept = just_ints(3), *days = just_ints(3);
    audit_baseline_work work = {room, kept, days};

    audit_find_baselines(patient, day, &values, &origin, 2, found, states,
                         &work);
    for (size_t i = 0; i < 4; i++) {
        assert_true(isnan(found[i]));
        assert_int_equal(states[i], i < 2 ? AUDIT_BY_RANGE : 0);
    }
    free(room);
    free(kept);
    free(days);
}

struct range {
    const char *name;
    int censored;
    double value, low, high;
    int state;
};

static const struct range ranges[] = {
    {"low", 0, 3, 4, 10, AUDIT_LOW | AUDIT_NOT_HIGH},
    {"at the lower limit", 0, 4, 4, 10, AUDIT_NOT_LOW | AUDIT_NOT_HIGH},
    {"at the upper limit", 0, 10, 4, 10, AUDIT_NOT_LOW | AUDIT_NOT_HIGH},
    {"high", 0, 11, 4, 10, AUDIT_NOT_LOW | AUDIT_HIGH},
    {"no lower limit", 0, 11, NAN, 10, AUDIT_HIGH},
    {"no upper limit", 0, 11, 4, NAN, AUDIT_NOT_LOW},
    {"no limits", 0, 11, NAN, NAN, 0},
    {"no value", 0, NAN, 4, 10, 0},
    {"<5", -1, 5, 4, 10, AUDIT_NOT_HIGH},
    {">4", 1, 4, 4, 10, AUDIT_NOT_LOW},
};

static void has_its_state(void **state)
{
    const struct range *x = *state;
    audit_lab lab = {1, x->censored, 1, x->value, x->low, x->high};

    assert_int_equal(audit_range_state(lab), x->state);
}

/* Limits of which one is below 0, or the lower above the upper, are none. */
static void impossible_limits_are_not_known(void **state)
{
    (void) state;
    const double value[] = {5, 5, 5, 5, 5}, low[] = {11, -1, 4, NAN, 4},
                 high[] = {4, 11, -1, 11, 4}, factor = 1;
    const int one = 1, test_of = 1;
    const int known[] = {0, 0, 0, 1, 1};
    audit_lab_values values = {5, 1, 1, {&one, 0}, {&one, 0}, value, NULL,
                               {low, 1}, {high, 1}, &test_of, &factor};

    for (size_t i = 0; i < 5; i++) {
        audit_lab lab = audit_lab_at(&values, i);
        assert_int_equal(!isnan(lab.high), known[i]);
        assert_int_equal(!isnan(lab.low), known[i] && !isnan(low[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(impossible_limits_are_not_known),
        cmocka_unit_test(the_last_value_up_to_the_origin),
        cmocka_unit_test(names_of_no_test_have_no_baseline),
    };
    int failed =
        cmocka_run_group_tests_name("lab_baselines", tests, NULL, NULL);
    failed += RUN_CASES("a state", has_its_state, ranges);
    return failed != 0;
}
