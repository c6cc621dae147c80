#include "test.h"

#include "rates/group_rates.h"

static const audit_question ratio = {0.95, AUDIT_TWO_SIDED, 1};
static const audit_question difference = {0.95, AUDIT_TWO_SIDED, 0};

/*
 * Rates 2 and 1, standard errors 0.4 and 0.3 of 5 and 9 patients: of the log
 * 0.04 + 0.09 = 0.13, and 0.13^2 / (0.04^2 / 4 + 0.09^2 / 8) degrees.
 */
static void welch_by_hand(void **state)
{
    (void) state;
    audit_group a = {5, 20, 10, 1, 0.4, 4}, b = {9, 15, 15, 1, 0.3, 8};
    audit_group_comparison x;

    audit_compare_groups(&a, &b, AUDIT_RATES_RATIO, AUDIT_BY_WELCH, &ratio, &x);
    assert_close(x.estimate, 2);
    assert_close(x.std_error, sqrt(0.13));
    assert_close(x.freedom, 0.0169 / (0.0016 / 4 + 0.0081 / 8));
    assert_close(x.interval.low * x.interval.high, 4);
    assert_true(x.method == AUDIT_BY_WELCH);
    audit_compare_groups(&a, &b, AUDIT_RATES_DIFFERENCE, AUDIT_BY_WELCH,
                         &difference, &x);
    assert_close(x.estimate, 1);
    assert_close(x.std_error, 0.5);
    assert_close(x.freedom, 0.0625 / (0.0256 / 4 + 0.0081 / 8));
}

/* (20 * 3 + 10 * 1.5) / 30 = 2.5 */
static void the_scaled_interval_stands_in(void **state)
{
    (void) state;
    audit_group a = {5, 20, 10, 3, 0.4, 4}, b = {9, 10, 15, 1.5, 0.3, 8};
    audit_group none = {5, 0, 10, 1, 0, 4}, one = {1, 3, 2, 1, NAN, NAN};
    audit_group empty = {0, 0, 0, 1, NAN, NAN};
    audit_group_comparison x;

    assert_close(audit_shared_dispersion(&a, &b), 2.5);
    audit_compare_groups(&none, &b, AUDIT_RATES_RATIO, AUDIT_BY_WELCH, &ratio,
                         &x);
    assert_true(x.method == AUDIT_BY_SCALED_EXACT && x.interval.low == 0);
    assert_true(isnan(x.std_error) && isfinite(x.interval.high));
    audit_compare_groups(&a, &one, AUDIT_RATES_DIFFERENCE, AUDIT_BY_WELCH,
                         &difference, &x);
    assert_true(x.method == AUDIT_BY_SCALED_EXACT);
    assert_true(x.interval.low < x.estimate && x.estimate < x.interval.high);
    audit_compare_groups(&a, &empty, AUDIT_RATES_RATIO, AUDIT_BY_WELCH, &ratio,
                         &x);
    assert_true(x.method == AUDIT_BY_NOTHING && isnan(x.estimate));
    assert_true(x.interval.p == 1);
    /* One event in all is enough for an interval. */
    audit_group single = {5, 1, 10, 1, 0.1, 4};
    audit_compare_groups(&single, &none, AUDIT_RATES_RATIO, AUDIT_BY_WELCH,
                         &ratio, &x);
    assert_true(x.method == AUDIT_BY_SCALED_EXACT && x.interval.low > 0);
    audit_compare_groups(&none, &single, AUDIT_RATES_RATIO, AUDIT_BY_WELCH,
                         &ratio, &x);
    assert_true(x.estimate == 0 && isfinite(x.interval.high));
    audit_compare_groups(&none, &none, AUDIT_RATES_RATIO, AUDIT_BY_WELCH,
                         &ratio, &x);
    assert_true(isnan(x.estimate) && x.interval.high == INFINITY);
}

/*
 * Patients 3, 0 | 1, 2, 0, each of two years: rates 0.75 and 0.5. In three years
 * and one: 3 - 0.75 * 3 and 0 - 0.75; the standard error is
 * sqrt(2 (0.5625 + 0.5625)) / 4 = 0.375. Of the others 0, 1 and -1 are left, with
 * sqrt(3 / 2 * 2) / 6.
 */
static void the_statistic_of_an_order(void **state)
{
    (void) state;
    const double events[] = {0, 3, 1, 0, 2}, time[] = {2, 3, 2, 1, 2};
    const int order[] = {1, 3, 2, 4, 0};
    double got = audit_welch_statistic(events, time, order, 5, 2,
                                       AUDIT_RATES_RATIO);

    assert_close(got, log(1.5) / sqrt(0.25 + 1.0 / 3));
    got = audit_welch_statistic(events, time, order, 5, 2,
                                AUDIT_RATES_DIFFERENCE);
    assert_close(got, 0.25 / sqrt(0.375 * 0.375 + 1.0 / 12));
    assert_true(isnan(audit_welch_statistic(events, time, order, 5, 1,
                                            AUDIT_RATES_RATIO)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(welch_by_hand),
        cmocka_unit_test(the_scaled_interval_stands_in),
        cmocka_unit_test(the_statistic_of_an_order),
    };
    return cmocka_run_group_tests_name("group_rates", tests, NULL, NULL) != 0;
}
