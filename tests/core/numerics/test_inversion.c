#include "test.h"

#include "base/dist.h"
#include "numerics/inversion.h"

/* A normal test of a mean, of which one value was seen. */
static double normal_p(double at, audit_tail tail, const void *context)
{
    return pnorm(*(const double *) context - at, 0, 1, tail == AUDIT_FEWER, 0);
}

static double normal_limit(double z, audit_tail tail, const void *context)
{
    double seen = *(const double *) context;
    return tail == AUDIT_MORE ? seen - z : seen + z;
}

static double never(double at, audit_tail tail, const void *context)
{
    (void) at;
    (void) tail;
    (void) context;
    return 0.9;
}

static void the_limit_is_the_quantile(void **state)
{
    (void) state;
    const double seen = 3, guesses[] = {-50, 1, 3, 40};
    double at;

    for (size_t i = 0; i < LENGTH(guesses); i++) {
        assert_int_equal(audit_invert(normal_p, &seen, AUDIT_MORE, 0.025,
                                      guesses[i], 0.1, &at).code, AUDIT_OK);
        assert_close(at, 3 - 1.959963984540054);
        audit_invert(normal_p, &seen, AUDIT_FEWER, 0.025, guesses[i], 0.1,
                     &at);
        assert_close(at, 3 + 1.959963984540054);
    }
    assert_int_equal(audit_invert(never, NULL, AUDIT_MORE, 0.025, 0, 0.1,
                                  &at).code, AUDIT_NO_ROOT);
}

static void p_and_limits_are_inverse(void **state)
{
    (void) state;
    const double seen = 3;

    for (double at = -2; at < 8; at += 0.37)
        for (int tail = 0; tail < 2; tail++)
            assert_close(audit_p_of_limits(normal_limit, &seen,
                                           (audit_tail) tail, at),
                         normal_p(at, (audit_tail) tail, &seen));
    assert_true(audit_p_of_limits(normal_limit, &seen, AUDIT_MORE, -99) == 0);
    assert_true(audit_p_of_limits(normal_limit, &seen, AUDIT_MORE, 99) == 1);
}

static void sides_of_a_test(void **state)
{
    (void) state;
    const double seen = 3;

    assert_close(audit_p_of_test(normal_p, &seen, 2, AUDIT_GREATER),
                 pnorm(1, 0, 1, 0, 0));
    assert_close(audit_p_of_test(normal_p, &seen, 2, AUDIT_LESS),
                 pnorm(1, 0, 1, 1, 0));
    assert_close(audit_p_of_test(normal_p, &seen, 2, AUDIT_TWO_SIDED),
                 2 * pnorm(1, 0, 1, 0, 0));
    assert_true(audit_p_of_test(normal_p, &seen, 3, AUDIT_TWO_SIDED) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_limit_is_the_quantile),
        cmocka_unit_test(p_and_limits_are_inverse),
        cmocka_unit_test(sides_of_a_test),
    };
    return cmocka_run_group_tests_name("inversion", tests, NULL, NULL) != 0;
}
