#include "test.h"

#include "rates/ci_rate.h"

static audit_status one(double events, double years, double conf_level,
                        double *estimate, double *low, double *high)
{
    const double dispersion = 1;
    double p;
    audit_question question = {conf_level, AUDIT_TWO_SIDED, NAN};
    audit_answer answer = {estimate, low, high, &p};

    return audit_ci_rate(&events, &years, &dispersion, 1, AUDIT_RATE_GARWOOD,
                         &question, &answer);
}

static audit_status scaled(double events, double dispersion,
                           audit_alternative side, double null,
                           double *low, double *high, double *p)
{
    const double years = 2;
    double estimate;
    audit_question question = {0.95, side, null};
    audit_answer answer = {&estimate, low, high, p};

    return audit_ci_rate(&events, &years, &dispersion, 1, AUDIT_RATE_GARWOOD,
                         &question, &answer);
}

/*
 * P(X = 0) + ... + P(X = x) of a Poisson variable, term by term, by none of the
 * code under test nor of the library that it calls.
 */
static double at_most(double x, double mean)
{
    double term = exp(-mean), sum = term;
    for (int k = 1; k <= x; k++)
        sum += term *= mean / k;
    return sum;
}

/* The defining equation: each tail beyond the limits has (1 - level) / 2. */
static void limits_leave_equal_tails(void **state)
{
    (void) state;
    const double levels[] = {0.5, 0.8, 0.95, 0.99};
    const double years = 3.5;

    for (size_t i = 0; i < LENGTH(levels); i++)
        for (int events = 0; events <= 100; events++) {
            double estimate, low, high, tail = (1 - levels[i]) / 2;

            one(events, years, levels[i], &estimate, &low, &high);
            assert_close(at_most(events, high * years), tail);
            if (events > 0)
                assert_close(1 - at_most(events - 1, low * years), tail);
        }
}

/* The upper limit solves exp(-years * high) = tail when nothing happens. */
static void nothing_in_eleven_years(void **state)
{
    (void) state;
    double estimate, low, high;

    one(0, 11, 0.95, &estimate, &low, &high);
    assert_true(estimate == 0 && low == 0);
    assert_close(high, -log(0.025) / 11);
}

/* Property: the limits hold the rate, rise with it and part with the level. */
static void limits_are_in_order(void **state)
{
    (void) state;
    double last_low = -1, last_high = -1;

    for (int events = 0; events <= 1000000; events = 2 * events + 1) {
        double estimate, low, high, wide_low, wide_high;

        one(events, 1, 0.9, &estimate, &low, &high);
        one(events, 1, 0.999, &estimate, &wide_low, &wide_high);
        assert_true(wide_low <= low && low <= estimate);
        assert_true(estimate < high && high < wide_high);
        assert_true(low > last_low && high > last_high);
        last_low = low;
        last_high = high;
    }
}

/* One rate, and what is made of it. */
struct rate {
    const char *name;
    double events, years;
    audit_code code;
    double estimate;
};

static const struct rate rates[] = {
    {"two a year",      4,        2,        AUDIT_OK, 2},
    {"missing events",  NAN,      2,        AUDIT_OK, NAN},
    {"missing years",   4,        NAN,      AUDIT_OK, NAN},
    {"no time",         0,        0,        AUDIT_OK, NAN},
    {"events, no time", 4,        0,        AUDIT_OK, NAN},
    {"negative events", -1,       2,        AUDIT_BAD_COUNT, 0},
    {"half an event",   0.5,      2,        AUDIT_BAD_COUNT, 0},
    {"infinite events", INFINITY, 2,        AUDIT_BAD_COUNT, 0},
    {"negative years",  4,        -2,       AUDIT_BAD_TIME, 0},
    {"infinite years",  4,        INFINITY, AUDIT_BAD_TIME, 0},
    {"vanishing years", 4,        1e-310,   AUDIT_BAD_TIME, 0},
};

static void takes_or_refuses(void **state)
{
    const struct rate *x = *state;
    double estimate, low, high;

    audit_status status =
        one(x->events, x->years, 0.95, &estimate, &low, &high);
    assert_int_equal(status.code, x->code);
    if (x->code == AUDIT_OK)
        assert_close(estimate, x->estimate);
}

