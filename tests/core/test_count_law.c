#include "test.h"

#include "count_law.h"
#include "dist.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_are_sums),
        cmocka_unit_test(weights_and_densities_belong_together),
        cmocka_unit_test(limits_invert_their_p_values),
    };
    return cmocka_run_group_tests_name("count_law", tests, NULL, NULL) != 0;
}
