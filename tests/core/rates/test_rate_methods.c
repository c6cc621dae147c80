#include "test.h"

#include "base/dist.h"
#include "rates/rate_methods.h"

/* Byar's cube root of a mean m from x: 0 at a limit that is z off. */
static double byar(double x, double m, double z)
{
    return x * pow(1 - 1 / (9 * x) - z / (3 * sqrt(x)), 3) / m - 1;
}

/*
 * What a limit m must solve by the words of its method: the share that is left
 * beyond it, or 0 in units of which 1 is far off.
 */
static double left_beyond(audit_rate_method method, double x, double m,
                          double tail, int is_low)
{
    double z = qnorm(tail, 0, 1, 0, 0), sign = is_low ? 1 : -1;
    double just = dpois(x, m, 0);

    switch (method) {
    case AUDIT_RATE_GARWOOD:
        return is_low ? ppois(x - 1, m, 0, 0) : ppois(x, m, 1, 0);
    case AUDIT_RATE_MIDP:
        return just / 2 + (is_low ? ppois(x, m, 0, 0)
                                  : x > 0 ? ppois(x - 1, m, 1, 0) : 0);
    case AUDIT_RATE_JEFFREYS:
        return pgamma(m, x + 0.5, 1, is_low, 0);
    case AUDIT_RATE_SCORE:
        return pnorm(sign * (x - m) / sqrt(m), 0, 1, 0, 0);
    case AUDIT_RATE_LR: {
        double deviance = 2 * ((x > 0 ? x * log(x / m) : 0) - (x - m));
        return pnorm(sqrt(deviance), 0, 1, 0, 0);
    }
    case AUDIT_RATE_SCAS:
        return tail * (1 + (x - m) - (z * z - 1) / 6 - sign * z * sqrt(m));
    case AUDIT_RATE_BYAR:
        return tail * (1 + byar(x + !is_low, m, sign * z));
    case AUDIT_RATE_ROTHMAN:
        return tail * (1 + byar(x + 0.5, m, sign * z));
    default:
        return NAN;
    }
}

/* The equations cancel more, the more events there are. */
static double allowed(audit_rate_method method, double x)
{
    return method == AUDIT_RATE_LR ? 1e-10 + 3e-12 * sqrt(x)
         : method == AUDIT_RATE_SCAS ? 1e-10 + 3e-15 * x : 1e-10;
}

static void limits_solve_their_equations(void **state)
{
    (void) state;
    uint32_t seed = 11;

    for (int round = 0; round < 4000; round++) {
        audit_rate_method method =
            (audit_rate_method) draw(&seed, AUDIT_RATE_BLAKER);
        double x = draw_count(&seed, 1e6), low, high;
        double level = 1 - 0.5 * pow(2e-5, draw_share(&seed));
        double tail = (1 - level) / 2;

        assert_int_equal(audit_rate_limits(method, x, level, AUDIT_TWO_SIDED,
                                           &low, &high).code, AUDIT_OK);
        assert_true(0 <= low && low < high && isfinite(high));
        if (low > 0) {
            assert_within(left_beyond(method, x, low, tail, 1), tail,
                          allowed(method, x));
            assert_within(audit_rate_p(method, x, low, AUDIT_GREATER), tail,
                          1e-10);
        }
        if (x == 0)
            assert_true(low == 0);
        assert_within(left_beyond(method, x, high, tail, 0), tail,
                      allowed(method, x));
        assert_within(audit_rate_p(method, x, high, AUDIT_LESS), tail, 1e-10);
    }
}

/* Nothing seen: exp(-m) is the tail, of mid-P the half of it. */
static void nothing_seen(void **state)
{
    (void) state;
    double low, high;

    audit_rate_limits(AUDIT_RATE_GARWOOD, 0, 0.95, AUDIT_TWO_SIDED, &low,
                      &high);
    assert_true(low == 0);
    assert_close(high, -log(0.025));
    audit_rate_limits(AUDIT_RATE_MIDP, 0, 0.95, AUDIT_TWO_SIDED, &low, &high);
    assert_close(high, -log(0.05));
    audit_rate_limits(AUDIT_RATE_MIDP, 0, 0.4, AUDIT_LESS, &low, &high);
    assert_true(low == 0 && high == 0);
}

