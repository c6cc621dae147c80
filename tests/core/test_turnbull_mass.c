#include "test.h"

#include "small_masses.h"

enum { ROUNDS = 100, N = 30 };

static void the_likelihood_and_its_gradient(void **state)
{
    (void) state;
    uint32_t seed = 5;
    struct small_masses x;

    for (int round = 0; round < ROUNDS; round++) {
        audit_masses q = masses_of(&x, N, 8, &seed);
        const double h = 1e-6;

        audit_mass_gradient(&q);
        assert_close(audit_mass_likelihood(&q, q.sum), likelihood_of(&q, q.p));
        assert_close(q.sum[8], 1);
        for (size_t j = 0; j < 8; j++) {
            double more[MOST_MASSES], less[MOST_MASSES];

            for (size_t i = 0; i < 8; i++)
                more[i] = less[i] = q.p[i];
            more[j] += h;
            less[j] -= h;
            double slope = (likelihood_of(&q, more) - likelihood_of(&q, less)) /
                           (2 * h);
            assert_within(q.d[j], slope, 1e-7);
        }
    }
}

static void a_patient_without_mass_is_impossible(void **state)
{
    (void) state;
    uint32_t seed = 6;
    struct small_masses x;
    audit_masses q = masses_of(&x, N, 5, &seed);

    q.p[2] = 0;
    audit_add_masses(&q, q.p, q.sum);
    assert_true(audit_mass_likelihood(&q, q.sum) == -INFINITY);
}

/* Either kind of step climbs, keeps the total, and comes to rest at a maximum. */
static void steps_climb(void **state)
{
    (void) state;
    uint32_t seed = 7;
    struct small_masses x;
    void (*const steps[])(audit_masses *) = {audit_expect_masses,
                                             audit_minorant_step};

    for (size_t s = 0; s < LENGTH(steps); s++)
        for (int round = 0; round < ROUNDS; round++) {
            audit_masses q = masses_of(&x, N, 8, &seed);
            double first = likelihood_of(&q, q.p), before = first;

            for (int k = 0; k < 50; k++) {
                steps[s](&q);
                double now = likelihood_of(&q, q.p);
                assert_true(now >= before - 1e-12 * fabs(before));
                before = now;
            }
            audit_mass_gradient(&q);
            assert_close(q.sum[8], 1);
            assert_true(before > first);
        }
}

/* Two intervals held by one patient and by two: the masses are 1/3 and 2/3. */
static void at_the_maximum_nothing_is_missing(void **state)
{
    (void) state;
    uint32_t seed = 8;
    struct small_masses x;
    audit_masses q = masses_of(&x, 3, 2, &seed);

    x.first[2] = x.last[2] = 1;
    q.p[0] = 1.0 / 3;
    q.p[1] = 2.0 / 3;
    audit_mass_gradient(&q);
    assert_close(audit_mass_distance(&q), 0);
    q.p[0] = q.p[1] = 0.5;
    audit_mass_gradient(&q);
    assert_close(audit_mass_distance(&q), 1.0 / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_likelihood_and_its_gradient),
        cmocka_unit_test(a_patient_without_mass_is_impossible),
        cmocka_unit_test(steps_climb),
        cmocka_unit_test(at_the_maximum_nothing_is_missing),
    };
    return cmocka_run_group_tests_name("turnbull_mass", tests, NULL, NULL);
}
