#include "test.h"

#include "proportions/ci_proportion.h"

static audit_status one(double x, double n, audit_alternative side,
                        double null, double found[4])
{
    audit_question question = {0.95, side, null};
    audit_answer answer = {&found[0], &found[1], &found[2], &found[3]};

    return audit_ci_proportion(&x, &n, 1, AUDIT_PROPORTION_CLOPPER_PEARSON,
                               &question, &answer);
}

/* P(X <= x) of n at p, term by term, by none of the code under test. */
static double at_most(int x, int n, double p)
{
    double term = pow(1 - p, n), sum = term;

    for (int k = 1; k <= x; k++)
        sum += term *= (n - k + 1) / (double) k * p / (1 - p);
    return sum;
}

static void limits_leave_equal_tails(void **state)
{
    (void) state;
    for (int n = 1; n <= 30; n++)
        for (int x = 0; x <= n; x++) {
            double found[4];

            one(x, n, AUDIT_TWO_SIDED, NAN, found);
            assert_close(found[0], x / (double) n);
            if (x < n)
                assert_close(at_most(x, n, found[2]), 0.025);
            else
                assert_true(found[2] == 1);
            if (x > 0)
                assert_close(1 - at_most(x - 1, n, found[1]), 0.025);
            else
                assert_true(found[1] == 0);
            assert_true(isnan(found[3]));
        }
}

static void p_is_twice_the_smaller_tail(void **state)
{
    (void) state;
    double found[4];

    one(3, 11, AUDIT_TWO_SIDED, 0.6, found);
    assert_close(found[3], 2 * at_most(3, 11, 0.6));
    one(3, 11, AUDIT_GREATER, 0.2, found);
    assert_close(found[3], 1 - at_most(2, 11, 0.2));
    assert_true(found[2] == 1);
    one(3, 11, AUDIT_LESS, 0.6, found);
    assert_close(found[3], at_most(3, 11, 0.6));
    assert_true(found[1] == 0);
    one(3, 11, AUDIT_TWO_SIDED, 3.0 / 11, found);
    assert_close(found[3], 1);
    assert_int_equal(one(11, 11, AUDIT_TWO_SIDED, 1, found).code, AUDIT_OK);
    assert_int_equal(one(0, 11, AUDIT_TWO_SIDED, 0, found).code, AUDIT_OK);
}

static void of_none_nothing_is_known(void **state)
{
    (void) state;
    double found[4];

    one(0, 0, AUDIT_TWO_SIDED, 0.5, found);
    assert_true(isnan(found[0]) && found[1] == 0 && found[2] == 1);
    assert_true(found[3] == 1);
    one(NAN, 11, AUDIT_TWO_SIDED, 0.5, found);
    assert_true(isnan(found[1]) && isnan(found[2]) && isnan(found[3]));
}

static void refuses_what_is_no_part(void **state)
{
    (void) state;
    double found[4];

    assert_int_equal(one(12, 11, AUDIT_LESS, NAN, found).code,
                     AUDIT_BAD_COUNT);
    assert_int_equal(one(-1, 11, AUDIT_LESS, NAN, found).code,
                     AUDIT_BAD_COUNT);
    assert_int_equal(one(1, 1.5, AUDIT_LESS, NAN, found).code,
                     AUDIT_BAD_COUNT);
    assert_int_equal(one(1, 2, AUDIT_LESS, 1.5, found).code, AUDIT_BAD_NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_leave_equal_tails),
        cmocka_unit_test(p_is_twice_the_smaller_tail),
        cmocka_unit_test(of_none_nothing_is_known),
        cmocka_unit_test(refuses_what_is_no_part),
    };
    return cmocka_run_group_tests_name("ci_proportion", tests, NULL, NULL) != 0;
}
