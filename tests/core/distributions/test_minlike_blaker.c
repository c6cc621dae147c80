#include "test.h"

#include "base/dist.h"
#include "distributions/minlike_blaker.h"

enum { MOST = 400 };

/* The law and its tails by R's functions, one count at a time. */
static double density(const audit_count_law *law, int k, double at)
{
    return isinf(law->n) ? dpois(k, exp(at), 0)
                         : dbinom(k, law->n, plogis(at, 0, 1, 1, 0), 0);
}

/*
 * The p value by going through all counts: those no more likely than x, or
 * those whose own tail is no more likely than that of x, on the other side.
 */
static double by_counting(const audit_count_law *law, audit_rarity rarity,
                          double at)
{
    int x = (int) law->x, top = isinf(law->n) ? MOST : (int) law->n;
    static double f[MOST + 1], fewer[MOST + 1], more[MOST + 1];
    double sum = 0, equal = 1 + 1e-7;

    for (int k = 0; k <= top; k++)
        fewer[k] = sum += f[k] = density(law, k, at);
    sum = 0;
    for (int k = top; k >= 0; k--)
        more[k] = sum += f[k];

    sum = 0;
    if (rarity == AUDIT_BY_LIKELIHOOD) {
        for (int k = 0; k <= top; k++)
            sum += f[k] <= f[x] * equal ? f[k] : 0;
        return fmin(1, sum);
    }
    int is_low = fewer[x] < more[x];
    sum = is_low ? fewer[x] : more[x];
    for (int k = 0; k <= top; k++)
        if (is_low ? k > x && more[k] <= fewer[x] * equal
                   : k < x && fewer[k] <= more[x] * equal)
            sum += f[k];
    return fmin(1, sum);
}

static audit_count_law draw_law(uint32_t *seed)
{
    audit_count_law law = {INFINITY, draw(seed, 60)};

    if (draw(seed, 2)) {
        law.n = 1 + draw(seed, 60);
        law.x = draw(seed, (int) law.n + 1);
    }
    return law;
}

static double draw_parameter(const audit_count_law *law, uint32_t *seed)
{
    double spread = 2 * (draw_share(seed) - 0.5);

    return isinf(law->n) ? log(law->x + 1) + spread : 2 * spread;
}

static void p_is_that_of_counting(void **state)
{
    (void) state;
    uint32_t seed = 3;

    for (int round = 0; round < 4000; round++) {
        audit_rarity rarity = (audit_rarity) draw(&seed, 2);
        audit_count_law law = draw_law(&seed);
        double at = draw_parameter(&law, &seed);

        assert_true(fabs(audit_rare_p(&law, rarity, at) -
                         by_counting(&law, rarity, at)) < 1e-10);
    }
}

/* Just inside of an end p is above alpha; beyond it nowhere, as far as seen. */
static void ends_are_those_of_the_set(void **state)
{
    (void) state;
    uint32_t seed = 4;
    const double alphas[] = {0.5, 0.2, 0.05, 0.001};

    for (int round = 0; round < 400; round++) {
        audit_rarity rarity = (audit_rarity) draw(&seed, 2);
        audit_count_law law = draw_law(&seed);
        double alpha = alphas[draw(&seed, 4)], low, high;

        assert_int_equal(
            audit_rare_limits(&law, rarity, alpha, &low, &high).code,
            AUDIT_OK);
        assert_true((law.x == 0) == (low == -INFINITY));
        assert_true((law.x == law.n) == (high == INFINITY));
        if (isfinite(low))
            assert_true(by_counting(&law, rarity, low + 1e-8) > alpha);
        if (isfinite(high))
            assert_true(by_counting(&law, rarity, high - 1e-8) > alpha);
        for (int i = 1; i < 200; i++) {
            if (isfinite(low))
                assert_true(by_counting(&law, rarity, low - i * 0.01) <=
                            alpha);
            if (isfinite(high))
                assert_true(by_counting(&law, rarity, high + i * 0.01) <=
                            alpha);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_is_that_of_counting),
        cmocka_unit_test(ends_are_those_of_the_set),
    };
    return cmocka_run_group_tests_name("minlike_blaker", tests, NULL, NULL) != 0;
}
