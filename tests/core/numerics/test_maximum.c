#include "test.h"

#include "numerics/maximum.h"

static double hill(double x, const void *context)
{
    const double *top = context;

    return 3 - (x - *top) * (x - *top);
}

static void finds_the_top_of_a_hill(void **state)
{
    (void) state;
    double at;

    for (double top = -1; top <= 2; top += 0.037) {
        double value = audit_maximum(hill, &top, -1, 2, &at);
        assert_true(fabs(at - top) < 1e-7);
        assert_true(fabs(value - 3) < 1e-14);
    }
}

static void a_slope_has_its_top_at_an_end(void **state)
{
    (void) state;
    double at, far = 10, before = -10;

    assert_close(audit_maximum(hill, &far, -1, 2, &at), 3 - 64);
    assert_true(at == 2);
    assert_close(audit_maximum(hill, &before, -1, 2, &at), 3 - 81);
    assert_true(at == -1);
}

/* Minus infinity is low, wherever it is. */
static double cliff(double x, const void *context)
{
    const double *edge = context;

    return x < *edge ? x : -INFINITY;
}

static void infinite_depths_do_no_harm(void **state)
{
    (void) state;
    double edge = 0.7;

    assert_true(fabs(audit_maximum(cliff, &edge, 0, 1, NULL) - edge) < 1e-7);
    edge = -1;
    assert_true(audit_maximum(cliff, &edge, 0, 1, NULL) == -INFINITY);
}

static int asked;

static double counted_hill(double x, const void *context)
{
    asked++;
    return hill(x, context);
}

/*
 * Seventeen places, of which the best has an eighth of the range about it; each
 * further one leaves 0.618 of that, and 34 of them a part of 1e-8.
 */
static void the_golden_section_takes_few_places(void **state)
{
    (void) state;
    double at;

    for (double top = -0.9; top <= 1.9; top += 0.0719) {
        asked = 0;
        audit_maximum(counted_hill, &top, -1, 2, &at);
        assert_true(asked >= 17 + 30 && asked <= 17 + 37);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_top_of_a_hill),
        cmocka_unit_test(a_slope_has_its_top_at_an_end),
        cmocka_unit_test(infinite_depths_do_no_harm),
        cmocka_unit_test(the_golden_section_takes_few_places),
    };
    return cmocka_run_group_tests_name("maximum", tests, NULL, NULL) != 0;
}
