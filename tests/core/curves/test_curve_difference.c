#include "test.h"

#include "curves/curve_difference.h"
#include "small_spells.h"

struct differences {
    double at_risk[2], events[2], value[2], difference, se, df, low, high, p;
    double statistic;
    int is_fallback;
};

static struct differences difference_at(audit_curve_kind kind,
                                        const struct small_spells *a,
                                        const struct small_spells *b,
                                        int is_paired,
                                        audit_score_variance variance, double time)
{
    struct differences d;
    struct small_places room;
    audit_places at = places_of(&room, &time, 1);
    audit_curve_pair pair = {{view(a), view(b)}, {a->n_patients, b->n_patients},
                             is_paired};
    double *workspace =
        just_doubles(audit_curve_difference_workspace(&pair.side[0], 1));
    audit_differences out = {
        {&d.at_risk[0], &d.at_risk[1]}, {&d.events[0], &d.events[1]},
        {&d.value[0], &d.value[1]}, &d.difference, &d.se, &d.df, &d.low, &d.high,
        &d.p, &d.statistic, &d.is_fallback,
    };

    assert_int_equal(audit_curve_difference(kind, &pair, variance, &at, 0.95,
                                            workspace, &out).code,
                     AUDIT_OK);
    free(workspace);
    return d;
}

/* Own events and time at risk of a patient at a time. */
static double own_events(const struct small_spells *x, int p, double s)
{
    double events = 0;
    for (size_t i = 0; i < x->n; i++)
        events += x->patient[i] == p && (double) x->stop[i] == s ? x->events[i] : 0;
    return events;
}

static double own_risk(const struct small_spells *x, int p, double s)
{
    double at_risk = 0;
    for (size_t i = 0; i < x->n; i++)
        at_risk += x->patient[i] == p && is_at_risk(x, i, s);
    return at_risk;
}

/* The influence of a patient on the mean, or the pseudo-score, up to a time. */
static double influence(const struct small_spells *x, const struct small_spells *y,
                        int p, double until, int of_score,
                        audit_score_variance variance)
{
    double sum = 0;

    for (double s = 0; s <= until; s++) {
        double r = count_at_risk(x, s), other = count_at_risk(y, s);
        double mean = r > 0 ? count_events(x, s) / r : 0;

        if (r == 0)
            continue;
        if (of_score && variance == AUDIT_NULL_VARIANCE)
            mean = (count_events(x, s) + count_events(y, s)) / (r + other);
        sum += (of_score ? other / (r + other) : 1 / r) *
               (own_events(x, p, s) - own_risk(x, p, s) * mean);
    }
    return sum;
}

struct sums {
    double own[2], both, score, total;
};

static struct sums sum_up(const struct small_spells *a,
                          const struct small_spells *b, int is_paired,
                          double until, audit_score_variance variance)
{
    struct sums x = {{0, 0}, 0, 0, 0};

    for (int p = 1; p <= MOST_PATIENTS; p++) {
        double i0 = influence(a, b, p, until, 0, variance);
        double i1 = influence(b, a, p, until, 0, variance);
        double s0 = influence(a, b, p, until, 1, variance);
        double s1 = influence(b, a, p, until, 1, variance);

        x.own[0] += i0 * i0;
        x.own[1] += i1 * i1;
        x.both += (i0 - i1) * (i0 - i1);
        x.score += is_paired ? (s0 - s1) * (s0 - s1) : s0 * s0 + s1 * s1;
    }
    for (double s = 0; s <= until; s++) {
        double ra = count_at_risk(a, s), rb = count_at_risk(b, s);
        if (ra > 0 && rb > 0)
            x.total += ra * rb / (ra + rb) *
                       (count_events(a, s) / ra - count_events(b, s) / rb);
    }
    return x;
}

static void is_what_its_definition_says(void **state)
{
    (void) state;
    uint32_t seed = 31;
    int n_tested = 0;

    for (int round = 0; round < 400; round++) {
        struct small_spells a = random_spells(&seed), b = random_spells(&seed);
        int is_paired = a.n_patients == b.n_patients;
        audit_score_variance variance = round % 2 ? AUDIT_NULL_VARIANCE
                                                  : AUDIT_GROUP_VARIANCE;
        double until = 3 + draw(&seed, 30);
        struct differences d = difference_at(AUDIT_MCF, &a, &b, is_paired,
                                             variance, until);
        struct sums x = sum_up(&a, &b, is_paired, until, variance);

        assert_true(d.at_risk[0] == count_at_risk(&a, until));
        if (x.score > 1e-20)
            assert_true(fabs(d.statistic - x.total / sqrt(x.score)) < 1e-9);
        if (isnan(d.se))
            continue;
        double n0 = (double) a.n_patients, n1 = (double) b.n_patients;
        double v0 = x.own[0] * n0 / (n0 - 1), v1 = x.own[1] * n1 / (n1 - 1);
        assert_within(d.se * d.se,
                      is_paired ? x.both * n0 / (n0 - 1) : v0 + v1, 1e-10);
        if (is_paired)
            assert_true(d.df == n0 - 1);
        else
            assert_within(d.df, (v0 + v1) * (v0 + v1) /
                          (v0 * v0 / (n0 - 1) + v1 * v1 / (n1 - 1)), 1e-10);
        assert_true((d.p <= 0.05) == (d.low >= 0 || d.high <= 0));
        n_tested += is_paired ? 1 : 1000;
    }
    assert_true(n_tested > 100000 && n_tested % 1000 > 10);
}

