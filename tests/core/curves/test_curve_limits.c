#include "test.h"

#include "base/dist.h"
#include "curves/curve_limits.h"

static const double tail = 0.025, z = 1.959963984540054;

struct limits {
    double low, high;
};

static struct limits limits_of(audit_curve_kind kind, double value,
                               double std_error, double base)
{
    audit_point point = {value, std_error, base};
    struct limits x;

    audit_point_limits(kind, &point, tail, &x.low, &x.high);
    return x;
}

/* exp(log M -+ z se / M) */
static void a_mean_number_has_limits_on_the_log_scale(void **state)
{
    (void) state;
    struct limits x = limits_of(AUDIT_MCF, 0.8, 0.3, 5);

    assert_close(x.low, exp(log(0.8) - z * 0.3 / 0.8));
    assert_close(x.high, exp(log(0.8) + z * 0.3 / 0.8));
}

/* Of no event in 4 patients the upper limit m has exp(-4 m) = tail. */
static void a_mean_number_of_0_has_an_upper_limit(void **state)
{
    (void) state;
    struct limits x = limits_of(AUDIT_MCF, 0, 0, 4);

    assert_true(x.low == 0);
    assert_close(exp(-4 * x.high), tail);
    assert_true(isinf(limits_of(AUDIT_MCF, 0, 0, 0).high));
}

static void a_mean_number_that_does_not_vary_has_none(void **state)
{
    (void) state;
    struct limits x = limits_of(AUDIT_MCF, 1, 0, 4);

    assert_true(isnan(x.low) && isnan(x.high));
}

/* log(-log S) varies with the standard error se / (S |log S|). */
static void a_share_has_limits_on_the_scale_of_log_minus_log(void **state)
{
    (void) state;
    struct limits x = limits_of(AUDIT_SURVIVAL, 0.7, 0.1, 20);
    double middle = log(-log(0.7)), away = z * 0.1 / (0.7 * -log(0.7));

    assert_close(log(-log(x.low)), middle + away);
    assert_close(log(-log(x.high)), middle - away);
}

/* Clopper and Pearson's are quantiles of the beta distribution. */
static void shares_of_0_and_1_have_exact_limits(void **state)
{
    (void) state;
    struct limits all = limits_of(AUDIT_SURVIVAL, 1, 0, 11);
    struct limits none = limits_of(AUDIT_SURVIVAL, 0, 0, 11);

    assert_close(all.low, qbeta(tail, 11, 1, /* lower */ 1, 0));
    assert_true(all.high == 1 && none.low == 0);
    assert_close(none.high, qbeta(tail, 1, 11, /* lower */ 0, 0));
    assert_true(limits_of(AUDIT_SURVIVAL, 1, 0, 0).low == 0);
    assert_close(limits_of(AUDIT_SURVIVAL, 1, 0, 1).low, tail);
    assert_close(limits_of(AUDIT_SURVIVAL, 0, 0, 1).high, 1 - tail);
}

/* With any z in the place of the quantile. */
static void shares_take_their_quantile(void **state)
{
    (void) state;
    audit_point point = {0.5, 0.2, 9};
    double low, high;

    audit_share_limits(&point, tail, 1, &low, &high);
    assert_close(log(-log(low)) - log(-log(0.5)), 0.2 / (0.5 * log(2)));
    assert_close(log(-log(0.5)) - log(-log(high)), 0.2 / (0.5 * log(2)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mean_number_has_limits_on_the_log_scale),
        cmocka_unit_test(a_mean_number_of_0_has_an_upper_limit),
        cmocka_unit_test(a_mean_number_that_does_not_vary_has_none),
        cmocka_unit_test(a_share_has_limits_on_the_scale_of_log_minus_log),
        cmocka_unit_test(shares_of_0_and_1_have_exact_limits),
        cmocka_unit_test(shares_take_their_quantile),
    };
    return cmocka_run_group_tests_name("curve_limits", tests, NULL, NULL);
}
