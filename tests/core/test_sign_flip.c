#include "test.h"

#include "sign_flip.h"

/* All patterns one after the other, without a step from one to the next. */
static double by_enumeration(const double *x, int n)
{
    double seen = 0, far = 0;

    for (int i = 0; i < n; i++)
        seen += x[i];
    for (int pattern = 0; pattern < 1 << n; pattern++) {
        double sum = 0;
        for (int i = 0; i < n; i++)
            sum += pattern >> i & 1 ? -x[i] : x[i];
        far += fabs(sum) >= fabs(seen) - 1e-9;
    }
    return far / (1 << n);
}

static void p_is_that_of_enumeration(void **state)
{
    (void) state;
    uint32_t seed = 61;

    for (int round = 0; round < 200; round++) {
        double x[10];
        int n = 1 + draw(&seed, 10);

        for (int i = 0; i < n; i++)
            x[i] = draw(&seed, 9) - 4 + (round % 2) * draw_share(&seed);
        assert_close(audit_sign_flip_p(x, (size_t) n), by_enumeration(x, n));
    }
}

static void the_least_p_is_that_of_two_patterns(void **state)
{
    (void) state;
    const double x[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048,
                        4096, 8192, 16384, 32768, 65536, 131072, 262144,
                        524288};

    for (size_t n = 1; n <= 20; n++)
        assert_close(audit_sign_flip_p(x, n), pow(2, 1 - (double) n));
    assert_true(audit_sign_flip_p(x, 0) == 1);
}

/* Of 41 ones a sum of 9 is 1.4 standard deviations off: 10000 draws are near
   the binomial tail, and the same each time. */
static void many_signs_are_drawn(void **state)
{
    (void) state;
    double x[41];

    for (int i = 0; i < 41; i++)
        x[i] = i < 25 ? 1 : -1;
    double p = audit_sign_flip_p(x, 41);
    assert_true(fabs(p - 0.2110) < 0.015);
    assert_true(audit_sign_flip_p(x, 41) == p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_is_that_of_enumeration),
        cmocka_unit_test(the_least_p_is_that_of_two_patterns),
        cmocka_unit_test(many_signs_are_drawn),
    };
    return cmocka_run_group_tests_name("sign_flip", tests, NULL, NULL) != 0;
}
