#include "test.h"

#include "base/dist.h"
#include "distributions/hypergeometric.h"

/* P(X >= x1) and so on from R's binomial coefficients, one by one. */
static double by_sum(const audit_table *t, double ratio, audit_tail tail)
{
    double all = 0, own = 0, sum = t->x1 + t->x2;

    for (int k = 0; k <= (int) fmin(sum, t->n1); k++) {
        if (sum - k > t->n2)
            continue;
        double term = choose(t->n1, k) * choose(t->n2, sum - k) *
                      pow(ratio, k);
        all += term;
        if (k == (int) t->x1)
            own += t->weight * term;
        else if (tail == AUDIT_MORE ? k > t->x1 : k < t->x1)
            own += term;
    }
    return own / all;
}

static double mean_by_sum(const audit_table *t, double ratio)
{
    double all = 0, first = 0, sum = t->x1 + t->x2;

    for (int k = 0; k <= (int) fmin(sum, t->n1); k++) {
        if (sum - k > t->n2)
            continue;
        double term = choose(t->n1, k) * choose(t->n2, sum - k) *
                      pow(ratio, k);
        all += term;
        first += k * term;
    }
    return first / all;
}

static void tails_limits_and_the_estimate_are_those_of_sums(void **state)
{
    (void) state;
    uint32_t seed = 31;

    for (int round = 0; round < 500; round++) {
        audit_table t = {0, 1 + draw(&seed, 20), 0, 1 + draw(&seed, 20),
                         draw(&seed, 2) ? 1 : 0.5};
        audit_tail tail = (audit_tail) draw(&seed, 2);
        double log_ratio = 4 * (draw_share(&seed) - 0.5), limit, ratio;

        t.x1 = draw(&seed, (int) t.n1 + 1);
        t.x2 = draw(&seed, (int) t.n2 + 1);
        assert_within(audit_table_p(log_ratio, tail, &t),
                      by_sum(&t, exp(log_ratio), tail), 1e-12);
        assert_int_equal(audit_table_limit(&t, tail, 0.025, &limit).code,
                         AUDIT_OK);
        if (limit > 0 && isfinite(limit))
            assert_within(by_sum(&t, limit, tail), 0.025, 1e-10);
        assert_int_equal(audit_table_odds_ratio(&t, &ratio).code, AUDIT_OK);
        if (ratio > 0 && isfinite(ratio))
            assert_within(mean_by_sum(&t, ratio), t.x1, 1e-12);
    }
}

static void the_least_and_the_most_are_open(void **state)
{
    (void) state;
    const audit_table least = {0, 5, 3, 6, 1}, most = {5, 5, 3, 6, 1};
    const audit_table only = {0, 5, 0, 6, 1};
    double x;

    audit_table_odds_ratio(&least, &x);
    assert_true(x == 0);
    audit_table_odds_ratio(&most, &x);
    assert_true(x == INFINITY);
    audit_table_odds_ratio(&only, &x);
    assert_true(isnan(x));
    audit_table_limit(&least, AUDIT_MORE, 0.025, &x);
    assert_true(x == 0);
    audit_table_limit(&most, AUDIT_FEWER, 0.025, &x);
    assert_true(x == INFINITY);
}

static void large_tables_end(void **state)
{
    (void) state;
    const audit_table t = {60000, 1000000, 50000, 900000, 1};
    double low, high, ratio;

    assert_int_equal(audit_table_limit(&t, AUDIT_MORE, 0.025, &low).code,
                     AUDIT_OK);
    audit_table_limit(&t, AUDIT_FEWER, 0.025, &high);
    audit_table_odds_ratio(&t, &ratio);
    assert_true(low < ratio && ratio < high && high / low < 1.03);
    assert_within(audit_table_p(log(low), AUDIT_MORE, &t), 0.025, 1e-9);
}

/* At e^700 another table is likelier by e^2800: what was seen has nothing. */
static void far_off_one_tail_is_all(void **state)
{
    (void) state;
    const audit_table t = {4, 9, 4, 9, 1};
    audit_table_tails high = audit_table_at(&t, 700);
    audit_table_tails low = audit_table_at(&t, -700);

    assert_true(high.fewer == 0 && high.equal == 0 && high.more == 1);
    assert_true(low.fewer == 1 && low.equal == 0 && low.more == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_limits_and_the_estimate_are_those_of_sums),
        cmocka_unit_test(the_least_and_the_most_are_open),
        cmocka_unit_test(large_tables_end),
        cmocka_unit_test(far_off_one_tail_is_all),
    };
    return cmocka_run_group_tests_name("hypergeometric", tests, NULL,
                                       NULL) != 0;
}
