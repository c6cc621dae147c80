#include "test.h"

#include "base/dist.h"
#include "proportions/proportion_methods.h"

static double score(double x, double n, double p)
{
    return (x - n * p) / sqrt(n * p * (1 - p));
}

/* The z of Wald's interval about Wilson's centre. */
static double agresti_coull(double x, double n, double p, double z)
{
    double all = n + z * z, middle = (x + z * z / 2) / all;

    return (middle - p) / sqrt(middle * (1 - middle) / all);
}

/* The share that a limit p leaves beyond it by the words of its method. */
static double left_beyond(audit_proportion_method method, double x, double n,
                          double p, double tail, int is_low)
{
    double z = qnorm(tail, 0, 1, 0, 0), sign = is_low ? 1 : -1;
    double more = x > 0 ? pbinom(x - 1, n, p, 0, 0) : 1;
    double fewer = pbinom(x, n, p, 1, 0), just = dbinom(x, n, p, 0);

    switch (method) {
    case AUDIT_PROPORTION_CLOPPER_PEARSON:
        return is_low ? more : fewer;
    case AUDIT_PROPORTION_MIDP:
        return just / 2 + (is_low ? pbinom(x, n, p, 0, 0)
                                  : x > 0 ? pbinom(x - 1, n, p, 1, 0) : 0);
    case AUDIT_PROPORTION_JEFFREYS:
        return pbeta(p, x + 0.5, n - x + 0.5, is_low, 0);
    case AUDIT_PROPORTION_WILSON:
        return pnorm(sign * score(x, n, p), 0, 1, 0, 0);
    case AUDIT_PROPORTION_WILSON_CC:
        return pnorm(sign * score(x - sign / 2, n, p), 0, 1, 0, 0);
    case AUDIT_PROPORTION_AGRESTI_COULL:
        return pnorm(sign * agresti_coull(x, n, p, z), 0, 1, 0, 0);
    case AUDIT_PROPORTION_LR: {
        double deviance = (x > 0 ? x * log(x / (n * p)) : 0) +
                          (x < n ? (n - x) * log((n - x) / (n - n * p)) : 0);
        return pnorm(sqrt(2 * deviance), 0, 1, 0, 0);
    }
    case AUDIT_PROPORTION_SCAS: {
        double skew = (z * z - 1) * (1 - 2 * p) / (6 * n);
        double se = sqrt(p * (1 - p) / n);
        double size = x / n + p + fabs(skew) + z * se;
        return tail * (1 + ((x / n - p) - skew - sign * z * se) / size);
    }
    default:
        return NAN;
    }
}

static void check_limit(audit_proportion_method method, double x, double n,
                        double p, double tail, int is_low)
{
    double most = n > 1000 && method == AUDIT_PROPORTION_LR ? 1e-8 : 1e-10;

    assert_within(left_beyond(method, x, n, p, tail, is_low), tail, most);
    assert_within(audit_proportion_p(method, x, n, p,
                                     is_low ? AUDIT_GREATER : AUDIT_LESS),
                  tail, 1e-10);
}

/*
 * A proportion within 1e-3 of 1 has lost digits of its distance from 1, which
 * the equation needs: its mirror image, near 0, is looked at instead.
 */
static void limits_solve_their_equations(void **state)
{
    (void) state;
    uint32_t seed = 12;

    for (int round = 0; round < 4000; round++) {
        audit_proportion_method method = (audit_proportion_method)
            draw(&seed, AUDIT_PROPORTION_BLAKER);
        double n = 1 + draw_count(&seed, 1e6), low, high;
        double x = draw_count(&seed, n - 1);
        double level = 1 - 0.5 * pow(2e-5, draw_share(&seed));
        double tail = (1 - level) / 2;

        assert_int_equal(audit_proportion_limits(method, x, n, level,
                                                 AUDIT_TWO_SIDED, &low,
                                                 &high).code, AUDIT_OK);
        assert_true(0 <= low && low < high && high <= 1);
        if (low > 0 && low < 0.999)
            check_limit(method, x, n, low, tail, 1);
        if (high < 0.999)
            check_limit(method, x, n, high, tail, 0);
    }
}

static void none_and_all_are_mirror_images(void **state)
{
    (void) state;
    for (int method = 0; method < AUDIT_N_PROPORTION_METHODS; method++)
        for (int x = 0; x <= 9; x++) {
            audit_proportion_method of = (audit_proportion_method) method;
            double low, high, other_low, other_high;

            audit_proportion_limits(of, x, 9, 0.9, AUDIT_TWO_SIDED, &low,
                                    &high);
            audit_proportion_limits(of, 9 - x, 9, 0.9, AUDIT_TWO_SIDED,
                                    &other_low, &other_high);
            assert_true(fabs(low - (1 - other_high)) < 1e-12);
            assert_true(fabs(high - (1 - other_low)) < 1e-12);
            assert_true((x == 0) == (low == 0));
            assert_true(fabs(audit_proportion_p(of, x, 9, 0.3, AUDIT_LESS) -
                             audit_proportion_p(of, 9 - x, 9, 0.7,
                                                AUDIT_GREATER)) < 1e-12);
        }
}

