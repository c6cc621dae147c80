#include "test.h"

#include "numerics/t_interval.h"

/* The 97.5 % point of t with 4 degrees of freedom is 2.776445105197793. */
static void limits_are_quantiles_of_t(void **state)
{
    (void) state;
    audit_question question = {0.95, AUDIT_TWO_SIDED, 1};
    audit_interval x = audit_t_interval(3, 0.5, 4, &question);

    assert_close(x.low, 3 - 0.5 * 2.776445105197793);
    assert_close(x.high, 3 + 0.5 * 2.776445105197793);
    /* t = 4 with 4 degrees of freedom, from a table */
    assert_true(fabs(x.p - 0.016130) < 1e-6);
}

static void the_log_scale_is_that_of_the_log(void **state)
{
    (void) state;
    audit_question question = {0.9, AUDIT_TWO_SIDED, 2};
    audit_question on_log = {0.9, AUDIT_TWO_SIDED, log(2)};
    audit_interval x = audit_log_t_interval(5, 0.3, 7, &question);
    audit_interval y = audit_t_interval(log(5), 0.3, 7, &on_log);

    assert_close(x.low, exp(y.low));
    assert_close(x.high, exp(y.high));
    assert_close(x.p, y.p);
}

static void one_side_is_open(void **state)
{
    (void) state;
    audit_question less = {0.95, AUDIT_LESS, NAN};
    audit_question greater = {0.95, AUDIT_GREATER, 1};
    audit_interval x = audit_log_t_interval(5, 0.3, 7, &less);

    assert_true(x.low == 0 && isfinite(x.high) && isnan(x.p));
    x = audit_log_t_interval(5, 0.3, 7, &greater);
    assert_true(x.low > 0 && x.high == INFINITY && x.p < 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_quantiles_of_t),
        cmocka_unit_test(the_log_scale_is_that_of_the_log),
        cmocka_unit_test(one_side_is_open),
    };
    return cmocka_run_group_tests_name("t_interval", tests, NULL, NULL) != 0;
}
