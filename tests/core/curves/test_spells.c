#include "test.h"

#include <limits.h>

#include "any_spells.h"

static void who_is_at_risk_is_counted(void **state)
{
    (void) state;
    uint32_t seed = 5;

    for (int round = 0; round < 300; round++) {
        struct small_spells x = random_spells(&seed);
        struct any_spells any;
        double at_risk[N_PLACES + 1], events[N_PLACES];

        in_any_order(&any, &x, &seed);
        int counted, is_counted = 0;

        assert_int_equal(audit_tally_spells(&any.spells, at_risk, events,
                                            any.stops, &counted).code, AUDIT_OK);
        for (size_t i = 0; i < x.n; i++)
            is_counted |= x.start[i] == x.stop[i] || x.events[i] > 1;
        assert_int_equal(counted, is_counted);
        for (int t = 0; t < N_PLACES; t++) {
            int with_length = 0, without = 0;

            for (size_t i = 0; i < x.n; i++) {
                with_length += x.stop[i] == t && x.start[i] < t;
                without += x.stop[i] == t && x.start[i] == t;
            }
            assert_true(at_risk[t] == count_at_risk(&x, t));
            assert_true(events[t] == count_events(&x, t));
            assert_int_equal(any.stops[2 * t], with_length);
            assert_int_equal(any.stops[2 * t + 1], without);
        }
        assert_true(at_risk[N_PLACES] == 0);
    }
}

static void without_starts_all_begin_before(void **state)
{
    (void) state;
    const double stop[] = {0, 2, 2}, events[] = {1, 0, 3};
    audit_spells x = {3, 3, 0, 0, NULL, stop, events, NULL, 0};
    double at_risk[4], had[3];
    int stops[6], counted;

    assert_int_equal(audit_tally_spells(&x, at_risk, had, stops, &counted).code,
                     AUDIT_OK);
    assert_true(at_risk[0] == 3 && at_risk[1] == 2 && at_risk[2] == 2);
    assert_true(had[0] == 1 && had[1] == 0 && had[2] == 3);
}

static void expect_refusal(struct any_spells *any, audit_code code, size_t at)
{
    double at_risk[N_PLACES + 1], events[N_PLACES];
    int counted;
    audit_status status = audit_tally_spells(&any->spells, at_risk, events,
                                             any->stops, &counted);

    assert_int_equal(status.code, code);
    assert_int_equal(status.at, at);
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    const double bad_stops[] = {FIRST_TIME + 1, FIRST_TIME + N_PLACES, NAN,
                                INFINITY, FIRST_TIME + 5.5, 1e300};
    const double bad_starts[] = {FIRST_TIME - 1, NAN, -INFINITY,
                                 FIRST_TIME + 0.5, -1e300};
    const double bad_events[] = {-1, 0.5, NAN, INFINITY};
    struct small_spells good = {.n = 0, .n_patients = 2};
    struct any_spells x;

    add_spell(&good, 1, 0, 5, 1);
    add_spell(&good, 1, 5, 5, 7);
    add_spell(&good, 2, 2, 9, 0);
    in_any_order(&x, &good, NULL);
    expect_refusal(&x, AUDIT_OK, 0);
    for (size_t i = 0; i < LENGTH(bad_stops); i++) {
        in_any_order(&x, &good, NULL);
        x.stop[2] = bad_stops[i];
        expect_refusal(&x, AUDIT_BAD_INTERVAL, 2);
    }
    for (size_t i = 0; i < LENGTH(bad_starts); i++) {
        in_any_order(&x, &good, NULL);
        x.start[1] = bad_starts[i];
        expect_refusal(&x, AUDIT_BAD_INTERVAL, 1);
    }
    for (size_t i = 0; i < LENGTH(bad_events); i++) {
        in_any_order(&x, &good, NULL);
        x.events[0] = bad_events[i];
        expect_refusal(&x, AUDIT_BAD_COUNT, 0);
    }
    for (int i = 0; i < 4; i++) {
        const int beyond[] = {LEAST_PATIENT - 1, LEAST_PATIENT + 2, INT_MIN,
                              INT_MAX};

        in_any_order(&x, &good, NULL);
        x.patient[2] = beyond[i];
        expect_refusal(&x, AUDIT_BAD_PATIENT, 2);
    }
    in_any_order(&x, &good, NULL);
    x.spells.n = INT_MAX;
    expect_refusal(&x, AUDIT_TOO_MANY, INT_MAX);
}

/* Beyond 2^53 the sum of counts would depend on which of them comes first. */
static void refuses_more_events_than_add_up(void **state)
{
    (void) state;
    const double start[] = {0, 0, 0, 0}, stop[] = {2, 1, 2, 2};
    const int patient[] = {0, 1, 2, 3};
    const double events[][4] = {{1, 9, 0x1p52, 1}, {0x1p52, 9, 0, 1},
                                {0x1p52 - 1, 0x1p52, 0, 1}};
    const size_t at[] = {2, 0, 0};

    for (size_t i = 0; i < LENGTH(events); i++) {
        audit_spells x = {4, 3, 4, 0, start, stop, events[i], patient, 0};
        double at_risk[4], had[3];
        int stops[6], counted;
        audit_status status =
            audit_tally_spells(&x, at_risk, had, stops, &counted);

        assert_int_equal(status.code, i < 2 ? AUDIT_BAD_COUNT : AUDIT_OK);
        assert_int_equal(status.at, at[i]);
    }
}

static void refuses_stops_before_all_without_starts(void **state)
{
    (void) state;
    const double bad_stops[] = {-1, -2, -0.5, 3, NAN, -INFINITY, INT_MIN};
    const double events[] = {0, 0};

    for (size_t i = 0; i < LENGTH(bad_stops); i++) {
        const double stop[] = {0, bad_stops[i]};
        audit_spells x = {2, 3, 0, 0, NULL, stop, events, NULL, 0};
        double at_risk[4], had[3];
        int stops[6], counted;
        audit_status status =
            audit_tally_spells(&x, at_risk, had, stops, &counted);

        assert_int_equal(status.code, AUDIT_BAD_INTERVAL);
        assert_int_equal(status.at, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_at_risk_is_counted),
        cmocka_unit_test(without_starts_all_begin_before),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(refuses_more_events_than_add_up),
        cmocka_unit_test(refuses_stops_before_all_without_starts),
    };
    return cmocka_run_group_tests_name("spells", tests, NULL, NULL) != 0;
}
