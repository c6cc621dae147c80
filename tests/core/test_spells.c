#include "test.h"

#include "small_spells.h"

static void a_walk_counts_who_is_at_risk(void **state)
{
    (void) state;
    uint32_t seed = 5;

    for (int round = 0; round < 300; round++) {
        struct small_spells x = random_spells(&seed);
        audit_spells spells = view(&x);
        audit_walk walk = audit_begin_walk(&spells);
        double least = INFINITY;

        assert_int_equal(audit_check_spells(&spells, x.n_patients).code,
                         AUDIT_OK);
        /* Times are whole, so that a half before one all is as on it. */
        for (double t = 0; t <= LAST_TIME; t += 0.5) {
            if (t > x.start[x.by_start[0]])
                least = fmin(least, count_at_risk(&x, t));
            audit_walk_to(&walk, t);
            assert_true(walk.at_risk == count_at_risk(&x, t));
            assert_true(walk.least == least);
            assert_true(audit_events_at(&walk, t) == count_events(&x, t));
            audit_walk_past(&walk, t);
            assert_true(audit_next_stop(&walk) > t);
        }
    }
}

static void expect_refusal(const struct small_spells *x, audit_code code,
                           size_t at)
{
    audit_spells spells = view(x);
    audit_status status = audit_check_spells(&spells, x->n_patients);

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
    order_spells(&good);
    expect_refusal(&good, AUDIT_OK, 0);
    x = good;
    x.patient[2] = 3;
    expect_refusal(&x, AUDIT_BAD_PATIENT, 2);
    x = good;
    x.stop[2] = 1;
    expect_refusal(&x, AUDIT_BAD_INTERVAL, 2);
    x = good;
    x.stop[2] = INFINITY;
    expect_refusal(&x, AUDIT_BAD_INTERVAL, 2);
    x = good;
    x.start[2] = NAN;
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
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_counts_who_is_at_risk),
        cmocka_unit_test(refuses_what_cannot_be),
    };
    return cmocka_run_group_tests_name("spells", tests, NULL, NULL) != 0;
}
