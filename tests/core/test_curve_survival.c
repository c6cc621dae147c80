#include "test.h"

#include "curve.h"
#include "dist.h"
#include "small_spells.h"

enum { MOST_TIMES = LAST_TIME + 1 };

struct curve {
    double at_risk[MOST_TIMES], events[MOST_TIMES], estimate[MOST_TIMES];
    double se[MOST_TIMES], low[MOST_TIMES], high[MOST_TIMES];
};

static struct curve curve_of(const struct small_spells *x, const double *times,
                             size_t k)
{
    struct curve c;
    struct small_places room;
    double workspace[8 * N_PLACES + 8];
    audit_grid grid = view(x);
    audit_places at = places_of(&room, times, k);
    audit_curve out = {c.at_risk, c.events, c.estimate, c.se, c.low, c.high};

    assert_int_equal(audit_curve_at(AUDIT_SURVIVAL, &grid, x->n_patients, &at,
                                    0.95, workspace, &out).code,
                     AUDIT_OK);
    return c;
}

/* One spell a patient, entered late or not, with an event or not. */
static struct small_spells random_patients(uint32_t *seed)
{
    struct small_spells x = {.n = 0, .n_patients = MOST_PATIENTS};

    for (int p = 1; p <= MOST_PATIENTS; p++) {
        int start = draw(seed, 10);
        int from = start;

        if (draw(seed, 2))
            start = -1;
        add_spell(&x, p, start, from + 1 + draw(seed, 15), draw(seed, 2));
    }
    return x;
}

static void is_the_product_and_greenwoods_sum(void **state)
{
    (void) state;
    uint32_t seed = 3;
    double times[MOST_TIMES];

    for (size_t j = 0; j < MOST_TIMES; j++)
        times[j] = (double) j;
    for (int round = 0; round < 300; round++) {
        struct small_spells x = random_patients(&seed);
        struct curve c = curve_of(&x, times, MOST_TIMES);
        double free = 1, greenwood = 0;

        for (size_t j = 0; j < MOST_TIMES; j++) {
            double r = count_at_risk(&x, times[j]);
            double d = count_events(&x, times[j]);

            assert_true(c.at_risk[j] == r);
            if (d > 0) {
                free *= 1 - d / r;
                greenwood += r > d ? d / (r * (r - d)) : 0;
            }
            assert_close(c.estimate[j], free);
            assert_close(c.se[j], free * sqrt(greenwood));
            assert_true(c.low[j] <= free && free <= c.high[j]);
            if (free > 0 && free < 1) {
                /* Symmetric about log(-log S), with the delta method's error. */
                double middle = log(-log(free));
                double away = 1.959963984540054 * sqrt(greenwood) / -log(free);
                assert_close(log(-log(c.low[j])), middle + away);
                assert_close(log(-log(c.high[j])), middle - away);
            }
        }
    }
}

/* Of four one is censored at 2; the others have the event, the last at 6. */
static void at_both_ends_of_those_whose_state_is_known(void **state)
{
    (void) state;
    struct small_spells x = {.n = 0, .n_patients = 4};
    const double times[] = {1, 3, 6, 9};

    add_spell(&x, 1, -1, 2, 0);
    add_spell(&x, 2, -1, 4, 1);
    add_spell(&x, 3, -1, 5, 1);
    add_spell(&x, 4, -1, 6, 1);
    struct curve c = curve_of(&x, times, 4);
    assert_close(c.low[0], qbeta(0.025, 4, 1, 1, 0));
    assert_close(c.low[1], qbeta(0.025, 3, 1, 1, 0));
    assert_true(c.high[0] == 1 && c.se[0] == 0);
    for (int j = 2; j < 4; j++) {
        assert_true(c.estimate[j] == 0 && c.low[j] == 0 && c.se[j] == 0);
        assert_close(c.high[j], qbeta(0.975, 1, 3, 1, 0));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_the_product_and_greenwoods_sum),
        cmocka_unit_test(at_both_ends_of_those_whose_state_is_known),
    };
    return cmocka_run_group_tests_name("curve_survival", tests, NULL,
                                       NULL) != 0;
}