/* 0 of n: (1 - p)^n is the tail, of mid-P twice that. */
static void none_of_eleven(void **state)
{
    (void) state;
    double low, high;

    audit_proportion_limits(AUDIT_PROPORTION_CLOPPER_PEARSON, 0, 11, 0.95,
                            AUDIT_TWO_SIDED, &low, &high);
    assert_close(high, 1 - pow(0.025, 1 / 11.0));
    audit_proportion_limits(AUDIT_PROPORTION_MIDP, 0, 11, 0.95,
                            AUDIT_TWO_SIDED, &low, &high);
    assert_close(high, 1 - pow(0.05, 1 / 11.0));
}

static void ends_of_the_scale(void **state)
{
    (void) state;
    for (int method = 0; method < AUDIT_N_PROPORTION_METHODS; method++) {
        audit_proportion_method of = (audit_proportion_method) method;

        assert_true(audit_proportion_p(of, 0, 5, 0, AUDIT_TWO_SIDED) == 1);
        assert_true(audit_proportion_p(of, 2, 5, 0, AUDIT_TWO_SIDED) == 0);
        assert_true(audit_proportion_p(of, 5, 5, 1, AUDIT_TWO_SIDED) == 1);
        assert_true(audit_proportion_p(of, 2, 5, 1, AUDIT_GREATER) == 1);
        assert_true(audit_proportion_p(of, 2, 5, 1, AUDIT_LESS) == 0);
    }
}

/* P(x) and the tails of a binomial count by R's functions, added up one by one. */
static double of_sets(audit_proportion_method method, int x, int n, double p)
{
    double f = dbinom(x, n, p, 0), fewer = pbinom(x, n, p, 1, 0), sum = 0;
    double more = pbinom(x - 1, n, p, 0, 0), tail = fmin(fewer, more);

    for (int k = 0; k <= n; k++) {
        double own = fewer < more ? pbinom(k - 1, n, p, 0, 0)
                                  : pbinom(k, n, p, 1, 0);
        int is_opposite = fewer < more ? k > x : k < x;

        if (method == AUDIT_PROPORTION_MINLIKE
                ? dbinom(k, n, p, 0) <= f * (1 + 1e-7)
                : is_opposite && own <= tail * (1 + 1e-7))
            sum += dbinom(k, n, p, 0);
    }
    return fmin(1, method == AUDIT_PROPORTION_MINLIKE ? sum : tail + sum);
}

static void sets_go_by_the_rarity_of_their_method(void **state)
{
    (void) state;
    for (int n = 1; n <= 13; n += 3)
        for (int x = 0; x <= n; x++)
            for (double p = 0.03; p < 1; p += 0.071) {
                const audit_proportion_method methods[] = {
                    AUDIT_PROPORTION_BLAKER, AUDIT_PROPORTION_MINLIKE};

                for (size_t i = 0; i < LENGTH(methods); i++) {
                    assert_close(audit_proportion_p(methods[i], x, n, p,
                                                    AUDIT_TWO_SIDED),
                                 of_sets(methods[i], x, n, p));
                    assert_close(audit_proportion_p(methods[i], x, n, p,
                                                    AUDIT_LESS),
                                 pbinom(x, n, p, 1, 0));
                }
            }
}

/* Nobody, at a level below a half: so few as none have a half at most. */
static void one_side_of_none_and_of_all_at_low_levels(void **state)
{
    (void) state;
    const audit_proportion_method lr = AUDIT_PROPORTION_LR;
    double low, high;

    audit_proportion_limits(lr, 0, 9, 0.5, AUDIT_LESS, &low, &high);
    assert_true(low == 0 && high == 0);
    audit_proportion_limits(lr, 0, 9, 0.503, AUDIT_LESS, &low, &high);
    assert_true(high > 0);
    assert_within(audit_proportion_p(lr, 0, 9, high, AUDIT_LESS), 0.497, 1e-9);
    audit_proportion_limits(lr, 9, 9, 0.5, AUDIT_GREATER, &low, &high);
    assert_true(low == 1 && high == 1);
    audit_proportion_limits(lr, 4, 9, 0.2, AUDIT_LESS, &low, &high);
    assert_within(audit_proportion_p(lr, 4, 9, high, AUDIT_LESS), 0.8, 1e-9);
    /* No event: z^2 of 6 x + 1 = 1 is the farthest that is reached. */
    audit_proportion_limits(AUDIT_PROPORTION_SCAS, 9, 9, 0.5, AUDIT_GREATER,
                            &low, &high);
    assert_within(audit_proportion_p(AUDIT_PROPORTION_SCAS, 9, 9, low,
                                     AUDIT_GREATER), 0.5, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_solve_their_equations),
        cmocka_unit_test(none_and_all_are_mirror_images),
        cmocka_unit_test(none_of_eleven),
        cmocka_unit_test(ends_of_the_scale),
        cmocka_unit_test(sets_go_by_the_rarity_of_their_method),
        cmocka_unit_test(one_side_of_none_and_of_all_at_low_levels),
    };
    return cmocka_run_group_tests_name("proportion_methods", tests, NULL,
                                       NULL) != 0;
}