static void sides_are_open(void **state)
{
    (void) state;
    for (int method = 0; method < AUDIT_N_RATE_METHODS; method++) {
        audit_rate_method of = (audit_rate_method) method;
        double low, high, two_low, two_high;

        assert_int_equal(audit_rate_limits(of, 7, 0.95, AUDIT_LESS, &low,
                                           &high).code, AUDIT_OK);
        assert_true(low == 0 && 7 < high && high < 20);
        assert_int_equal(audit_rate_limits(of, 7, 0.95, AUDIT_GREATER, &low,
                                           &high).code, AUDIT_OK);
        assert_true(2 < low && low < 7 && high == INFINITY);
        audit_rate_limits(of, 7, 0.9, AUDIT_TWO_SIDED, &two_low, &two_high);
        if (of < AUDIT_RATE_BLAKER)
            assert_close(two_low, low);
    }
}

static void exact_contains_midp_and_the_set_lies_within_blakers(void **state)
{
    (void) state;
    for (int x = 0; x < 60; x++) {
        double exact[2], midp[2], blaker[2];

        audit_rate_limits(AUDIT_RATE_GARWOOD, x, 0.95, AUDIT_TWO_SIDED,
                          &exact[0], &exact[1]);
        audit_rate_limits(AUDIT_RATE_MIDP, x, 0.95, AUDIT_TWO_SIDED, &midp[0],
                          &midp[1]);
        audit_rate_limits(AUDIT_RATE_BLAKER, x, 0.95, AUDIT_TWO_SIDED,
                          &blaker[0], &blaker[1]);
        assert_true(exact[0] <= midp[0] && midp[1] < exact[1]);
        assert_true(exact[0] <= blaker[0] * (1 + 1e-9));
        assert_true(blaker[1] <= exact[1]);
    }
}

static void a_mean_of_none(void **state)
{
    (void) state;
    for (int method = 0; method < AUDIT_N_RATE_METHODS; method++) {
        audit_rate_method of = (audit_rate_method) method;

        assert_true(audit_rate_p(of, 0, 0, AUDIT_TWO_SIDED) == 1);
        assert_true(audit_rate_p(of, 2, 0, AUDIT_TWO_SIDED) == 0);
        assert_true(audit_rate_p(of, 2, 0, AUDIT_LESS) == 1);
    }
}

/* P(x) and the tails of a Poisson count by R's functions, added up one by one. */
static double of_sets(audit_rate_method method, int x, double mean)
{
    double f = dpois(x, mean, 0), fewer = ppois(x, mean, 1, 0), sum = 0;
    double more = ppois(x - 1, mean, 0, 0), tail = fmin(fewer, more);

    for (int k = 0; k < 200; k++) {
        double own = fewer < more ? ppois(k - 1, mean, 0, 0)
                                  : ppois(k, mean, 1, 0);
        int is_opposite = fewer < more ? k > x : k < x;

        if (method == AUDIT_RATE_MINLIKE
                ? dpois(k, mean, 0) <= f * (1 + 1e-7)
                : is_opposite && own <= tail * (1 + 1e-7))
            sum += dpois(k, mean, 0);
    }
    return fmin(1, method == AUDIT_RATE_MINLIKE ? sum : tail + sum);
}

static void sets_go_by_the_rarity_of_their_method(void **state)
{
    (void) state;
    for (int x = 0; x <= 12; x++)
        for (double mean = 0.3; mean < 20; mean *= 1.3) {
            double blaker = audit_rate_p(AUDIT_RATE_BLAKER, x, mean,
                                         AUDIT_TWO_SIDED);
            double minlike = audit_rate_p(AUDIT_RATE_MINLIKE, x, mean,
                                          AUDIT_TWO_SIDED);
            assert_close(blaker, of_sets(AUDIT_RATE_BLAKER, x, mean));
            assert_close(minlike, of_sets(AUDIT_RATE_MINLIKE, x, mean));
            assert_close(audit_rate_p(AUDIT_RATE_BLAKER, x, mean, AUDIT_LESS),
                         ppois(x, mean, 1, 0));
        }
}