/* The two sides exchanged turn the difference round. */
static void sides_exchanged_turn_it_round(void **state)
{
    (void) state;
    uint32_t seed = 32;

    for (int round = 0; round < 200; round++) {
        struct small_spells a = random_spells(&seed), b = random_spells(&seed);
        struct differences d = difference_at(AUDIT_MCF, &a, &b, 0,
                                             AUDIT_NULL_VARIANCE, 12);
        struct differences e = difference_at(AUDIT_MCF, &b, &a, 0,
                                             AUDIT_NULL_VARIANCE, 12);

        assert_close(d.difference, -e.difference);
        assert_close(d.low, -e.high);
        assert_close(d.p, e.p);
        assert_close(d.statistic, -e.statistic);
        assert_true(d.is_fallback == e.is_fallback);
    }
}

/* No event in five patients at risk on one side: squares of distances, with the
   upper limit -log(alpha / 2) / 5 and the other's own. */
static void a_side_without_events_has_limits(void **state)
{
    (void) state;
    struct small_spells a = {.n = 0, .n_patients = 5}, b = a;

    for (int p = 1; p <= 5; p++) {
        add_spell(&a, p, 0, 20, 0);
        add_spell(&b, p, 0, 10, p % 3);
        add_spell(&b, p, 10, 20, p % 2);
    }
    struct differences d = difference_at(AUDIT_MCF, &b, &a, 0,
                                         AUDIT_NULL_VARIANCE, 20);
    double mean = 9 / 5.0, se = 0;
    for (int p = 1; p <= 5; p++)
        se += (p % 3 + p % 2 - mean) * (p % 3 + p % 2 - mean) / 25;
    se = sqrt(se);
    double low = mean * exp(-1.959963984540054 * se / mean);
    double high = mean * exp(1.959963984540054 * se / mean);
    assert_true(d.is_fallback && isnan(d.se));
    assert_close(d.high, high);
    assert_close(d.low, mean - hypot(mean - low, -log(0.025) / 5));

    /* Neither has: the distances are those of the two upper limits. */
    d = difference_at(AUDIT_MCF, &a, &a, 0, AUDIT_NULL_VARIANCE, 20);
    assert_true(d.difference == 0 && d.p == 1 && isnan(d.statistic));
    assert_close(d.high, -log(0.025) / 5);
}

/* p is the level at which the limit meets 0. */
static void p_inverts_what_stands_in(void **state)
{
    (void) state;
    uint32_t seed = 33;
    int n_tested = 0;

    for (int round = 0; round < 600; round++) {
        struct small_spells a = random_spells(&seed), b = random_spells(&seed);
        struct differences d = difference_at(AUDIT_MCF, &a, &b, 0,
                                             AUDIT_NULL_VARIANCE, 8);

        if (!d.is_fallback || isnan(d.low))
            continue;
        n_tested++;
        assert_true(d.p >= 0 && d.p <= 1);
        assert_true((d.p <= 0.05) == (d.low >= 0 || d.high <= 0) ||
                    d.difference == 0);
    }
    assert_true(n_tested > 20);
}

/* Without censoring a share is a mean of ones, whose variance is p (1 - p) / n. */
static void shares_without_censoring_are_proportions(void **state)
{
    (void) state;
    struct small_spells a = {.n = 0, .n_patients = 8}, b = {.n = 0, .n_patients = 5};

    /* On the first place of all, too. */
    for (int p = 1; p <= 8; p++)
        add_spell(&a, p, -1, p <= 3 ? 2 * p - 2 : 20, p <= 3);
    for (int p = 1; p <= 5; p++)
        add_spell(&b, p, -1, p <= 2 ? 3 * p - 3 : 20, p <= 2);
    for (int time = 0; time <= 12; time++) {
        double had_a = 1 + (time >= 2) + (time >= 4), had_b = 1 + (time >= 3);
        double s = 1 - had_a / 8, t = 1 - had_b / 5;
        struct differences d = difference_at(AUDIT_SURVIVAL, &a, &b, 0,
                                             AUDIT_NULL_VARIANCE, time);
        assert_close(d.difference, s - t);
        assert_close(d.se * d.se, s * (1 - s) / 7 + t * (1 - t) / 4);
        assert_true(d.events[0] == had_a && d.events[1] == had_b);
        assert_false(d.is_fallback);
    }
    struct differences d = difference_at(AUDIT_SURVIVAL, &a, &b, 0,
                                         AUDIT_NULL_VARIANCE, -1);
    assert_true(d.is_fallback && d.difference == 0 && d.p == 1);
    assert_true(d.low >= -1 && d.high <= 1);
}

