#include "test.h"

#include "base/dist.h"
#include "any_spells.h"

enum { MOST_TIMES = 2 * LAST_TIME + 1 };

struct curve {
    double at_risk[MOST_TIMES], events[MOST_TIMES], estimate[MOST_TIMES];
    double se[MOST_TIMES], low[MOST_TIMES], high[MOST_TIMES];
};

static struct curve curve_of(audit_curve_kind kind,
                             const struct small_spells *x, const double *times,
                             size_t k, double conf_level)
{
    struct curve c;
    struct small_places room;
    struct any_spells any;
    uint32_t seed = 1;
    audit_places at = places_of(&room, times, k);
    audit_curve out = {c.at_risk, c.events, c.estimate, c.se, c.low, c.high};

    in_any_order(&any, x, &seed);
    audit_whole_curve whole = room_of(&any);
    assert_int_equal(audit_make_whole_curve(kind, &any.spells, &whole).code,
                     AUDIT_OK);
    assert_int_equal(audit_curve_at(kind, &any.spells, &whole, &at, conf_level,
                                    &out).code, AUDIT_OK);
    return c;
}

/* The definition, patient by patient and time by time, of whole times. */
static void by_definition(const struct small_spells *x, double until,
                          double *mean, double *variance)
{
    *mean = *variance = 0;
    for (double s = 0; s <= until; s++)
        if (count_events(x, s) > 0)
            *mean += count_events(x, s) / count_at_risk(x, s);
    for (int p = 1; p <= (int) x->n_patients; p++) {
        double psi = 0;
        for (double s = 0; s <= until; s++) {
            double r = count_at_risk(x, s), own = 0, at_risk = 0;
            for (size_t i = 0; i < x->n; i++)
                if (x->patient[i] == p) {
                    own += (double) x->stop[i] == s ? x->events[i] : 0;
                    at_risk += is_at_risk(x, i, s);
                }
            if (r > 0)
                psi += at_risk / r * (own - count_events(x, s) / r);
        }
        *variance += psi * psi;
    }
}

static void a_mean_number_is_what_its_definition_says(void **state)
{
    (void) state;
    uint32_t seed = 11;
    double times[MOST_TIMES];

    for (size_t j = 0; j < MOST_TIMES; j++)
        times[j] = (double) j / 2;
    for (int round = 0; round < 200; round++) {
        struct small_spells x = random_spells(&seed);
        struct curve c = curve_of(AUDIT_MCF, &x, times, MOST_TIMES, 0.95);

        for (size_t j = 0; j < MOST_TIMES; j++) {
            double mean, variance;

            assert_true(c.at_risk[j] == count_at_risk(&x, times[j]));
            assert_true(c.events[j] == count_events(&x, times[j]));
            by_definition(&x, times[j], &mean, &variance);
            assert_close(c.estimate[j], mean);
            assert_true(fabs(c.se[j] - sqrt(variance)) < 1e-7);
            if (c.se[j] > 0) {
                assert_within(c.se[j], sqrt(variance), 1e-12);
                assert_within(log(c.high[j] / mean) * mean,
                              1.959963984540054 * c.se[j], 1e-10);
                assert_within(c.low[j] * c.high[j], mean * mean, 1e-12);
            } else if (mean > 0) {
                assert_true(isnan(c.low[j]) && isnan(c.high[j]));
            }
        }
    }
}

/* Few times asked for see the events of all the time before. */
static void times_asked_for_change_nothing_else(void **state)
{
    (void) state;
    uint32_t seed = 12;
    double all[LAST_TIME + 1], few[2] = {7, 19};

    for (size_t j = 0; j <= LAST_TIME; j++)
        all[j] = (double) j;
    for (int round = 0; round < 100; round++) {
        struct small_spells x = random_spells(&seed);
        struct curve a = curve_of(AUDIT_MCF, &x, all, LAST_TIME + 1, 0.9);
        struct curve b = curve_of(AUDIT_MCF, &x, few, 2, 0.9);
        double events = 0;

        for (int j = 8; j <= 19; j++)
            events += a.events[j];
        assert_true(b.events[1] == events);
        assert_close(b.estimate[1], a.estimate[19]);
        assert_close(b.se[1], a.se[19]);
        assert_close(b.low[0], a.low[7]);
    }
}

/* Three patients, of whom two at the least are at risk up to 8: no event of a
   Poisson count with mean 2 M has probability alpha / 2 at the limit. */
