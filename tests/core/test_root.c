#include "test.h"

#include "root.h"

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

    assert_int_equal(audit_root(cubic, &cube, 3, 5, &root).code,
                     AUDIT_NO_ROOT);
    assert_int_equal(audit_root(cubic, &cube, NAN, 5, &root).code,
                     AUDIT_NO_ROOT);
    assert_int_equal(audit_root(cubic, &cube, 0, INFINITY, &root).code,
                     AUDIT_NO_ROOT);
    const double tiny = 1e-300;
    assert_int_equal(audit_root(cubic, &tiny, 0, 1e101, &root).code,
                     AUDIT_NO_ROOT);
    assert_int_equal(audit_root(undefined, &cube, 1, 2, &root).code,
                     AUDIT_NO_ROOT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_cube_root),
        cmocka_unit_test(finds_a_jump),
        cmocka_unit_test(takes_a_root_at_an_end),
        cmocka_unit_test(refuses_what_has_no_root),
    };
    return cmocka_run_group_tests_name("root", tests, NULL, NULL) != 0;
}
