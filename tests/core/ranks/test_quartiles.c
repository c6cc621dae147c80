#include "test.h"

#include "base/dist.h"
#include "ranks/quartiles.h"

/* 1, 3, 4, 8: at 0.75, 1.5 and 2.25 of the three steps. */
static void quartiles_lie_between(void **state)
{
    (void) state;
    const double x[] = {1, 3, 4, 8};
    audit_quartiles q = audit_find_quartiles(x, 4, 0.5);

    assert_close(q.lower, 1 + 0.75 * 2);
    assert_close(q.median, 3.5);
    assert_close(q.upper, 4 + 0.25 * 4);
    /* None of 4 signs: 1/16; at most one: 5/16. A tail is 0.25. */
    assert_true(q.low == 1 && q.high == 8);
}

static void few_numbers_have_no_limits(void **state)
{
    (void) state;
    const double x[] = {1, 2, 3, 4, 5, 6};

    /* 2^-5 > 0.025 >= 2^-6 */
    assert_true(isinf(audit_find_quartiles(x, 5, 0.95).low));
    assert_true(audit_find_quartiles(x, 6, 0.95).low == 1);
    assert_true(isnan(audit_find_quartiles(x, 0, 0.95).median));
    assert_true(audit_find_quartiles(x, 1, 0.95).upper == 1);
}

/* The rank leaves at most a tail below it, and the next one more. */
static void limits_are_the_narrowest(void **state)
{
    (void) state;
    double x[300];

    for (int i = 0; i < 300; i++)
        x[i] = i + 1;
    for (size_t n = 6; n <= 300; n++) {
        audit_quartiles q = audit_find_quartiles(x, n, 0.95);
        double size = (double) n;

        assert_true(pbinom(q.low - 1, size, 0.5, 1, 0) <= 0.025);
        assert_true(pbinom(q.low, size, 0.5, 1, 0) > 0.025);
        assert_true(q.high == size + 1 - q.low);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quartiles_lie_between),
        cmocka_unit_test(few_numbers_have_no_limits),
        cmocka_unit_test(limits_are_the_narrowest),
    };
    return cmocka_run_group_tests_name("quartiles", tests, NULL, NULL) != 0;
}
