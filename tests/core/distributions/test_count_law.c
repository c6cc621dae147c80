#include "test.h"

#include "base/dist.h"
#include "distributions/count_law.h"

/* Term by term, by none of the code under test. */
static void tails_are_sums(void **state)
{
    (void) state;
    for (int n = 1; n <= 20; n++)
        for (int x = 0; x <= n; x++) {
            audit_count_law law = {n, x};
            double at = -1.3, p = 1 / (1 + exp(1.3)), sum = 0;

            for (int k = 0; k <= x; k++)
                sum += choose(n, k) * pow(p, k) * pow(1 - p, n - k);
            assert_close(audit_or_fewer(&law, x, at), sum);
            assert_close(audit_or_more(&law, x + 1, at), 1 - sum);
        }
}

static void weights_and_densities_belong_together(void **state)
{
    (void) state;
    const audit_count_law laws[] = {{INFINITY, 4}, {9, 4}};

    for (size_t i = 0; i < LENGTH(laws); i++)
        for (int k = 1; k <= 9; k++) {
            double log_ratio = audit_log_weight(&laws[i], k) -
                               audit_log_weight(&laws[i], k - 1) + 0.7;
            assert_close(audit_just(&laws[i], k, 0.7) /
                             audit_just(&laws[i], k - 1, 0.7),
                         exp(log_ratio));
        }
    assert_true(audit_just(&laws[1], 10, 0.7) == 0);
    assert_true(audit_or_more(&laws[1], 10, 0.7) == 0);
}

static void limits_invert_their_p_values(void **state)
{
    (void) state;
    uint32_t seed = 5;

    for (int round = 0; round < 3000; round++) {
        audit_count_law law = {INFINITY, draw_count(&seed, 1e6)};
        audit_tail tail = (audit_tail) draw(&seed, 2);
        double target = 0.25 * pow(2e-5, draw_share(&seed)), at;

        if (draw(&seed, 2))
            law.n = law.x + draw_count(&seed, 1e6);
        assert_int_equal(audit_exact_limit(&law, tail, target, &at).code,
                         AUDIT_OK);
        if (isfinite(at))
            assert_within(audit_exact_p(at, tail, &law), target, 1e-10);
        assert_int_equal(audit_midp_limit(&law, tail, target, &at).code,
                         AUDIT_OK);
        if (isfinite(at))
            assert_within(audit_midp_p(at, tail, &law), target, 1e-10);
    }
}

/* What is beside exp((k - x) at) is nothing at x, and the law elsewhere. */
static void weights_are_beside_what_was_seen(void **state)
{
    (void) state;
    const audit_count_law laws[] = {{INFINITY, 4}, {9, 4}, {9, 0}, {9, 9},
                                    {INFINITY, 0}, {30, 2}};

    for (size_t i = 0; i < LENGTH(laws); i++)
        for (int k = 0; k <= 9; k++)
            for (double at = -1.1; at < 2; at += 0.6) {
                double x = laws[i].x;
                assert_within(audit_just(&laws[i], k, at) /
                                  audit_just(&laws[i], x, at),
                              exp(audit_log_weight(&laws[i], k) + (k - x) * at),
                              1e-12);
            }
}

/* Beyond a half one of the two mid-P limits of none, and of all, is at an end. */
static void midp_limits_of_none_and_all_at_any_level(void **state)
{
    (void) state;
    const double targets[] = {0.02, 0.5, 0.500001, 0.7, 0.97};

    for (size_t i = 0; i < LENGTH(targets); i++) {
        audit_count_law none = {9, 0}, all = {9, 9}, nobody = {0, 0};
        double target = targets[i], at;

        assert_int_equal(audit_midp_limit(&none, AUDIT_FEWER, target,
                                          &at).code, AUDIT_OK);
        if (target >= 0.5)
            assert_true(at == -INFINITY);
        else /* (1 - p)^9 / 2 */
            assert_within(1 / (1 + exp(at)), pow(2 * target, 1 / 9.0), 1e-10);
        assert_int_equal(audit_midp_limit(&none, AUDIT_MORE, target,
                                          &at).code, AUDIT_OK);
        if (target <= 0.5)
            assert_true(at == -INFINITY);
        else /* 1 - (1 - p)^9 / 2 */
            assert_within(1 / (1 + exp(at)), pow(2 * (1 - target), 1 / 9.0),
                          1e-9);
        assert_int_equal(audit_midp_limit(&all, AUDIT_MORE, target,
                                          &at).code, AUDIT_OK);
        if (target >= 0.5)
            assert_true(at == INFINITY);
        else
            assert_within(1 / (1 + exp(-at)), pow(2 * target, 1 / 9.0), 1e-10);
        assert_int_equal(audit_midp_limit(&nobody, AUDIT_MORE, target,
                                          &at).code, AUDIT_OK);
        assert_true(at == -INFINITY);
        audit_midp_limit(&nobody, AUDIT_FEWER, target, &at);
        assert_true(at == INFINITY);
    }
}

/* Of so many n - 0.3 is n itself, and the odds that the search begins at none. */
static void all_but_few_of_as_many_as_can_be(void **state)
{
    (void) state;
    const double most = 0x1p53 - 1;

    for (double rest = 0; rest <= 3; rest++) {
        audit_count_law law = {most, most - rest}, mirrored = {most, rest};
        double at, other;

        assert_int_equal(audit_exact_limit(&law, AUDIT_MORE, 0.025, &at).code,
                         AUDIT_OK);
        assert_int_equal(audit_exact_limit(&mirrored, AUDIT_FEWER, 0.025,
                                           &other).code, AUDIT_OK);
        assert_close(at, -other);
        assert_int_equal(audit_midp_limit(&law, AUDIT_MORE, 0.025, &at).code,
                         AUDIT_OK);
        assert_int_equal(audit_midp_limit(&mirrored, AUDIT_FEWER, 0.025,
                                          &other).code, AUDIT_OK);
        assert_close(at, -other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_are_sums),
        cmocka_unit_test(weights_and_densities_belong_together),
        cmocka_unit_test(limits_invert_their_p_values),
        cmocka_unit_test(weights_are_beside_what_was_seen),
        cmocka_unit_test(midp_limits_of_none_and_all_at_any_level),
        cmocka_unit_test(all_but_few_of_as_many_as_can_be),
    };
    return cmocka_run_group_tests_name("count_law", tests, NULL, NULL) != 0;
}
