#include "test.h"

#include "curves/influence.h"
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
    double own[N_PLACES], drift[N_PLACES];
    double times[LAST_TIME + 1], found[LAST_TIME + 1];
    struct small_places room;
    audit_steps steps = {own, drift};

    for (int j = 0; j <= LAST_TIME; j++)
        times[j] = j - 1;
    for (int round = 0; round < 200; round++) {
        struct small_spells x = random_spells(&seed);
        audit_grid grid = view(&x);
        audit_places at = places_of(&room, times, LAST_TIME + 1);

        for (int j = 0; j < N_PLACES; j++) {
            own[j] = (1 + draw(&seed, 9)) / 8.0;
            drift[j] = (j > 0 ? drift[j - 1] : 0) + draw(&seed, 5) / 4.0;
        }
        for (size_t i = 0; i < x.n;) {
            int who = x.patient[i];
            i = audit_influence(&grid, i, &steps, &at, found);
            assert_true(i == x.n || x.patient[i] == who + 1);
            for (int j = 0; j <= LAST_TIME; j++)
                assert_close(found[j], by_definition(&x, who, own, drift, j - 1));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(are_what_their_definition_says),
    };
    return cmocka_run_group_tests_name("influence", tests, NULL, NULL) != 0;
}
