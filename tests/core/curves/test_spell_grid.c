#include "test.h"

#include "small_spells.h"

static void who_is_at_risk_is_counted(void **state)
{
    (void) state;
    uint32_t seed = 5;

    for (int round = 0; round < 300; round++) {
        struct small_spells x = random_spells(&seed);
        audit_grid grid = view(&x);
        double at_risk[N_PLACES + 1], events[N_PLACES];

        assert_int_equal(audit_check_grid(&grid, x.n_patients).code, AUDIT_OK);
        assert_true(audit_spells_rise(x.patient, x.start, x.stop, x.n));
        audit_at_risk(&grid, at_risk, events);
        for (int t = 0; t < N_PLACES; t++) {
            assert_true(at_risk[t] == count_at_risk(&x, t));
            assert_true(events[t] == count_events(&x, t));
        }
        assert_true(at_risk[N_PLACES] == 0);
    }
}

static void expect_refusal(const struct small_spells *x, audit_code code,
                           size_t at)
{
    audit_grid grid = view(x);
    audit_status status = audit_check_grid(&grid, x->n_patients);

    assert_int_equal(status.code, code);
    assert_int_equal(status.at, at);
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    struct small_spells good = {.n = 0, .n_patients = 2}, x;

    add_spell(&good, 1, 0, 5, 1);
    add_spell(&good, 1, 5, 5, 1);
    add_spell(&good, 2, 2, 9, 0);
    expect_refusal(&good, AUDIT_OK, 0);
    x = good;
    x.patient[2] = 3;
    expect_refusal(&x, AUDIT_BAD_PATIENT, 2);
    x = good;
    x.stop[2] = 1;
    expect_refusal(&x, AUDIT_BAD_INTERVAL, 2);
    x = good;
    x.stop[2] = N_PLACES;
    expect_refusal(&x, AUDIT_BAD_INTERVAL, 2);
    x = good;
    x.start[2] = -2;
    expect_refusal(&x, AUDIT_BAD_INTERVAL, 2);
    x = good;
    x.events[0] = 0.5;
    expect_refusal(&x, AUDIT_BAD_COUNT, 0);
    x = good;
    x.patient[0] = 2;
    expect_refusal(&x, AUDIT_NOT_SORTED, 1);
    x = good;
    x.start[1] = 4;
    expect_refusal(&x, AUDIT_OVERLAP, 1);
    x = good;
    x.start[1] = x.stop[1] = 6;
    expect_refusal(&x, AUDIT_EVENTS_IN_NO_TIME, 1);
    for (int i = -2; i <= 2; i++) {
        /* Of the first, of one between others, and of the last. */
        struct small_spells y = {.n = 0, .n_patients = 2};

        add_spell(&y, 1, 0, 5, 0);
        add_spell(&y, 1, 5 + i, 9, 1);
        add_spell(&y, 1, 9, 12, 0);
        add_spell(&y, 2, 3, 4, 1);
        expect_refusal(&y, i < 0 ? AUDIT_OVERLAP : AUDIT_OK, i < 0 ? 1u : 0u);
        y.start[2] = y.stop[2] = 4;
        if (i >= 0)
            expect_refusal(&y, AUDIT_NOT_SORTED, 2);
    }
    x = good;
    x.stop[1] = N_PLACES;
    expect_refusal(&x, AUDIT_BAD_INTERVAL, 1);
    x.stop[1] = N_PLACES - 1;
    expect_refusal(&x, AUDIT_OK, 0);
    x = good;
    x.start[1] = -2;
    x.patient[1] = 2;
    expect_refusal(&x, AUDIT_BAD_INTERVAL, 1);
    x.start[1] = -1;
    x.stop[1] = 1;
    expect_refusal(&x, AUDIT_OK, 0);
    x = good;
    x.patient[0] = 0;
    expect_refusal(&x, AUDIT_BAD_PATIENT, 0);
    x = good;
    x.start[0] = -1;
    expect_refusal(&x, AUDIT_OK, 0);
    x.start[0] = x.stop[0] = -1;
    x.events[0] = 0;
    expect_refusal(&x, AUDIT_BAD_INTERVAL, 0);
    for (size_t i = 0; i < 3; i++) {
        const double counts[] = {-1, 0.5, NAN, INFINITY};

        for (size_t k = 0; k < LENGTH(counts); k++) {
            x = good;
            x.events[i] = counts[k];
            expect_refusal(&x, AUDIT_BAD_COUNT, i);
        }
    }
}

/* Spells without length and events in between neither put at risk nor take off. */
static void events_need_time_at_risk_up_to_them(void **state)
{
    (void) state;
    struct small_spells x = {.n = 0, .n_patients = 2};

    add_spell(&x, 1, 0, 5, 0);
    add_spell(&x, 1, 5, 5, 0);
    add_spell(&x, 1, 5, 5, 2);
    add_spell(&x, 1, 5, 5, 0);
    add_spell(&x, 1, 5, 5, 1);
    add_spell(&x, 2, 5, 5, 0);
    add_spell(&x, 2, 5, 5, 0);
    add_spell(&x, 2, 5, 9, 1);
    expect_refusal(&x, AUDIT_OK, 0);
    x.events[6] = 1;
    expect_refusal(&x, AUDIT_EVENTS_IN_NO_TIME, 6);
    x.events[6] = 0;
    x.start[0] = -1;
    x.stop[0] = 4;
    expect_refusal(&x, AUDIT_EVENTS_IN_NO_TIME, 2);
}

static void a_spell_out_of_order_is_seen(void **state)
{
    (void) state;
    const int patient[] = {1, 1, 1, 2}, start[] = {0, 5, 5, 2};
    const int stop[] = {5, 5, 9, 3}, other[] = {0, 5, 4, 2};
    const int back[] = {1, 2, 1, 2};

    assert_true(audit_spells_rise(patient, start, stop, 4));
    assert_true(audit_spells_rise(patient, start, stop, 0));
    assert_false(audit_spells_rise(patient, other, stop, 4));
    assert_false(audit_spells_rise(back, start, stop, 4));
    assert_false(audit_spells_rise(patient, start, (const int[]) {5, 9, 5, 3}, 4));
}

static void places_lie_in_the_grid_and_rise(void **state)
{
    (void) state;
    const int upto[] = {-1, 2, 2, 4}, on[] = {0, 1, 0, 1};
    audit_places at = {4, upto, on};

    assert_int_equal(audit_check_places(5, &at).code, AUDIT_OK);
    assert_int_equal(audit_risk_place(5, &at, 0), 0);
    assert_int_equal(audit_risk_place(5, &at, 1), 2);
    assert_int_equal(audit_risk_place(5, &at, 2), 3);
    at.on = (const int[]) {0, 1, 0, 0};
    assert_int_equal(audit_risk_place(5, &at, 3), 5);
    at.on = (const int[]) {1, 1, 0, 0};
    assert_int_equal(audit_check_places(5, &at).code, AUDIT_BAD_TIME);
    at.on = on;
    assert_int_equal(audit_check_places(4, &at).at, 3);
    at.upto = (const int[]) {2, 1, 2, 3};
    assert_int_equal(audit_check_places(4, &at).at, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_at_risk_is_counted),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(events_need_time_at_risk_up_to_them),
        cmocka_unit_test(a_spell_out_of_order_is_seen),
        cmocka_unit_test(places_lie_in_the_grid_and_rise),
    };
    return cmocka_run_group_tests_name("spell_grid", tests, NULL, NULL) != 0;
}
