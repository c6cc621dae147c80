#include "test.h"

#include "curves/curve_steps.h"
#include "small_spells.h"

/*
 * Patients 1 and 2 are at risk over (0, 10], 3 over (2, 6]; events at 4 of patient
 * 1 (who stays) and at 6 of patient 3. At 4 three are at risk, at 6 three, at 10
 * two.
 */
static struct small_spells three_patients(void)
{
    struct small_spells x = {.n = 0, .n_patients = 3};

    add_spell(&x, 1, 0, 4, 1);
    add_spell(&x, 1, 4, 10, 0);
    add_spell(&x, 2, 0, 10, 0);
    add_spell(&x, 3, 2, 6, 1);
    return x;
}

static audit_curve_steps make(audit_curve_kind kind, const audit_grid *grid,
                              double *room)
{
    audit_curve_steps x = audit_curve_steps_in(N_PLACES, room);

    audit_at_risk(grid, x.at_risk, x.events);
    audit_make_curve(kind, N_PLACES, &x);
    return x;
}

static void steps_are_on_the_places_of_events(void **state)
{
    (void) state;
    struct small_spells x = three_patients();
    audit_grid grid = view(&x);
    double room[5 * N_PLACES + 1];

    assert_int_equal(audit_curve_steps_size(N_PLACES), LENGTH(room));
    audit_curve_steps mean = make(AUDIT_MCF, &grid, room);
    assert_true(mean.at_risk[0] == 0 && mean.at_risk[1] == 2);
    assert_true(mean.at_risk[4] == 3 && mean.at_risk[7] == 2);
    assert_true(mean.events[4] == 1 && mean.events[5] == 0);
    assert_true(mean.value[3] == 0);
    assert_close(mean.value[4], 1.0 / 3);
    assert_close(mean.value[6], 2.0 / 3);
    assert_close(mean.value[20], 2.0 / 3);
    /* An influence drifts by dN / R^2 at each event. */
    assert_close(mean.own[4], 1.0 / 3);
    assert_close(mean.drift[4], 1.0 / 9);
    assert_close(mean.drift[6], 2.0 / 9);

    audit_curve_steps share = make(AUDIT_SURVIVAL, &grid, room);
    assert_true(share.value[3] == 1);
    assert_close(share.value[6], 4.0 / 9);
    /* Of minus the log: by dN / (R (R - dN)). */
    assert_close(share.drift[4], 1.0 / 6);
}

/* Asked for at 1, 5, 6 and, beyond the last time at risk, 12. */
static void a_reader_counts_since_the_time_before(void **state)
{
    (void) state;
    struct small_spells x = three_patients();
    const double times[] = {1, 5, 6, 12};
    const double events[] = {0, 1, 1, 0}, at_risk[] = {2, 3, 3, 0};
    const double value[] = {0, 1.0 / 3, 2.0 / 3, 2.0 / 3};
    const double least[] = {2, 2, 2, 0};
    double room[5 * N_PLACES + 1];
    struct small_places places;
    audit_grid grid = view(&x);
    audit_places at = places_of(&places, times, 4);
    audit_curve_steps mean = make(AUDIT_MCF, &grid, room);
    audit_curve_reader reader = audit_read_curve(AUDIT_MCF, N_PLACES, &mean);

    for (size_t j = 0; j < 4; j++) {
        audit_point point = audit_next_point(&reader, &at, j);

        assert_true(reader.events == events[j]);
        assert_true(reader.at_risk == at_risk[j]);
        assert_close(point.value, value[j]);
        assert_true(point.base == least[j] && point.std_error == 0);
    }
}

/* Of a share the base is who is at risk and who had the event earlier. */
static void the_base_of_a_share_is_whose_state_is_known(void **state)
{
    (void) state;
    struct small_spells x = {.n = 0, .n_patients = 3};
    const double times[] = {3, 4, 5};
    const double base[] = {3, 3, 2}; /* patient 2 is censored at 4 */
    double room[5 * N_PLACES + 1];
    struct small_places places;

    add_spell(&x, 1, 0, 3, 1);
    add_spell(&x, 2, 0, 4, 0);
    add_spell(&x, 3, 0, 9, 0);
    audit_grid grid = view(&x);
    audit_places at = places_of(&places, times, 3);
    audit_curve_steps share = make(AUDIT_SURVIVAL, &grid, room);
    audit_curve_reader reader = audit_read_curve(AUDIT_SURVIVAL, N_PLACES, &share);
    for (size_t j = 0; j < 3; j++)
        assert_true(audit_next_point(&reader, &at, j).base == base[j]);
}

static void influences_of_a_share_are_those_of_its_log(void **state)
{
    (void) state;
    assert_true(audit_influence_factor(AUDIT_MCF, 0.4) == 1);
    assert_true(audit_influence_factor(AUDIT_SURVIVAL, 0.4) == -0.4);
    assert_true(audit_curve_origin(AUDIT_MCF) == 0);
    assert_true(audit_curve_origin(AUDIT_SURVIVAL) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_on_the_places_of_events),
        cmocka_unit_test(a_reader_counts_since_the_time_before),
        cmocka_unit_test(the_base_of_a_share_is_whose_state_is_known),
        cmocka_unit_test(influences_of_a_share_are_those_of_its_log),
    };
    return cmocka_run_group_tests_name("curve_steps", tests, NULL, NULL);
}
