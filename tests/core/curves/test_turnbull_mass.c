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

/*
 * Two intervals held by one patient and by two, of 1/2 each: d is 2 and 4, and 4 for
 * each of the three weighs the sum between: 1/2 + (2 - 4) / 12 = 1/3.
 */
static void a_minorant_step_by_hand(void **state)
{
    (void) state;
    uint32_t seed = 8;
    struct small_masses x;
    audit_masses q = masses_of(&x, 3, 2, &seed);

    x.first[2] = x.last[2] = 1;
    audit_minorant_step(&q);
    assert_close(q.p[0], 1.0 / 3);
    assert_close(q.p[1], 2.0 / 3);
}

/* The mean of level from a to b, weighted. */
static double mean_of(const double *level, const double *heavy, size_t a, size_t b)
{
    double sum = 0, weight = 0;

    for (size_t k = a; k <= b; k++) {
        sum += heavy[k] * level[k];
        weight += heavy[k];
    }
    return sum / weight;
}

/*
 * The sums move towards the non-decreasing curve that is nearest to Newton's own
 * for each: at k the greatest, over where it begins, of the least mean, over where
 * it ends. As far as that climbs: all the way, or half of it, and so on.
 */
static void a_minorant_step_is_isotonic(void **state)
{
    (void) state;
    enum { M = 8 };
    uint32_t seed = 13;
    struct small_masses x;
    int n_pooled = 0;

    for (int round = 0; round < ROUNDS; round++) {
        audit_masses q = masses_of(&x, N, M, &seed);
        double before[M + 1] = {0}, heavy[M + 1] = {0}, slope[M + 1] = {0};
        double level[M + 1], part = NAN;

        double total = 0;
        /* Most patients hold several, and a few of the ends are of few. */
        for (int i = 0; i < N; i++) {
            x.first[i] = i < M ? i : draw(&seed, 1 + draw(&seed, M));
            x.last[i] = x.first[i] + draw(&seed, M - x.first[i]);
        }
        for (size_t k = 0; k < M; k++)
            total += q.p[k] = 0.01 + draw_share(&seed);
        for (size_t k = 0; k < M; k++)
            q.p[k] /= total;
        for (size_t k = 0; k < M; k++)
            before[k + 1] = before[k] + q.p[k];
        for (size_t i = 0; i < N; i++) {
            int a = x.first[i], b = x.last[i] + 1;
            double p = before[b] - before[a];
            slope[a] -= 1 / p;
            slope[b] += 1 / p;
            heavy[a] += 1 / (p * p);
            heavy[b] += 1 / (p * p);
        }
        for (size_t k = 1; k < M; k++)
            level[k] = before[k] + slope[k] / heavy[k];
        audit_minorant_step(&q);
        double after = 0;
        for (size_t k = 1; k < M; k++) {
            double most = -INFINITY;
            for (size_t a = 1; a <= k; a++) {
                double least = INFINITY;
                for (size_t b = k; b < M; b++)
                    least = fmin(least, mean_of(level, heavy, a, b));
                most = fmax(most, least);
            }
            n_pooled += fabs(most - level[k]) > 1e-9;
            most = fmin(1, fmax(0, most));
            after += q.p[k - 1];
            if (fabs(most - before[k]) < 1e-6)
                continue;
            double own = (after - before[k]) / (most - before[k]);
            if (isnan(part))
                part = own;
            assert_true(fabs(own - part) < 1e-6);
        }
        if (!isnan(part))
            assert_true(part > 0 && fabs(log2(part) - rint(log2(part))) < 1e-6);
    }
    assert_true(n_pooled > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_likelihood_and_its_gradient),
        cmocka_unit_test(a_patient_without_mass_is_impossible),
        cmocka_unit_test(steps_climb),
        cmocka_unit_test(at_the_maximum_nothing_is_missing),
        cmocka_unit_test(a_minorant_step_by_hand),
        cmocka_unit_test(a_minorant_step_is_isotonic),
    };
    return cmocka_run_group_tests_name("turnbull_mass", tests, NULL, NULL);
}