/* One patient with one spell on a side, and nobody. */
static void a_side_of_one_spell_or_none(void **state)
{
    (void) state;
    struct small_spells one = {.n = 0, .n_patients = 1};
    struct small_spells many = {.n = 0, .n_patients = 4}, nobody = {.n = 0};

    add_spell(&one, 1, 0, 20, 0);
    for (int p = 1; p <= 4; p++)
        add_spell(&many, p, 0, 20, p % 2);
    struct differences d = difference_at(AUDIT_MCF, &one, &one, 0,
                                         AUDIT_NULL_VARIANCE, 20);
    assert_true(d.is_fallback && d.difference == 0);
    assert_close(d.high, -log(0.025));
    assert_close(d.low, log(0.025));
    d = difference_at(AUDIT_MCF, &one, &many, 0, AUDIT_NULL_VARIANCE, 20);
    assert_true(d.is_fallback && d.difference == -0.5 && isfinite(d.low));
    d = difference_at(AUDIT_MCF, &many, &one, 0, AUDIT_NULL_VARIANCE, 20);
    assert_true(d.is_fallback && d.difference == 0.5 && isfinite(d.high));
    d = difference_at(AUDIT_MCF, &many, &nobody, 0, AUDIT_NULL_VARIANCE, 20);
    assert_true(!d.is_fallback && isnan(d.difference) && isnan(d.low));
    assert_true(d.value[0] == 0.5 && isnan(d.value[1]));
    d = difference_at(AUDIT_MCF, &nobody, &many, 0, AUDIT_NULL_VARIANCE, 20);
    assert_true(isnan(d.difference) && isnan(d.value[0]) && d.value[1] == 0.5);
}

/* Patients alike on both sides: there is no difference, and none that varies. */
static void patients_alike_on_both_sides_do_not_differ(void **state)
{
    (void) state;
    uint32_t seed = 34;
    int n_tested = 0;

    for (int round = 0; round < 100; round++) {
        struct small_spells a = random_spells(&seed);
        struct differences d = difference_at(AUDIT_MCF, &a, &a, 1,
                                             AUDIT_NULL_VARIANCE, 12);
        struct differences e = difference_at(AUDIT_MCF, &a, &a, 0,
                                             AUDIT_NULL_VARIANCE, 12);
        assert_true(d.difference == 0 && isnan(d.se) && isnan(d.statistic));
        if (isnan(e.se))
            continue;
        n_tested++;
        assert_false(d.is_fallback);
        assert_true(isnan(d.low) && isnan(d.p));
        /* Nothing is left of those who are alone when they have an event. */
        assert_true(e.p == 1 && !(fabs(e.statistic) > 1e-12));
    }
    assert_true(n_tested > 50);
}

/* All have the event at once, or none has: a share's difference is 1 at most. */
static void shares_differ_by_one_at_most(void **state)
{
    (void) state;
    struct small_spells a = {.n = 0, .n_patients = 3}, b = a;

    for (int p = 1; p <= 3; p++) {
        add_spell(&a, p, 0, p, 1);
        add_spell(&b, p, 0, p == 1 ? 1 : 20, p == 1);
    }
    struct differences d = difference_at(AUDIT_SURVIVAL, &b, &a, 0,
                                         AUDIT_NULL_VARIANCE, 2);
    assert_close(d.difference, 1 / 3.0);
    assert_true(!d.is_fallback && d.high == 1 && d.low < 0);
    d = difference_at(AUDIT_SURVIVAL, &a, &b, 0, AUDIT_NULL_VARIANCE, 2);
    assert_true(d.low == -1 && d.high > 0);
    d = difference_at(AUDIT_SURVIVAL, &b, &a, 0, AUDIT_NULL_VARIANCE, 5);
    assert_close(d.difference, 2 / 3.0);
    assert_true(d.is_fallback && d.high <= 1 && d.low >= -1);
    assert_true(d.p > 0 && d.p < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_what_its_definition_says),
        cmocka_unit_test(sides_exchanged_turn_it_round),
        cmocka_unit_test(a_side_without_events_has_limits),
        cmocka_unit_test(p_inverts_what_stands_in),
        cmocka_unit_test(shares_without_censoring_are_proportions),
        cmocka_unit_test(a_side_of_one_spell_or_none),
        cmocka_unit_test(patients_alike_on_both_sides_do_not_differ),
        cmocka_unit_test(shares_differ_by_one_at_most),
    };
    return cmocka_run_group_tests_name("curve_difference", tests, NULL, NULL) != 0;
}
