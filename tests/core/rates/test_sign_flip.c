#include "test.h"

#include "rates/sign_flip.h"

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

/* Steele, Lea and Flood's generator as they give it: a state that moves on. */
static uint64_t next_bits(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* One pattern after the other, each from new bits, the lowest first. */
static double by_drawing(const double *x, size_t n)
{
    uint64_t bits = 20110430;
    double seen = 0, far = 1;

    for (size_t i = 0; i < n; i++)
        seen += x[i];
    for (int pattern = 0; pattern < AUDIT_SIGN_DRAWS; pattern++) {
        uint64_t word = 0;
        double sum = 0;

        for (size_t i = 0; i < n; i++) {
            if (i % 64 == 0)
                word = next_bits(&bits);
            sum += word >> i % 64 & 1 ? x[i] : -x[i];
        }
        far += fabs(sum) >= fabs(seen) - 1e-9;
    }
    return far / (AUDIT_SIGN_DRAWS + 1);
}

/* The first of the generator's numbers from 0, as its authors' code prints it. */
static void draws_are_those_of_the_generator(void **state)
{
    (void) state;
    const size_t sizes[] = {21, 63, 64, 65, 128, 129, 200};
    uint64_t bits = 0;
    uint32_t seed = 62;

    assert_true(next_bits(&bits) == UINT64_C(0xe220a8397b1dcdaf));
    for (size_t k = 0; k < LENGTH(sizes); k++) {
        size_t n = sizes[k];
        double *x = just_doubles(n);

        for (int round = 0; round < 3; round++) {
            for (size_t i = 0; i < n; i++)
                x[i] = draw(&seed, 9) - 4 + round * 0.1;
            assert_true(audit_sign_flip_p(x, n) == by_drawing(x, n));
        }
        free(x);
    }
}

/* Twenty are tried in all ways, of which the two without a turn are the farthest;
   of twenty-one none of the draws is as far, or hardly one. */
static void twenty_are_tried_in_all_ways(void **state)
{
    (void) state;
    double x[21];

    for (size_t i = 0; i < LENGTH(x); i++)
        x[i] = 1;
    assert_close(audit_sign_flip_p(x, 20), 2 / 1048576.0);
    assert_close(audit_sign_flip_p(x, 21), by_drawing(x, 21));
    assert_true(audit_sign_flip_p(x, 21) >= 1e-4);
}

/* Four draws at a time, as many as there are, or more. */
static void steps_lead_where_the_whole_does(void **state)
{
    (void) state;
    const size_t at_once[] = {1, 4, 100, AUDIT_SIGN_DRAWS, 1000000};
    double x[70];
    uint32_t seed = 63;

    for (size_t n = 0; n <= LENGTH(x); n += 10) {
        for (size_t i = 0; i < n; i++)
            x[i] = draw_share(&seed) - 0.4;
        for (size_t k = 0; k < LENGTH(at_once); k++) {
            audit_sign_flips flips = audit_sign_flips_begin(x, n);
            int calls = 0;

            for (; !flips.is_done; calls++)
                audit_sign_flips_go_on(&flips, at_once[k]);
            assert_true(flips.p == audit_sign_flip_p(x, n));
            assert_int_equal(calls, n <= AUDIT_MOST_FLIPPED ? 0
                             : k < 2 ? 2500 : k == 2 ? 100 : 1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_is_that_of_enumeration),
        cmocka_unit_test(the_least_p_is_that_of_two_patterns),
        cmocka_unit_test(many_signs_are_drawn),
        cmocka_unit_test(draws_are_those_of_the_generator),
        cmocka_unit_test(twenty_are_tried_in_all_ways),
        cmocka_unit_test(steps_lead_where_the_whole_does),
    };
    return cmocka_run_group_tests_name("sign_flip", tests, NULL, NULL) != 0;
}