static void no_event_bounds_from_above(void **state)
{
    (void) state;
    struct small_spells x = {.n = 0, .n_patients = 3};
    const double times[] = {3, 8, 12};

    add_spell(&x, 1, 0, 20, 0);
    add_spell(&x, 2, 0, 5, 0);
    add_spell(&x, 2, 7, 20, 0);
    add_spell(&x, 3, 0, 9, 0);
    struct curve c = curve_of(AUDIT_MCF, &x, times, 3, 0.95);
    assert_close(exp(-3 * c.high[0]), 0.025);
    assert_close(exp(-2 * c.high[1]), 0.025);
    assert_close(exp(-2 * c.high[2]), 0.025);
    assert_true(c.low[2] == 0 && c.estimate[2] == 0 && c.se[2] == 0);
}

/* Before all, and on the first place. */
static void before_all_times_nothing_has_happened(void **state)
{
    (void) state;
    struct small_spells x = {.n = 0, .n_patients = 2};
    const double times[] = {-1, 0};

    add_spell(&x, 1, -1, 0, 1);
    add_spell(&x, 2, -1, 3, 0);
    struct curve c = curve_of(AUDIT_SURVIVAL, &x, times, 2, 0.95);
    assert_true(c.estimate[0] == 1 && c.se[0] == 0 && c.events[0] == 0);
    assert_close(c.estimate[1], 0.5);
    assert_close(c.se[1], sqrt(0.125));
    c = curve_of(AUDIT_MCF, &x, times, 2, 0.95);
    assert_true(c.estimate[0] == 0 && c.se[0] == 0 && c.low[0] == 0);
    assert_true(c.at_risk[0] == 2 && c.events[1] == 1);
    assert_close(c.estimate[1], 0.5);
    /* Half of 1/2 and of -1/2 are left of the two. */
    assert_close(c.se[1], sqrt(0.125));
}

static void without_spells_nothing_is_known(void **state)
{
    (void) state;
    struct small_spells x = {.n = 0, .n_patients = 0};
    const double times[] = {3};
    struct curve c = curve_of(AUDIT_MCF, &x, times, 1, 0.95);

    assert_true(c.at_risk[0] == 0 && c.events[0] == 0);
    assert_true(isnan(c.estimate[0]) && isnan(c.low[0]) && isnan(c.high[0]));
}

/* A share needs no patients where each has one spell, a mean number does. */
static void spells_may_be_patients_of_their_own(void **state)
{
    (void) state;
    struct small_spells x = {.n = 0, .n_patients = 2};
    struct any_spells any;

    add_spell(&x, 1, 0, 4, 1);
    add_spell(&x, 2, 0, 9, 0);
    in_any_order(&any, &x, NULL);
    any.spells.patient = NULL;
    any.spells.n_patients = 0;
    audit_whole_curve whole = room_of(&any);
    assert_int_equal(audit_make_whole_curve(AUDIT_SURVIVAL, &any.spells,
                                            &whole).code, AUDIT_OK);
    assert_close(whole.steps.value[4], 0.5);
    audit_status status = audit_make_whole_curve(AUDIT_MCF, &any.spells, &whole);
    assert_true(status.code == AUDIT_BAD_PATIENT && status.at == 0);
}

/* One spell a patient, all entered late or none, with an event or not. */
static struct small_spells random_patients(uint32_t *seed)
{
    struct small_spells x = {.n = 0, .n_patients = MOST_PATIENTS};

    int late = draw(seed, 2);

    for (int p = 1; p <= MOST_PATIENTS; p++) {
        int from = draw(seed, 10);

        add_spell(&x, p, late ? from : -1, from + 1 + draw(seed, 15),
                  draw(seed, 2));
    }
    return x;
}

static void a_share_is_the_product_with_greenwoods_sum(void **state)
{
    (void) state;
    uint32_t seed = 3;
    double times[LAST_TIME + 1];

    for (size_t j = 0; j <= LAST_TIME; j++)
        times[j] = (double) j;
    for (int round = 0; round < 300; round++) {
        struct small_spells x = random_patients(&seed);
        struct curve c = curve_of(AUDIT_SURVIVAL, &x, times, LAST_TIME + 1,
                                  0.95);
        double free = 1, greenwood = 0;

        for (size_t j = 0; j <= LAST_TIME; j++) {
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
    struct curve c = curve_of(AUDIT_SURVIVAL, &x, times, 4, 0.95);
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
        cmocka_unit_test(a_mean_number_is_what_its_definition_says),
        cmocka_unit_test(times_asked_for_change_nothing_else),
        cmocka_unit_test(no_event_bounds_from_above),
        cmocka_unit_test(before_all_times_nothing_has_happened),
        cmocka_unit_test(without_spells_nothing_is_known),
        cmocka_unit_test(spells_may_be_patients_of_their_own),
        cmocka_unit_test(a_share_is_the_product_with_greenwoods_sum),
        cmocka_unit_test(at_both_ends_of_those_whose_state_is_known),
    };
    return cmocka_run_group_tests_name("curve", tests, NULL, NULL) != 0;
}
