#include "test.h"

#include "numerics/root.h"

static double cubic(double x, const void *context)
{
    return x * x * x - *(const double *) context;
}

static double step(double x, const void *context)
{
    return x < *(const double *) context ? -1 : 1;
}

static double undefined(double x, const void *context)
{
    (void) context;
    return x == 1 || x == 2 ? x - 1.5 : NAN;
}

static void finds_the_cube_root(void **state)
{
    (void) state;
    const double cubes[] = {1e-300, 1e-9, 2, 27, 1e9, 1e300};

    for (size_t i = 0; i < LENGTH(cubes); i++) {
        double up, down, high = 1e3 * cbrt(cubes[i]);

        assert_int_equal(audit_root(cubic, &cubes[i], 0, high, &up).code,
                         AUDIT_OK);
        assert_int_equal(audit_root(cubic, &cubes[i], high, 0, &down).code,
                         AUDIT_OK);
        assert_true(fabs(up / cbrt(cubes[i]) - 1) < 1e-15);
        assert_true(fabs(down / cbrt(cubes[i]) - 1) < 1e-15);
    }
}

/* Where no slope helps, bisection must still end at the jump. */
static void finds_a_jump(void **state)
{
    (void) state;
    const double at = 1234.5678;
    double root;

    assert_int_equal(audit_root(step, &at, -1e6, 1e6, &root).code, AUDIT_OK);
    assert_true(fabs(root / at - 1) < 1e-15);
}

static void takes_a_root_at_an_end(void **state)
{
    (void) state;
    const double cube = 8;
    double root;

    audit_root(cubic, &cube, 2, 5, &root);
    assert_true(root == 2);
    audit_root(cubic, &cube, 0, 2, &root);
    assert_true(root == 2);
}

static void refuses_what_has_no_root(void **state)
{
    (void) state;
    const double cube = 8;
    double root;

    audit_status status = audit_root(cubic, &cube, 3, 5, &root);
    assert_true(status.code == AUDIT_NO_ROOT && status.at == 0);
    status = audit_root(cubic, &cube, NAN, 5, &root);
    assert_true(status.code == AUDIT_NO_ROOT && status.at == 0);
    assert_int_equal(audit_root(cubic, &cube, 0, INFINITY, &root).code,
                     AUDIT_NO_ROOT);
    const double tiny = 1e-300;
    assert_int_equal(audit_root(cubic, &tiny, 0, 1e101, &root).code,
                     AUDIT_NO_ROOT);
    assert_int_equal(audit_root(undefined, &cube, 1, 2, &root).code,
                     AUDIT_NO_ROOT);
}

/* Smooth functions, which count how often they are asked. */
struct counted {
    int kind, *asked;
    double at;
};

static double smooth(double x, const void *context)
{
    const struct counted *c = context;

    ++*c->asked;
    switch (c->kind) {
    case 0:
        return exp(x) - exp(c->at);
    case 1:
        return atan(x - c->at);
    case 2:
        return (x - c->at) * (3 + sin(x));
    case 3:
        return tanh(x / 3) - tanh(c->at / 3);
    default:
        return c->at - x;
    }
}

/*
 * Halving a range of 10 takes 55 steps to a double's last digit; by Brent's account
 * a smooth function takes a small part of them.
 */
static void smooth_functions_take_few_steps(void **state)
{
    (void) state;
    int all = 0, n = 0;

    for (int kind = 0; kind < 5; kind++)
        for (double at = -3.3; at < 4; at += 0.7) {
            int asked = 0;
            struct counted c = {kind, &asked, at};
            double root;

            assert_int_equal(audit_root(smooth, &c, -4.9, 5.1, &root).code,
                             AUDIT_OK);
            assert_true(fabs(root - at) < 1e-14);
            assert_true(asked <= 15);
            all += asked;
            n++;
        }
    assert_true(all < 9.5 * n);
}

/* From either side, of a function that rises and of one that falls. */
static void is_found_from_a_guess(void **state)
{
    (void) state;
    const double guesses[] = {-40, -1, 1.2, 1.3, 2, 90}, widths[] = {0.01, 1, 7};

    for (size_t i = 0; i < LENGTH(guesses); i++)
        for (size_t j = 0; j < LENGTH(widths); j++)
            for (int kind = 1; kind <= 4; kind++) {
                int asked = 0, rises = kind < 4;
                struct counted c = {kind, &asked, 1.3};
                double root;

                assert_int_equal(audit_root_near(smooth, &c, rises, guesses[i],
                                                 widths[j], &root).code,
                                 AUDIT_OK);
                assert_true(fabs(root - 1.3) < 1e-14);
                /* Steps double, so that few lead anywhere. */
                assert_true(asked <= 40);
                assert_true(guesses[i] != 1.3 || asked == 1);
            }
}

static double far_away(double x, const void *context)
{
    (void) context;
    return x < 1e200 ? -1 : NAN;
}

static void what_is_never_met_is_refused(void **state)
{
    (void) state;
    const double nothing = -1;
    double root;

    /* Beyond 2^60 widths nothing is sought, nor where it is no number. */
    assert_int_equal(audit_root_near(far_away, NULL, 1, 0, 1, &root).code,
                     AUDIT_NO_ROOT);
    assert_int_equal(audit_root_near(far_away, NULL, 1, 0, 1e190, &root).code,
                     AUDIT_NO_ROOT);
    assert_int_equal(audit_root_near(step, &nothing, 0, 5, 1, &root).code,
                     AUDIT_NO_ROOT);
    const double far = 0x1p50;
    assert_int_equal(audit_root_near(step, &far, 1, 0, 1, &root).code,
                     AUDIT_OK);
    assert_true(fabs(root / far - 1) < 1e-15);
}

/* Told a value at a time by whoever asks, it asks for the same and ends there. */
static void a_search_is_told_values(void **state)
{
    (void) state;
    double root;

    for (int kind = 1; kind <= 4; kind++) {
        int whole = 0, asked = 0, rises = kind < 4;
        struct counted c = {kind, &whole, 1.3}, d = {kind, &asked, 1.3};
        audit_search near = audit_search_near(rises, -3, 0.7);

        assert_int_equal(audit_root_near(smooth, &c, rises, -3, 0.7, &root).code,
                         AUDIT_OK);
        while (!near.is_done)
            assert_int_equal(audit_search_tell(&near, smooth(near.at, &d)).code,
                             AUDIT_OK);
        assert_true(near.at == root && asked == whole);
        whole = asked = 0;
        audit_search within = audit_search_within(-4.9, 5.1);
        audit_root(smooth, &c, -4.9, 5.1, &root);
        while (!within.is_done)
            assert_int_equal(audit_search_tell(&within,
                                               smooth(within.at, &d)).code,
                             AUDIT_OK);
        assert_true(within.at == root && asked == whole);
    }
    audit_search lost = audit_search_within(0, 1);
    assert_int_equal(audit_search_tell(&lost, 1).code, AUDIT_OK);
    assert_int_equal(audit_search_tell(&lost, 1).code, AUDIT_NO_ROOT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_cube_root),
        cmocka_unit_test(finds_a_jump),
        cmocka_unit_test(takes_a_root_at_an_end),
        cmocka_unit_test(refuses_what_has_no_root),
        cmocka_unit_test(smooth_functions_take_few_steps),
        cmocka_unit_test(is_found_from_a_guess),
        cmocka_unit_test(what_is_never_met_is_refused),
        cmocka_unit_test(a_search_is_told_values),
    };
    return cmocka_run_group_tests_name("root", tests, NULL, NULL) != 0;
}
