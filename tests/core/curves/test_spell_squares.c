#include "test.h"

#include <string.h>

#include "any_spells.h"

/* Of the sum itself, each patient's influence by influence.h. */
static void by_patient(const struct small_spells *x, const audit_steps *steps,
                       double *sums)
{
    double times[LAST_TIME], found[LAST_TIME];
    struct small_places room;
    audit_grid grid = view(x);

    for (int j = 0; j < LAST_TIME; j++) {
        times[j] = j;
        sums[j] = 0;
    }
    audit_places at = places_of(&room, times, LAST_TIME);
    for (size_t i = 0; i < x->n;) {
        i = audit_influence(&grid, i, steps, &at, found);
        for (int j = 0; j < LAST_TIME; j++)
            sums[j] += found[j] * found[j];
    }
}

static audit_status squares_of(struct any_spells *any, const audit_steps *steps,
                               double *squares)
{
    audit_squares_room room = {any->due, any->counts, any->patients,
                               any->changes};
    double at_risk[N_PLACES + 1], events[N_PLACES];
    int counted;
    audit_status status = audit_tally_spells(&any->spells, at_risk, events,
                                             any->stops, &counted);

    assert_int_equal(status.code, AUDIT_OK);
    return audit_spell_squares(&any->spells, steps, at_risk, events, any->stops,
                               counted, &room, squares);
}

static audit_steps random_steps(uint32_t *seed, double *own, double *drift)
{
    for (int j = 0; j < N_PLACES; j++) {
        own[j] = (1 + draw(seed, 900)) / 771.0;
        drift[j] = (j > 0 ? drift[j - 1] : 0) + draw(seed, 500) / 431.0;
    }
    return (audit_steps) {own, drift};
}

static void are_the_sums_of_influences(void **state)
{
    (void) state;
    uint32_t seed = 21;
    double own[N_PLACES], drift[N_PLACES], squares[N_PLACES], sums[LAST_TIME];

    for (int round = 0; round < 300; round++) {
        struct small_spells x = random_spells(&seed);
        struct any_spells any;
        audit_steps steps = random_steps(&seed, own, drift);

        in_any_order(&any, &x, &seed);
        assert_int_equal(squares_of(&any, &steps, squares).code, AUDIT_OK);
        by_patient(&x, &steps, sums);
        for (int j = 0; j < LAST_TIME; j++)
            assert_true(fabs(squares[j] - sums[j]) < 1e-10 * (1 + sums[j]));
    }
}

static void order_changes_no_bit(void **state)
{
    (void) state;
    uint32_t seed = 4;
    double own[N_PLACES], drift[N_PLACES], squares[N_PLACES], other[N_PLACES];

    for (int round = 0; round < 300; round++) {
        struct small_spells x = random_spells(&seed);
        struct any_spells any;
        audit_steps steps = random_steps(&seed, own, drift);

        /* Further events of a day in several spells, as many as they may be. */
        for (size_t i = 0; i < x.n && x.n + 2 < MOST_SPELLS; i++)
            if (x.start[i] == x.stop[i] && draw(&seed, 2)) {
                add_spell(&x, x.patient[i], x.stop[i], x.stop[i], 3);
                add_spell(&x, x.patient[i], x.stop[i], x.stop[i], 0);
            }
        in_any_order(&any, &x, NULL);
        assert_int_equal(squares_of(&any, &steps, squares).code, AUDIT_OK);
        in_any_order(&any, &x, &seed);
        assert_int_equal(squares_of(&any, &steps, other).code, AUDIT_OK);
        assert_memory_equal(other, squares, sizeof squares);
    }
}

/* Patients who are alike differ by nothing, whatever the rounding. */
static void patients_alike_do_not_vary(void **state)
{
    (void) state;
    double own[N_PLACES], drift[N_PLACES], squares[N_PLACES];

    for (int n = 1; n <= MOST_PATIENTS; n++) {
        struct small_spells x = {.n = 0, .n_patients = (size_t) n};
        struct any_spells any;
        double sum = 0;

        for (int p = 1; p <= n; p++)
            for (int t = 0; t < 4; t++)
                add_spell(&x, p, 3 * t, 3 * t + 3, 1 + t % 2);
        for (int j = 0; j < N_PLACES; j++) {
            own[j] = 1.0 / n;
            drift[j] = sum += count_events(&x, j) / n / n;
        }
        in_any_order(&any, &x, NULL);
        assert_int_equal(squares_of(&any, &(audit_steps) {own, drift},
                                    squares).code, AUDIT_OK);
        for (int j = 0; j < N_PLACES; j++)
            assert_true(squares[j] == 0);
    }
}

static void expect_refusal(const struct small_spells *x, audit_code code,
                           size_t at)
{
    double own[N_PLACES] = {0}, drift[N_PLACES] = {0}, squares[N_PLACES];
    struct any_spells any;

    in_any_order(&any, x, NULL);
    audit_status status = squares_of(&any, &(audit_steps) {own, drift}, squares);
    assert_int_equal(status.code, code);
    assert_int_equal(status.at, at);
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    struct small_spells good = {.n = 0, .n_patients = 2}, x;

    add_spell(&good, 1, 6, 8, 1);
    add_spell(&good, 1, 5, 5, 1);
    add_spell(&good, 2, 2, 9, 0);
    add_spell(&good, 1, 0, 5, 1);
    expect_refusal(&good, AUDIT_OK, 0);
    x = good;
    x.start[0] = 4;
    expect_refusal(&x, AUDIT_OVERLAP, 0);
    x = good;
    x.stop[3] = 8;
    x.events[1] = 0;
    expect_refusal(&x, AUDIT_OVERLAP, 3);
    x = good;
    x.patient[1] = 2;
    expect_refusal(&x, AUDIT_EVENTS_IN_NO_TIME, 1);
    x = good;
    x.start[1] = x.stop[1] = 4;
    expect_refusal(&x, AUDIT_EVENTS_IN_NO_TIME, 1);
    x = good;
    x.start[1] = x.stop[1] = 6;
    expect_refusal(&x, AUDIT_EVENTS_IN_NO_TIME, 1);
    x.events[1] = 0;
    expect_refusal(&x, AUDIT_OK, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(are_the_sums_of_influences),
        cmocka_unit_test(order_changes_no_bit),
        cmocka_unit_test(patients_alike_do_not_vary),
        cmocka_unit_test(refuses_what_cannot_be),
    };
    return cmocka_run_group_tests_name("spell_squares", tests, NULL, NULL) != 0;
}
