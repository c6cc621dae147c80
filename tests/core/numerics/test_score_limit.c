#include "test.h"

#include "numerics/score_limit.h"

/* An estimate with a standard error of its own scale. */
struct estimate {
    double middle, se;
};

static double linear(double at, const void *context)
{
    const struct estimate *x = context;

    return (x->middle - at) / x->se;
}

static double logarithmic(double at, const void *context)
{
    const struct estimate *x = context;

    return (x->middle - log(at)) / x->se;
}

static double within(struct estimate x, double z, double near)
{
    double limit = NAN;

    assert_int_equal(audit_score_limit_within(linear, &x, z, x.middle, near,
                                              &limit).code, AUDIT_OK);
    return limit;
}

static void a_limit_is_where_the_score_is_the_quantile(void **state)
{
    (void) state;
    const double guesses[] = {-2, -0.9, 0.1, 0.11, 0.3, 0.9, 2, NAN};

    /* Whatever the guess, even beyond the scale or none. */
    for (size_t i = 0; i < LENGTH(guesses); i++) {
        assert_close(within((struct estimate) {0.3, 0.1}, 2, guesses[i]), 0.1);
        assert_close(within((struct estimate) {0.3, 0.1}, -2, guesses[i]), 0.5);
    }
}

static void what_is_not_reached_is_the_end(void **state)
{
    (void) state;
    assert_true(within((struct estimate) {0.3, 1}, 2, 0) == -1);
    assert_true(within((struct estimate) {0.3, 1}, -2, 0) == 1);
    assert_true(within((struct estimate) {1, 0.1}, -2, 0) == 1);
    assert_true(within((struct estimate) {-1, 0.1}, 2, 0) == -1);
}

/* At a quantile of 0 the limit is the estimate. */
static void what_is_not_left_is_the_estimate(void **state)
{
    (void) state;
    assert_close(within((struct estimate) {0.3, 0.1}, 0, 0.2), 0.3);
}

static void ratios_are_sought_by_their_logarithm(void **state)
{
    (void) state;
    const double guesses[] = {-30, -1, 0, 0.5, 4, 30};
    struct estimate x = {log(3), 0.4};

    for (size_t i = 0; i < LENGTH(guesses); i++) {
        double limit = NAN;
        assert_int_equal(audit_score_limit_above(logarithmic, &x, 1.96,
                                                 guesses[i], 0.1, &limit).code,
                         AUDIT_OK);
        assert_close(limit, 3 * exp(-1.96 * 0.4));
    }
}

static double bounded(double at, const void *context)
{
    (void) context;
    return -atan(log(at));
}

static void a_ratio_that_is_never_reached_is_the_end(void **state)
{
    (void) state;
    double limit;

    assert_int_equal(audit_score_limit_above(bounded, NULL, 2, 0, 1,
                                             &limit).code, AUDIT_OK);
    assert_true(limit == 0);
    assert_int_equal(audit_score_limit_above(bounded, NULL, -2, 0, 1,
                                             &limit).code, AUDIT_OK);
    assert_true(limit == INFINITY);
    assert_int_equal(audit_score_limit_above(bounded, NULL, NAN, 0, 1,
                                             &limit).code, AUDIT_NO_ROOT);
}

/* Falls, jumps up by 1 at the estimate, and falls on. */
static double jumping(double at, const void *context)
{
    const struct estimate *x = context;

    return (at > x->middle ? 0.5 : -0.5) + linear(at, context);
}

static double log_jumping(double at, const void *context)
{
    return jumping(log(at), context);
}

static double first(double z, int is_low)
{
    struct estimate x = {0.3, 0.1};
    double end = is_low ? -1 : 1, limit = NAN, ratio = NAN;

    assert_int_equal(audit_first_limit(jumping, &x, z, end, 0.3, -end,
                                       &limit).code, AUDIT_OK);
    assert_int_equal(audit_first_limit_above(log_jumping, &x, z, 0.3, end,
                                             &ratio).code, AUDIT_OK);
    if (fabs(limit) < 1)
        assert_close(log(ratio), limit);
    return limit;
}

static void of_several_values_the_first_is_the_limit(void **state)
{
    (void) state;
    const double z[] = {-3, -0.7, -0.49, -0.2, 0, 0.3, 0.49, 0.8, 4};

    for (size_t i = 0; i < LENGTH(z); i++) {
        double before = 0.3 - 0.1 * (z[i] + 0.5);
        double after = 0.3 - 0.1 * (z[i] - 0.5);
        assert_close(first(z[i], 1), z[i] >= -0.5 ? before : after);
        assert_close(first(z[i], 0), z[i] <= 0.5 ? after : before);
    }
}

static void the_way_ends_at_its_ends(void **state)
{
    (void) state;
    struct estimate x = {0.3, 1};
    double limit = NAN;

    assert_true(first(30, 1) == -1 && first(-30, 0) == 1);
    assert_true(first(-30, 1) == 1 && first(30, 0) == -1);
    assert_int_equal(audit_first_limit_above(logarithmic, &x, 3, 0.3, -2,
                                             &limit).code, AUDIT_OK);
    assert_true(limit == 0);
    assert_int_equal(audit_first_limit_above(logarithmic, &x, -3, 0.3, -2,
                                             &limit).code, AUDIT_OK);
    assert_true(limit == INFINITY);
}

static void nothing_over_nothing_is_nothing(void **state)
{
    (void) state;
    assert_true(audit_over(0, 0) == 0);
    assert_true(audit_over(1, 0) == INFINITY && audit_over(-1, 0) == -INFINITY);
    assert_true(audit_over(3, 4) == 1.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_is_where_the_score_is_the_quantile),
        cmocka_unit_test(what_is_not_reached_is_the_end),
        cmocka_unit_test(what_is_not_left_is_the_estimate),
        cmocka_unit_test(ratios_are_sought_by_their_logarithm),
        cmocka_unit_test(a_ratio_that_is_never_reached_is_the_end),
        cmocka_unit_test(of_several_values_the_first_is_the_limit),
        cmocka_unit_test(the_way_ends_at_its_ends),
        cmocka_unit_test(nothing_over_nothing_is_nothing),
    };
    return cmocka_run_group_tests_name("score_limit", tests, NULL, NULL) != 0;
}
