#include "test.h"

#include "rates/mean_rates.h"

enum { GROUPS = 4 };

struct found {
    double patients[GROUPS], mean[GROUPS], std_error[GROUPS];
    double low[GROUPS], high[GROUPS];
};

static audit_status mean_of(const double *events, const double *time,
                            const int *group, size_t n, struct found *x)
{
    double *work = just_doubles(2 * GROUPS);
    audit_mean_rates rates = {x->patients, x->mean, x->std_error, x->low,
                              x->high};

    for (size_t g = 0; g < GROUPS; g++)
        x->patients[g] = x->mean[g] = NAN;
    audit_status status = audit_mean_of_rates(events, time, group, n, GROUPS,
                                              0.95, work, &rates);
    free(work);
    return status;
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
    const double vanishing[] = {1, 5e-324};
    assert_int_equal(mean_of(one, vanishing, group, 2, &x).code, AUDIT_BAD_TIME);
    assert_int_equal(mean_of(bad, one, group, 2, &x).code, AUDIT_BAD_COUNT);
    assert_int_equal(mean_of(one, one, no_group, 2, &x).code, AUDIT_BAD_GROUP);
    assert_int_equal(mean_of(one, one, no_group, 2, &x).at, 1);
}

/* 10^16 and eight ones, of which a sum of doubles loses each: none is lost. */
static void small_rates_beside_a_great_one_add_up(void **state)
{
    (void) state;
    double events[9], time[9];
    int group[9];
    struct found x;

    for (int i = 0; i < 9; i++) {
        events[i] = i == 0 ? 1e16 : 1;
        time[i] = 1;
        group[i] = 2;
    }
    assert_int_equal(mean_of(events, time, group, 9, &x).code, AUDIT_OK);
    assert_true(x.mean[1] == (1e16 + 8) / 9 && x.patients[1] == 9);
    assert_true(x.patients[0] == 0 && isnan(x.mean[0]));
}

/* Rates 1, 2, 3, 6 of 4: mean 3, variance 14 / 3, and t of 3 degrees by R. */
static void limits_lie_about_the_mean(void **state)
{
    (void) state;
    const double events[] = {1, 1, 3, 3}, time[] = {1, 0.5, 1, 0.5};
    const int group[] = {3, 3, 3, 3};
    struct found x;

    mean_of(events, time, group, 4, &x);
    assert_close(x.mean[2], 3);
    assert_close(x.std_error[2], sqrt(14.0 / 12));
    assert_within(x.high[2], 3 + 3.182446305284263 * sqrt(14.0 / 12), 1e-12);
    assert_true(x.low[2] == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_and_its_limits),
        cmocka_unit_test(limits_need_rates_that_vary),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(small_rates_beside_a_great_one_add_up),
        cmocka_unit_test(limits_lie_about_the_mean),
    };
    return cmocka_run_group_tests_name("mean_rates", tests, NULL, NULL);
}
