#include "test.h"

#include "curves/turnbull_newton.h"
#include "small_masses.h"

enum { ROUNDS = 200, N = 30 };

/* Where the maximum is, 10,000 steps of expectation and maximisation say. */
static void comes_to_the_maximum(void **state)
{
    (void) state;
    uint32_t seed = 9;
    struct small_masses x, slow;

    for (int round = 0; round < ROUNDS; round++) {
        uint32_t same = seed;
        audit_masses q = masses_of(&x, N, 8, &seed);
        audit_masses r = masses_of(&slow, N, 8, &same);

        assert_true(audit_polish_masses(&q, MOST_MASSES) <= 1e-12);
        for (int k = 0; k < 10000; k++)
            audit_expect_masses(&r);
        for (size_t j = 0; j < 8; j++)
            assert_true(fabs(q.p[j] - r.p[j]) < 1e-8);
    }
}

/* Mass that should be elsewhere altogether: patients hold 0 to 1, or 1 alone. */
static void masses_go_and_come(void **state)
{
    (void) state;
    uint32_t seed = 10;
    struct small_masses x;
    audit_masses q = masses_of(&x, 2, 2, &seed);

    x.first[0] = 0;
    x.last[0] = 1;
    assert_true(audit_polish_masses(&q, MOST_MASSES) <= 1e-12);
    assert_true(q.p[0] == 0);
    assert_close(q.p[1], 1);

    x.first[1] = x.last[1] = 0;
    q.p[0] = 1e-9;
    q.p[1] = 1 - 1e-9;
    assert_true(audit_polish_masses(&q, MOST_MASSES) <= 1e-12);
    assert_close(q.p[0], 1);
}

/* With more intervals than Newton's method may take the slower steps do it. */
static void many_intervals_are_climbed_slowly(void **state)
{
    (void) state;
    uint32_t seed = 12;
    struct small_masses x;
    audit_masses q = masses_of(&x, N, 8, &seed);

    assert_true(audit_polish_masses(&q, 3) < 1e-6);
}

/* Two patients hold 0 to 1 and 1 to 2: all mass belongs to 1, which had none. */
static void an_interval_without_mass_gets_some(void **state)
{
    (void) state;
    uint32_t seed = 14;
    struct small_masses x;
    audit_masses q = masses_of(&x, 2, 3, &seed);

    x.first[0] = 0;
    x.last[0] = x.first[1] = 1;
    x.last[1] = 2;
    q.p[0] = q.p[2] = 0.5;
    q.p[1] = 0;
    assert_true(audit_polish_masses(&q, MOST_MASSES) <= 1e-12);
    assert_close(q.p[1], 1);

    /* With three more at 0 alone and three at 2, half at each end is the most
       likely: four of the eight hold either. */
    audit_masses r = masses_of(&x, 8, 3, &seed);
    for (int i = 0; i < 8; i++)
        x.first[i] = x.last[i] = i < 3 ? 0 : i < 6 ? 2 : 1;
    x.first[6] = 0;
    x.last[7] = 2;
    r.p[0] = r.p[2] = 0.5;
    r.p[1] = 0;
    assert_true(audit_polish_masses(&r, MOST_MASSES) <= 1e-12);
    assert_true(r.p[1] == 0 && fabs(r.p[0] - 0.5) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_to_the_maximum),
        cmocka_unit_test(masses_go_and_come),
        cmocka_unit_test(many_intervals_are_climbed_slowly),
        cmocka_unit_test(an_interval_without_mass_gets_some),
    };
    return cmocka_run_group_tests_name("turnbull_newton", tests, NULL, NULL);
}
