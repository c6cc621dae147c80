#include "test.h"

#include "base/dist.h"
#include "curves/curve_incidence.h"

enum { MOST_PATIENTS = 12, MOST_TIMES = 10 };

struct patients {
    size_t n;
    int time[MOST_PATIENTS], status[MOST_PATIENTS];
};

struct curve {
    double at_risk[MOST_TIMES], events[MOST_TIMES], estimate[MOST_TIMES];
    double se[MOST_TIMES], low[MOST_TIMES], high[MOST_TIMES];
};

static struct curve curve_of(const struct patients *x, audit_incidence_kind kind)
{
    double time[MOST_TIMES];
    int events[MOST_TIMES] = {0}, competing[MOST_TIMES] = {0};
    int censored[MOST_TIMES] = {0};
    int *const counts[] = {censored, events, competing};
    struct curve c;
    audit_tally tally = {MOST_TIMES, time, events, competing, censored};
    audit_curve out = {c.at_risk, c.events, c.estimate, c.se, c.low, c.high};

    for (int t = 0; t < MOST_TIMES; t++)
        time[t] = t;
    for (size_t i = 0; i < x->n; i++)
        counts[x->status[i]][x->time[i]]++;
    audit_curve_incidence(&tally, kind, time, MOST_TIMES, 0.95, &out);
    return c;
}

/* The estimate with weights, straight from its definition. */
static double weighted(const struct patients *x, const double *weight, int to)
{
    double free = 1, share = 0;

    for (int s = 0; s <= to; s++) {
        double n = 0, d = 0, d1 = 0;
        for (size_t i = 0; i < x->n; i++) {
            n += x->time[i] >= s ? weight[i] : 0;
            d += x->time[i] == s && x->status[i] > 0 ? weight[i] : 0;
            d1 += x->time[i] == s && x->status[i] == 1 ? weight[i] : 0;
        }
        if (d > 0) {
            share += free * d1 / n;
            free *= 1 - d / n;
        }
    }
    return share;
}

/* The sum of squared derivatives, each by a difference on both sides. */
static double jackknife(const struct patients *x, int to)
{
    const double h = 1e-5;
    double sum = 0;

    for (size_t i = 0; i < x->n; i++) {
        double weight[MOST_PATIENTS], slope = 0;
        for (int side = -1; side <= 1; side += 2) {
            for (size_t j = 0; j < x->n; j++)
                weight[j] = 1 + (i == j ? side * h : 0);
            slope += side * weighted(x, weight, to) / (2 * h);
        }
        sum += slope * slope;
    }
    return sum;
}

static struct patients random_patients(uint32_t *seed)
{
    struct patients x = {.n = (size_t) draw(seed, MOST_PATIENTS)};

    for (size_t i = 0; i < x.n; i++) {
        x.time[i] = draw(seed, MOST_TIMES);
        x.status[i] = draw(seed, 3);
    }
    return x;
}

static void is_the_sum_and_its_jackknife(void **state)
{
    (void) state;
    uint32_t seed = 12;
    const double ones[MOST_PATIENTS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

    for (int round = 0; round < 400; round++) {
        struct patients x = random_patients(&seed);
        struct curve c = curve_of(&x, AUDIT_COMPETING);

        for (int t = 0; t < MOST_TIMES; t++) {
            double share = weighted(&x, ones, t), at_risk = 0, events = 0;
            for (size_t i = 0; i < x.n; i++) {
                at_risk += x.time[i] >= t;
                events += x.time[i] == t && x.status[i] == 1;
            }
            assert_true(c.at_risk[t] == at_risk && c.events[t] == events);
            if (x.n == 0) {
                assert_true(isnan(c.estimate[t]) && isnan(c.high[t]));
                continue;
            }
            assert_close(c.estimate[t], share);
            if (fabs(c.se[t] * c.se[t] - jackknife(&x, t)) > 1e-8)
                fail_msg("variance %.10g, not %.10g", c.se[t] * c.se[t],
                         jackknife(&x, t));
            assert_true(c.low[t] >= 0 && c.low[t] <= share + 1e-12);
            assert_true(share <= c.high[t] + 1e-12 && c.high[t] <= 1);
            if (share > 1e-9 && share < 1 - 1e-9) {
                double away = 1.959963984540054 * c.se[t] / (share * -log(share));
                assert_close(log(-log(c.low[t])), log(-log(share)) + away);
                assert_close(log(-log(c.high[t])), log(-log(share)) - away);
            }
        }
    }
}

/* Four patients: one censored at 2, the others have the event at 4 to 6. */
static void at_both_ends_of_those_whose_state_is_known(void **state)
{
    (void) state;
    const struct patients x = {4, {2, 4, 5, 6}, {0, 1, 1, 1}};
    struct curve c = curve_of(&x, AUDIT_COMPETING);

    assert_close(c.high[2], qbeta(0.975, 1, 4, 1, 0));
    assert_close(c.high[3], qbeta(0.975, 1, 3, 1, 0));
    assert_true(c.low[3] == 0 && c.se[3] == 0 && c.estimate[3] == 0);
    for (int t = 6; t < MOST_TIMES; t++) {
        assert_true(c.estimate[t] == 1 && c.high[t] == 1 && c.se[t] == 0);
        assert_close(c.low[t], qbeta(0.025, 3, 1, 1, 0));
    }
}

/* Who has had a competing event can have no other: the state is known. */
static void a_competing_event_makes_the_state_known(void **state)
{
    (void) state;
    const struct patients x = {3, {1, 2, 3}, {2, 0, 2}};
    struct curve c = curve_of(&x, AUDIT_COMPETING);

    assert_close(c.high[9], qbeta(0.975, 1, 2, 1, 0));
    c = curve_of(&x, AUDIT_NOTHING_COMPETES);
    assert_true(c.high[9] == 1);
}

/* Less than one less Kaplan and Meier's share, whose limits are its own. */
static void nothing_competes_is_kaplan_and_meier(void **state)
{
    (void) state;
    const struct patients x = {5, {1, 2, 3, 4, 5}, {1, 2, 1, 0, 1}};
    struct curve c = curve_of(&x, AUDIT_NOTHING_COMPETES);
    double free = 4.0 / 5 * 2 / 3, v = 1.0 / 20 + 1.0 / 6;
    double away = exp(1.959963984540054 * sqrt(v) / -log(free));

    assert_close(c.estimate[3], 1 - free);
    assert_close(c.se[3], free * sqrt(v));
    assert_close(c.low[3], 1 - pow(free, 1 / away));
    assert_close(c.high[3], 1 - pow(free, away));
    assert_true(c.estimate[5] == 1);
    assert_true(curve_of(&x, AUDIT_COMPETING).estimate[3] < c.estimate[3]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_the_sum_and_its_jackknife),
        cmocka_unit_test(at_both_ends_of_those_whose_state_is_known),
        cmocka_unit_test(a_competing_event_makes_the_state_known),
        cmocka_unit_test(nothing_competes_is_kaplan_and_meier),
    };
    return cmocka_run_group_tests_name("curve_incidence", tests, NULL,
                                       NULL) != 0;
}
