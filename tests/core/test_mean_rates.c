#include "test.h"

#include "mean_rates.h"

enum { GROUPS = 4 };

struct found {
    double patients[GROUPS], mean[GROUPS], std_error[GROUPS];
    double low[GROUPS], high[GROUPS];
};

static audit_status mean_of(const double *events, const double *time,
                            const int *group, size_t n, struct found *x)
{
    double work[2 * GROUPS];
    audit_mean_rates rates = {x->patients, x->mean, x->std_error, x->low,
                              x->high};

    return audit_mean_of_rates(events, time, group, n, GROUPS, 0.95, work,
                               &rates);
}

/*
 * Rates 2, 0, 1: mean 1, variance 1, standard error 1 / sqrt(3). On 2 degrees of
 * freedom the quantile p of t is (2 p - 1) / sqrt(2 p (1 - p)), which is 4.3 at
 * 0.975, so that the lower limit is cut to 0. A patient without time is left out.
 */
static void the_mean_and_its_limits(void **state)
{
    (void) state;
    const double events[] = {1, 0, 2, 0}, time[] = {0.5, 1, 2, 0};
    const int group[] = {1, 1, 1, 1};
    struct found x;

    assert_int_equal(mean_of(events, time, group, 4, &x).code, AUDIT_OK);
    assert_true(x.patients[0] == 3 && x.mean[0] == 1 && x.low[0] == 0);
    assert_close(x.std_error[0], 1 / sqrt(3));
    assert_close(x.high[0], 1 + 0.95 / sqrt(0.04875) / sqrt(3));
}

/* Group 1 is one patient, 2 two with one rate, 3 nobody, 4 two without events. */
static void limits_need_rates_that_vary(void **state)
{
    (void) state;
    const double events[] = {3, 1, 2, 0, 0}, time[] = {2, 1, 2, 1, 3};
    const int group[] = {1, 2, 2, 4, 4};
    struct found x;

    assert_int_equal(mean_of(events, time, group, 5, &x).code, AUDIT_OK);
    assert_true(x.mean[0] == 1.5 && x.mean[1] == 1 && x.mean[3] == 0);
    assert_true(isnan(x.mean[2]));
    for (size_t g = 0; g < GROUPS; g++)
        assert_true(isnan(x.std_error[g]) && isnan(x.low[g]) &&
                    isnan(x.high[g]));
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    const double one[] = {1, 1}, bad_time[] = {1, -1}, bad[] = {1, NAN};
    const int group[] = {1, 1}, no_group[] = {1, 5};
    struct found x;

    assert_int_equal(mean_of(one, bad_time, group, 2, &x).code, AUDIT_BAD_TIME);
    assert_int_equal(mean_of(bad, one, group, 2, &x).code, AUDIT_BAD_COUNT);
    assert_int_equal(mean_of(one, one, no_group, 2, &x).code, AUDIT_BAD_GROUP);
    assert_int_equal(mean_of(one, one, no_group, 2, &x).at, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_and_its_limits),
        cmocka_unit_test(limits_need_rates_that_vary),
        cmocka_unit_test(refuses_what_cannot_be),
    };
    return cmocka_run_group_tests_name("mean_rates", tests, NULL, NULL);
}
