#include "test.h"

#include "influence.h"
#include "small_spells.h"

/* The influence of a patient up to a place, place by place. */
static double by_definition(const struct small_spells *x, int patient,
                            const double *own, const double *drift, int upto)
{
    double influence = 0;

    for (int s = 0; s <= upto; s++)
        for (size_t i = 0; i < x->n; i++) {
            if (x->patient[i] != patient)
                continue;
            if (x->stop[i] == s)
                influence += x->events[i] * own[s];
            if (is_at_risk(x, i, s))
                influence -= drift[s] - (s > 0 ? drift[s - 1] : 0);
        }
    return influence;
}

static void are_what_their_definition_says(void **state)
{
    (void) state;
    uint32_t seed = 21;
    double own[N_PLACES], drift[N_PLACES], at_risk[N_PLACES + 1];
    double events[N_PLACES], squares[N_PLACES], change[2 * (N_PLACES + 1)];
    double times[LAST_TIME + 1], found[LAST_TIME + 1];
    struct small_places room;
    audit_steps steps = {own, drift};

    for (int j = 0; j <= LAST_TIME; j++)
        times[j] = j - 1;
    for (int round = 0; round < 200; round++) {
        struct small_spells x = random_spells(&seed);
        audit_grid grid = view(&x);
        audit_places at = places_of(&room, times, LAST_TIME + 1);
        double sums[LAST_TIME + 1] = {0};

        for (int j = 0; j < N_PLACES; j++) {
            own[j] = (1 + draw(&seed, 9)) / 8.0;
            drift[j] = (j > 0 ? drift[j - 1] : 0) + draw(&seed, 5) / 4.0;
        }
        for (size_t i = 0; i < x.n;) {
            int who = x.patient[i];
            i = audit_influence(&grid, i, &steps, &at, found);
            assert_true(i == x.n || x.patient[i] == who + 1);
            for (int j = 0; j <= LAST_TIME; j++) {
                assert_close(found[j], by_definition(&x, who, own, drift, j - 1));
                sums[j] += found[j] * found[j];
            }
        }
        audit_at_risk(&grid, at_risk, events);
        audit_sum_squares(&grid, &steps, at_risk, change, squares);
        for (int j = 1; j <= LAST_TIME; j++)
            assert_true(fabs(squares[j - 1] - sums[j]) < 1e-10 * (1 + sums[j]));
    }
}

/* Patients who are alike differ by nothing, whatever the rounding. */
static void patients_alike_do_not_vary(void **state)
{
    (void) state;
    double own[N_PLACES], drift[N_PLACES], at_risk[N_PLACES + 1];
    double events[N_PLACES], squares[N_PLACES], change[2 * (N_PLACES + 1)];

    for (int n = 1; n <= MOST_PATIENTS; n++) {
        struct small_spells x = {.n = 0, .n_patients = (size_t) n};
        double sum = 0;

        for (int p = 1; p <= n; p++)
            for (int t = 0; t < 4; t++)
                add_spell(&x, p, 3 * t, 3 * t + 3, 1 + t % 2);
        audit_grid grid = view(&x);
        audit_at_risk(&grid, at_risk, events);
        for (int j = 0; j < N_PLACES; j++) {
            own[j] = 1.0 / n;
            drift[j] = sum += events[j] / n / n;
        }
        audit_sum_squares(&grid, &(audit_steps) {own, drift}, at_risk, change,
                          squares);
        for (int j = 0; j < N_PLACES; j++)
            assert_true(squares[j] == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(are_what_their_definition_says),
        cmocka_unit_test(patients_alike_do_not_vary),
    };
    return cmocka_run_group_tests_name("influence", tests, NULL, NULL) != 0;
}