/* Limits of one side at any level, the lower of none and that of mid-P too. */
static void one_side_has_its_level_whatever_that_is(void **state)
{
    (void) state;
    const double tails[] = {0.001, 0.1, 0.4, 0.6, 0.9};

    for (int m = 0; m < AUDIT_RATE_BLAKER; m++)
        for (int x = 0; x < 8; x++)
            for (size_t i = 0; i < LENGTH(tails); i++) {
                audit_rate_method method = (audit_rate_method) m;
                double low, high, none, tail = tails[i];

                assert_int_equal(audit_rate_limits(method, x, 1 - tail,
                                                   AUDIT_GREATER, &low,
                                                   &none).code, AUDIT_OK);
                assert_true(none == INFINITY);
                if (low > 0)
                    assert_within(left_beyond(method, x, low, tail, 1),
                                  method == AUDIT_RATE_LR && tail > 0.5
                                      ? 1 - tail : tail, 1e-9);
                else
                    assert_true(x == 0 || method == AUDIT_RATE_SCAS ||
                                method == AUDIT_RATE_BYAR ||
                                method == AUDIT_RATE_ROTHMAN);
                assert_int_equal(audit_rate_limits(method, x, 1 - tail,
                                                   AUDIT_LESS, &none,
                                                   &high).code, AUDIT_OK);
                assert_true(none == 0 && isfinite(high));
                if (high > 0)
                    assert_within(left_beyond(method, x, high, tail, 0),
                                  method == AUDIT_RATE_LR && tail > 0.5
                                      ? 1 - tail : tail, 1e-9);
            }
}

/* The lower limit of few events at a high level is far below them. */
static void a_likelihood_limit_far_below_the_count_keeps_its_digits(void **state)
{
    (void) state;
    for (double x = 1; x <= 5; x++)
        for (double level = 0.9; level < 1 - 1e-12; level += 0.9 * (1 - level)) {
            double low, high, z = qnorm((1 - level) / 2, 0, 1, 0, 0);

            assert_int_equal(audit_rate_limits(AUDIT_RATE_LR, x, level,
                                               AUDIT_TWO_SIDED, &low,
                                               &high).code, AUDIT_OK);
            /* The logarithm of the limit, by fixed point iteration. */
            double log_low = 0;
            for (int i = 0; i < 200; i++)
                log_low = log(x) - 1 - (z * z / 2 - exp(log_low)) / x;
            if (exp(log_low) < x / 4)
                assert_within(low, exp(log_low), 1e-13);
        }
}

/* Null rates and times can be such that their product overflows. */
static void a_mean_beyond_all_counts(void **state)
{
    (void) state;
    const double means[] = {1.1e300, 1.7e308, INFINITY};

    for (int i = 0; i < AUDIT_N_RATE_METHODS * 3; i++) {
        audit_rate_method of = (audit_rate_method) (i / 3);

        for (double x = 0; x <= 0x1p53; x = 1000 * x + 1) {
            double mean = means[i % 3];

            assert_true(audit_rate_p(of, x, mean, AUDIT_TWO_SIDED) == 0);
            assert_true(audit_rate_p(of, x, mean, AUDIT_LESS) == 0);
            assert_true(audit_rate_p(of, x, mean, AUDIT_GREATER) == 1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_solve_their_equations),
        cmocka_unit_test(nothing_seen),
        cmocka_unit_test(sides_are_open),
        cmocka_unit_test(exact_contains_midp_and_the_set_lies_within_blakers),
        cmocka_unit_test(a_mean_of_none),
        cmocka_unit_test(sets_go_by_the_rarity_of_their_method),
        cmocka_unit_test(one_side_has_its_level_whatever_that_is),
        cmocka_unit_test(a_likelihood_limit_far_below_the_count_keeps_its_digits),
        cmocka_unit_test(a_mean_beyond_all_counts),
    };
    return cmocka_run_group_tests_name("rate_methods", tests, NULL, NULL) != 0;
}
