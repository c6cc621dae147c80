#include "test.h"

#include "ranks/medians.h"

static void is_the_middle(void **state)
{
    (void) state;
    const double value[] = {1, 3, 7, 20};

    assert_true(audit_median(value, 3, 0.95).estimate == 3);
    assert_true(audit_median(value, 4, 0.95).estimate == 5);
    assert_true(audit_median(value, 1, 0.95).estimate == 1);
    assert_true(isnan(audit_median(value, 0, 0.95).estimate));
}

/* The places that tables of the sign test give for 95 %. */
static void limits_are_those_of_the_sign_test(void **state)
{
    (void) state;
    const int places[][2] = {{5, 0}, {6, 1}, {8, 1}, {9, 2}, {12, 3}, {15, 4},
                             {20, 6}, {25, 8}};
    double value[25];

    for (int i = 0; i < 25; i++)
        value[i] = i + 1;
    for (size_t i = 0; i < LENGTH(places); i++) {
        int n = places[i][0], place = places[i][1];
        audit_middle x = audit_median(value, (size_t) n, 0.95);
        assert_true(x.low == place);
        assert_true(x.high == (place ? (double) (n + 1 - place) : INFINITY));
    }
}

/* They hold the median of n coins' values with at least the level, and by one
   place less would not. */
static void limits_hold_the_median_often_enough(void **state)
{
    (void) state;
    double value[40];

    for (int i = 0; i < 40; i++)
        value[i] = i + 1;
    for (int n = 1; n <= 40; n++)
        for (double level = 0.5; level < 0.999; level += 0.05) {
            audit_middle x = audit_median(value, (size_t) n, level);
            double tail = 0, term = pow(0.5, n); /* k of n on one side */
            for (int k = 0; k < (int) x.low; k++) {
                tail += term;
                term *= (n - k) / (k + 1.0);
            }
            assert_true(tail <= (1 - level) / 2 * (1 + 1e-12));
            assert_true(tail + term > (1 - level) / 2 * (1 - 1e-12));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_the_middle),
        cmocka_unit_test(limits_are_those_of_the_sign_test),
        cmocka_unit_test(limits_hold_the_median_often_enough),
    };
    return cmocka_run_group_tests_name("medians", tests, NULL, NULL) != 0;
}