static void no_time_says_nothing(void **state)
{
    (void) state;
    const double none[] = {0, -0.0};

    for (size_t i = 0; i < LENGTH(none); i++) {
        double estimate, low, high;

        one(0, none[i], 0.95, &estimate, &low, &high);
        assert_true(low == 0 && high == INFINITY);
    }
}

/* 12 events at dispersion 3 in 2 years are as 4 events in 2/3 of a year. */
static void dispersion_scales_events_and_time(void **state)
{
    (void) state;
    double low, high, p, estimate, plain_low, plain_high;

    scaled(12, 3, AUDIT_TWO_SIDED, NAN, &low, &high, &p);
    one(4, 2.0 / 3, 0.95, &estimate, &plain_low, &plain_high);
    assert_close(low, plain_low);
    assert_close(high, plain_high);
    assert_true(isnan(p));
}

/* p is the level at which a limit comes to lie on the null. */
static void p_inverts_the_interval(void **state)
{
    (void) state;

    for (int events = 0; events < 30; events++)
        for (double dispersion = 1; dispersion < 4; dispersion += 0.7) {
            double low, high, at_low, at_high, other[2];

            scaled(events, dispersion, AUDIT_TWO_SIDED, NAN, &low, &high,
                   &at_low);
            scaled(events, dispersion, AUDIT_TWO_SIDED, high, other, other + 1,
                   &at_high);
            assert_close(at_high, 0.05);
            if (events == 0)
                continue;
            scaled(events, dispersion, AUDIT_TWO_SIDED, low, other, other + 1,
                   &at_low);
            assert_close(at_low, 0.05);
        }
}

static void one_side_has_all_of_the_level(void **state)
{
    (void) state;
    double low, high, p;

    scaled(3, 1, AUDIT_LESS, 5, &low, &high, &p);
    assert_true(low == 0);
    assert_close(at_most(3, high * 2), 0.05);
    assert_close(p, at_most(3, 10));
    scaled(3, 1, AUDIT_GREATER, 0.5, &low, &high, &p);
    assert_true(high == INFINITY);
    assert_close(1 - at_most(2, low * 2), 0.05);
    assert_close(p, 1 - at_most(2, 1));
}

/* Without an upper limit the rate, or the lower limit, can still overflow. */
static void refuses_a_rate_beyond_all_numbers(void **state)
{
    (void) state;
    const double events = 100, years = 1e-307, level = 0.95, one_only = 1;
    double estimate, low, high, p;
    audit_question question = {level, AUDIT_GREATER, NAN};
    audit_answer answer = {&estimate, &low, &high, &p};

    assert_int_equal(audit_ci_rate(&events, &years, &one_only, 1,
                                   AUDIT_RATE_GARWOOD, &question,
                                   &answer).code, AUDIT_BAD_TIME);
}

static void refuses_what_is_no_dispersion_or_null(void **state)
{
    (void) state;
    double low, high, p;

    assert_int_equal(scaled(3, 0.9, AUDIT_LESS, 1, &low, &high, &p).code,
                     AUDIT_BAD_DISPERSION);
    assert_int_equal(scaled(3, INFINITY, AUDIT_LESS, 1, &low, &high, &p).code,
                     AUDIT_BAD_DISPERSION);
    audit_status status = scaled(3, 1, AUDIT_LESS, -1, &low, &high, &p);
    assert_true(status.code == AUDIT_BAD_NULL && status.at == 0);
    assert_int_equal(scaled(3, 1, AUDIT_LESS, INFINITY, &low, &high, &p).code,
                     AUDIT_BAD_NULL);
    /* No rate at all is a null: what happened speaks against it. */
    assert_int_equal(scaled(3, 1, AUDIT_GREATER, 0, &low, &high, &p).code,
                     AUDIT_OK);
    assert_true(p == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_leave_equal_tails),
        cmocka_unit_test(nothing_in_eleven_years),
        cmocka_unit_test(limits_are_in_order),
        cmocka_unit_test(no_time_says_nothing),
        cmocka_unit_test(dispersion_scales_events_and_time),
        cmocka_unit_test(p_inverts_the_interval),
        cmocka_unit_test(one_side_has_all_of_the_level),
        cmocka_unit_test(refuses_a_rate_beyond_all_numbers),
        cmocka_unit_test(refuses_what_is_no_dispersion_or_null),
    };
    int failed = cmocka_run_group_tests_name("ci_rate", tests, NULL, NULL);
    failed += RUN_CASES("one rate", takes_or_refuses, rates);
    return failed != 0;
}
