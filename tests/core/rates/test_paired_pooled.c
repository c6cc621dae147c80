#include "test.h"

#include "rates/paired_pooled.h"
#include "rates/paired_rates.h"

static double workspace[200];
static const audit_question plain = {0.95, AUDIT_TWO_SIDED, 0};

static const double before[] = {2, 1, 3, 0}, after[] = {0, 1, 1, 0};
static const double ones[] = {1, 1, 1, 1};

static audit_paired_rates difference(const double *y0, const double *y1,
                                     size_t n)
{
    audit_pairs pairs = {n, y0, ones, y1, ones};
    audit_paired_rates x;

    assert_int_equal(audit_compare_pairs(&pairs, AUDIT_PAIRED_DIFFERENCE, 0,
                                         &plain, workspace, &x).code,
                     AUDIT_OK);
    return x;
}

/* r1 - r0 = 1/2 - 3/2; psi = (y1 - y0 + 1) / 4: -1, 1, -1, 1 quarters. */
static void a_difference_by_hand(void **state)
{
    (void) state;
    audit_paired_rates x = difference(before, after, 4);

    assert_close(x.estimate, -1);
    assert_close(x.std_error, sqrt(4.0 / 3 * 4 / 16));
    assert_true(x.freedom == 3 && x.notes == 0);
    assert_close((x.low + x.high) / 2, x.estimate);
    assert_true(isnan(x.exact_low) && isnan(x.exact_high));
    assert_true(isnan(x.p_exact) && isnan(x.p_midp));
}

/* psi = (y1 - y0 + 1) / 2: a half less and a half more. */
static void two_patients_have_a_variance(void **state)
{
    (void) state;
    const double y0[] = {2, 1}, y1[] = {0, 1};
    audit_paired_rates x = difference(y0, y1, 2);

    assert_close(x.estimate, -1);
    assert_close(x.std_error, 1);
    assert_true(x.freedom == 1 && x.notes == 0);
}

/* The variance of one period alone: y0 less 3/2 is 1/2, -1/2, 3/2, -3/2. */
static void a_period_over_infinity_is_left_out(void **state)
{
    (void) state;
    audit_pairs pairs = {4, before, ones, after, ones};
    audit_paired_rates x = difference(before, after, 4);

    assert_close(audit_pooled_variance(&pairs, &x, INFINITY, 1), 4.0 / 3 * 5);
    assert_close(audit_pooled_variance(&pairs, &x, 4, 4),
                 x.std_error * x.std_error);
}

/* Without an event the score at d > 0 is sqrt(d T), so that d = z^2 / T. */
static void no_events_have_an_interval(void **state)
{
    (void) state;
    const double none[] = {0, 0, 0, 0};
    audit_paired_rates x = difference(none, none, 4);

    assert_true(x.estimate == 0 && isnan(x.std_error) && x.p == 1);
    assert_true(x.notes == (AUDIT_FALLBACK_SCORE | AUDIT_NO_EVENTS));
    assert_within(x.high, 3.841458820694124 / 4, 1e-10);
    assert_within(x.low, -3.841458820694124 / 4, 1e-10);
}

static void the_scaled_score_stands_in(void **state)
{
    (void) state;
    const double twos[] = {2, 2, 2, 2}, none[] = {0, 0, 0, 0};
    audit_paired_rates alike = difference(twos, ones, 4);
    audit_paired_rates one = difference(before, after, 1);
    audit_paired_rates none_after = difference(before, none, 4);

    assert_true(alike.notes == (AUDIT_FALLBACK_SCORE | AUDIT_NO_VARIANCE));
    assert_true(alike.low < -1 && -1 < alike.high && isnan(alike.freedom));
    assert_true(one.notes == AUDIT_FALLBACK_SCORE);
    one = difference(twos, ones, 1);
    assert_true(one.notes == AUDIT_FALLBACK_SCORE);
    assert_true(none_after.notes == AUDIT_FALLBACK_SCORE);
    assert_true(none_after.low < -1.5 && none_after.high > -1.5);
}

static void nobody_has_no_limits(void **state)
{
    (void) state;
    audit_paired_rates x = difference(before, after, 0);

    assert_true(isnan(x.estimate) && x.p == 1);
    assert_true(x.low == -INFINITY && x.high == INFINITY);
}

/*
 * psi of each patient with the times that they have, and its squares by n / (n -
 * 1), of a difference of rates; the ratio's has events in the place of time.
 */
static void times_may_be_any(void **state)
{
    (void) state;
    const double y0[] = {2, 0, 3, 1}, y1[] = {1, 1, 0, 2};
    const double t0[] = {1, 2, 0.5, 4}, t1[] = {0.5, 2, 1, 9};
    audit_pairs pairs = {4, y0, t0, y1, t1};
    double r0 = 6 / 7.5, r1 = 4 / 12.5, squares = 0, of_ratio = 0, of_first = 0;
    audit_paired_rates x;

    for (int i = 0; i < 4; i++) {
        double first = y0[i] - r0 * t0[i], second = y1[i] - r1 * t1[i];
        squares += pow(second / 12.5 - first / 7.5, 2);
        of_ratio += pow(second / 4 - first / 6, 2);
        of_first += first * first;
    }
    assert_int_equal(audit_compare_pairs(&pairs, AUDIT_PAIRED_DIFFERENCE, 0,
                                         &plain, workspace, &x).code, AUDIT_OK);
    assert_close(x.estimate, r1 - r0);
    assert_close(x.std_error, sqrt(4 * squares / 3));
    assert_close(audit_pooled_variance(&pairs, &x, 4, 6), 4 * of_ratio / 3);
    assert_close(audit_pooled_variance(&pairs, &x, INFINITY, 1),
                 4 * of_first / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_difference_by_hand),
        cmocka_unit_test(two_patients_have_a_variance),
        cmocka_unit_test(a_period_over_infinity_is_left_out),
        cmocka_unit_test(no_events_have_an_interval),
        cmocka_unit_test(the_scaled_score_stands_in),
        cmocka_unit_test(nobody_has_no_limits),
        cmocka_unit_test(times_may_be_any),
    };
    return cmocka_run_group_tests_name("paired_pooled", tests, NULL, NULL) != 0;
}
