#include "test.h"

#include "base/dist.h"
#include "rates/two_rates.h"

struct found {
    double estimate, low, high, p, p_exact, p_midp;
};

static struct found by(audit_two_rates_method method, double x1, double t1,
                       double x2, double t2, audit_question question)
{
    struct found f;
    audit_two_rates pair = {1, &x1, &t1, &x2, &t2};
    audit_answer answer = {&f.estimate, &f.low, &f.high, &f.p};

    assert_int_equal(audit_compare_rates(&pair, method, &question, &answer,
                                         &f.p_exact, &f.p_midp).code,
                     AUDIT_OK);
    return f;
}

static audit_question no_effect(audit_two_rates_method method)
{
    return (audit_question) {0.95, AUDIT_TWO_SIDED,
                             method <= AUDIT_RATIO_WALD_LOG};
}

static void p_at_a_limit_is_its_share_of_alpha(void **state)
{
    (void) state;
    uint32_t seed = 41;

    for (int round = 0; round < 3000; round++) {
        audit_two_rates_method method = (audit_two_rates_method)
            draw(&seed, AUDIT_N_TWO_RATES_METHODS);
        double x1 = 1 + draw_count(&seed, 1e5), t1 = 1 + draw(&seed, 9);
        double x2 = 1 + draw_count(&seed, 1e5), t2 = 1 + draw(&seed, 9);
        struct found f;

        if (method == AUDIT_RATIO_MINLIKE)
            continue;
        f = by(method, x1, t1, x2, t2, no_effect(method));
        assert_true(f.low < f.estimate && f.estimate < f.high);
        audit_question low = {0.95, AUDIT_GREATER, f.low};
        audit_question high = {0.95, AUDIT_LESS, f.high};
        if (method > AUDIT_RATIO_WALD_LOG || f.low > 0)
            assert_within(by(method, x1, t1, x2, t2, low).p, 0.025, 1e-8);
        assert_within(by(method, x1, t1, x2, t2, high).p, 0.025, 1e-8);
    }
}

/* Of two like groups the interval of the difference is about 0, by each method. */
static void like_groups_have_a_difference_about_0(void **state)
{
    (void) state;
    for (int m = AUDIT_RATIO_WALD_LOG + 1; m < AUDIT_N_TWO_RATES_METHODS; m++) {
        audit_two_rates_method method = (audit_two_rates_method) m;
        struct found f = by(method, 7, 3, 7, 3, no_effect(method));

        assert_true(f.estimate == 0);
        assert_within(f.low, -f.high, 1e-9);
    }
}

/*
 * The score of a difference with the rates that are most likely by a search
 * along the likelihood.
 */
static double score_by_search(double x1, double t1, double x2, double t2,
                              double d)
{
    double low = fmax(0, -d), high = low + (x1 + x2 + 10) / fmin(t1, t2);
    double best = 0;

    for (int round = 0; round < 40; round++) {
        double most = -INFINITY, width = (high - low) / 40;
        for (int i = 0; i <= 40; i++) {
            double r2 = low + i * width, r1 = r2 + d;
            double l = (x1 > 0 ? x1 * log(r1) : 0) - t1 * r1 +
                       (x2 > 0 ? x2 * log(r2) : 0) - t2 * r2;
            if (l > most) {
                most = l;
                best = r2;
            }
        }
        low = fmax(fmax(0, -d), best - width);
        high = best + width;
    }
    return (x1 / t1 - x2 / t2 - d) / sqrt((best + d) / t1 + best / t2);
}

static void the_score_of_a_difference(void **state)
{
    (void) state;
    const double tables[][4] = {{4, 18, 17, 13}, {1, 2, 9, 3}, {6, 1, 5, 4}};

    for (size_t i = 0; i < LENGTH(tables); i++) {
        const double *t = tables[i];
        struct found f = by(AUDIT_DIFFERENCE_SCORE, t[0], t[1], t[2], t[3],
                            no_effect(AUDIT_DIFFERENCE_SCORE));

        assert_true(fabs(score_by_search(t[0], t[1], t[2], t[3], f.low) -
                         1.959963985) < 1e-6);
        assert_true(fabs(score_by_search(t[0], t[1], t[2], t[3], f.high) +
                         1.959963985) < 1e-6);
    }
}

static void swapping_the_groups_turns_the_answer(void **state)
{
    (void) state;
    for (int method = 0; method < AUDIT_N_TWO_RATES_METHODS; method++) {
        audit_two_rates_method of = (audit_two_rates_method) method;
        int is_ratio = of <= AUDIT_RATIO_WALD_LOG;
        struct found a = by(of, 4, 18, 17, 13, no_effect(of));
        struct found b = by(of, 17, 13, 4, 18, no_effect(of));

        assert_true(fabs(a.low - (is_ratio ? 1 / b.high : -b.high)) < 1e-9);
        assert_true(fabs(a.high - (is_ratio ? 1 / b.low : -b.low)) < 1e-9);
        assert_true(fabs(a.p - b.p) < 1e-9);
    }
}

static void without_time_or_events(void **state)
{
    (void) state;
    audit_question ratio = no_effect(AUDIT_RATIO_EXACT);
    audit_question difference = no_effect(AUDIT_DIFFERENCE_SCORE);
    struct found f = by(AUDIT_RATIO_EXACT, 0, 9, 0, 9, ratio);

    assert_true(isnan(f.estimate) && f.low == 0 && f.high == INFINITY);
    assert_true(f.p == 1 && f.p_exact == 1);
    f = by(AUDIT_DIFFERENCE_SCORE, 3, 0, 0, 9, difference);
    assert_true(isnan(f.estimate) && f.low == -INFINITY && f.p == 1);
    f = by(AUDIT_RATIO_SCORE, 3, 9, 0, 9, ratio);
    assert_true(f.estimate == INFINITY && f.high == INFINITY && f.low > 0);
    /* Nothing in either: z^2 over the years. */
    f = by(AUDIT_DIFFERENCE_SCORE, 0, 10, 0, 5, difference);
    double z2 = 1.959963984540054 * 1.959963984540054;
    assert_within(f.high, z2 / 10, 1e-12);
    assert_within(f.low, -z2 / 5, 1e-12);
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    const double half = 0.5, one = 1, negative = -1;
    double room;
    audit_two_rates part = {1, &half, &one, &one, &one};
    audit_two_rates back = {1, &one, &negative, &one, &one};
    audit_answer answer = {&room, &room, &room, &room};
    audit_question zero = {0.95, AUDIT_LESS, 0}, fine = {0.95, AUDIT_LESS, 1};

    assert_int_equal(audit_compare_rates(&part, AUDIT_RATIO_EXACT, &fine,
                                         &answer, &room, &room).code,
                     AUDIT_BAD_COUNT);
    assert_int_equal(audit_compare_rates(&back, AUDIT_RATIO_EXACT, &fine,
                                         &answer, &room, &room).code,
                     AUDIT_BAD_TIME);
    audit_status status = audit_compare_rates(&part, AUDIT_RATIO_EXACT, &zero,
                                              &answer, &room, &room);
    assert_true(status.code == AUDIT_BAD_NULL && status.at == 0);
    const double infinite = INFINITY, missing = NAN;
    for (int place = 0; place < 4; place++) {
        const double *bad[] = {&half, &negative, &infinite, &missing};

        for (size_t i = 0; i < LENGTH(bad); i++) {
            const double *at[4] = {&one, &one, &one, &one};
            int is_time = place % 2;

            if (bad[i] == &half && is_time)
                continue;
            at[place] = bad[i];
            audit_two_rates pair = {1, at[0], at[1], at[2], at[3]};
            status = audit_compare_rates(&pair, AUDIT_RATIO_EXACT, &fine,
                                         &answer, &room, &room);
            assert_int_equal(status.code, bad[i] == &missing ? AUDIT_OK
                                          : is_time ? AUDIT_BAD_TIME
                                                    : AUDIT_BAD_COUNT);
            if (bad[i] == &missing)
                assert_true(isnan(room));
        }
    }
    const audit_question none = {0.95, AUDIT_LESS, NAN};
    const audit_question endless = {0.95, AUDIT_LESS, INFINITY};
    audit_two_rates good_pair = {1, &one, &one, &one, &one};
    for (int m = 0; m < AUDIT_N_TWO_RATES_METHODS; m++) {
        audit_two_rates_method method = (audit_two_rates_method) m;
        assert_int_equal(audit_compare_rates(&good_pair, method, &none, &answer,
                                             &room, &room).code,
                         AUDIT_BAD_NULL);
        assert_int_equal(audit_compare_rates(&good_pair, method, &endless,
                                             &answer, &room, &room).code,
                         AUDIT_BAD_NULL);
        assert_int_equal(audit_compare_rates(&good_pair, method, &zero, &answer,
                                             &room, &room).code,
                         method <= AUDIT_RATIO_WALD_LOG ? AUDIT_BAD_NULL
                                                        : AUDIT_OK);
    }
}

/* In a unit of time a thousand times shorter, or longer, the same. */
static void the_unit_of_time_does_not_matter(void **state)
{
    (void) state;
    const double tables[][4] = {{4, 18, 17, 13}, {1, 2, 9, 3}, {0, 2, 3, 5},
                                {2, 7, 0, 3}, {6, 1, 5, 4}};
    const double levels[] = {0.95, 0.5, 0.1};

    for (size_t i = 0; i < LENGTH(tables); i++)
        for (int m = 0; m < AUDIT_N_TWO_RATES_METHODS; m++)
            for (size_t k = 0; k < 2 * LENGTH(levels); k++) {
                const double *t = tables[i];
                double unit = k % 2 ? 1000 : 0.001;
                audit_two_rates_method method = (audit_two_rates_method) m;
                audit_question question = no_effect(method);

                int is_ratio = method <= AUDIT_RATIO_WALD_LOG;

                question.conf_level = levels[k / 2];
                struct found a = by(method, t[0], t[1], t[2], t[3], question);
                struct found b = by(method, t[0], unit * t[1], t[2],
                                    unit * t[3], question);
                double back = is_ratio ? 1 : unit;
                if (isfinite(a.estimate))
                    assert_within(b.estimate * back, a.estimate, 1e-12);
                if (isfinite(a.low))
                    assert_within(b.low * back, a.low, 1e-8);
                if (isfinite(a.high))
                    assert_within(b.high * back, a.high, 1e-8);
                assert_within(b.p, a.p, 1e-9);
                assert_within(b.p_exact, a.p_exact, 1e-12);
            }
}

/*
 * Laud's correction of the difference's score with the moments over all counts
 * that there are, up to where nothing is left of their probability.
 */
static void skewness_is_that_of_all_counts(void **state)
{
    (void) state;
    const double tables[][5] = {{4, 18, 17, 13, -0.6}, {1, 2, 9, 3, -1},
                                {6, 1, 5, 4, 2}, {3, 4, 2, 5, 1}};

    for (size_t k = 0; k < LENGTH(tables); k++) {
        const double *t = tables[k];
        double d = t[4], second = 0, third = 0;
        double score = score_by_search(t[0], t[1], t[2], t[3], d);
        /* The score is (rates' difference - d) / se, so that se^2 is this. */
        double se = (t[0] / t[1] - t[2] / t[3] - d) / score;
        /* r1 / t1 + r2 / t2 = se^2 with r1 = r2 + d */
        double r2 = (se * se - d / t[1]) / (1 / t[1] + 1 / t[3]), r1 = r2 + d;

        for (int i = 0; i < 120; i++)
            for (int j = 0; j < 120; j++) {
                double s = i / t[1] - j / t[3] - d;
                double p = dpois(i, r1 * t[1], 0) * dpois(j, r2 * t[3], 0);
                second += p * s * s;
                third += p * s * s * s;
            }
        assert_within(second, se * se, 1e-9);
        audit_question question = {0.95, AUDIT_GREATER, d};
        double p = by(AUDIT_DIFFERENCE_SCAS, t[0], t[1], t[2], t[3],
                      question).p;
        double z = qnorm(p, 0, 1, 0, 0);
        double skewness = third / (6 * second * sqrt(second));
        assert_true(fabs(z + (z * z - 1) * skewness - score) < 1e-5);
    }
}

/* Of any level, also where the corrected statistic rises near the estimate. */
static void all_beyond_a_limit_is_rejected(void **state)
{
    (void) state;
    uint32_t seed = 42;

    for (int round = 0; round < 1500; round++) {
        audit_two_rates_method method = round % 3 ? AUDIT_DIFFERENCE_SCAS
                                                  : AUDIT_DIFFERENCE_SCORE;
        double x1 = draw(&seed, 9), t1 = 1 + draw(&seed, 9);
        double x2 = draw(&seed, 9), t2 = 1 + draw(&seed, 9);
        double level = 0.01 + 0.98 * draw_share(&seed);
        int is_low = draw(&seed, 2);
        audit_question question = {level, is_low ? AUDIT_GREATER : AUDIT_LESS, 0};
        struct found f = by(method, x1, t1, x2, t2, question);
        double limit = is_low ? f.low : f.high, width = 3 / fmin(t1, t2);

        assert_true(isfinite(limit));
        for (int i = 1; i <= 30; i++) {
            question.null = is_low ? limit - i * width / 10
                                   : limit + i * width / 10;
            assert_true(by(method, x1, t1, x2, t2, question).p <
                        1 - level + 1e-9);
        }
        question.null = limit + (is_low ? 1e-7 : -1e-7) * width;
        if (x1 + x2 > 0)
            assert_true(by(method, x1, t1, x2, t2, question).p >
                        1 - level - 1e-9);
    }
}

/* Wald's limits of the log, 4 and 16 events in like years: a quarter, with the
   standard error sqrt(1/4 + 1/16). */
static void wald_by_hand(void **state)
{
    (void) state;
    double se = sqrt(0.3125), z = 1.959963984540054;
    struct found f = by(AUDIT_RATIO_WALD_LOG, 4, 8, 16, 8,
                        no_effect(AUDIT_RATIO_WALD_LOG));

    assert_close(f.estimate, 0.25);
    assert_within(f.low, 0.25 * exp(-z * se), 1e-12);
    assert_within(f.high, 0.25 * exp(z * se), 1e-12);
    assert_within(f.p, 2 * pnorm(log(4) / se, 0, 1, 0, 0), 1e-12);
    f = by(AUDIT_RATIO_WALD_LOG, 0, 8, 16, 8, no_effect(AUDIT_RATIO_WALD_LOG));
    assert_true(f.estimate == 0 && f.low == 0 && f.high == INFINITY);
    assert_true(f.p == 1);
}

/* Given all 13 events, 3 of the first is binomial with odds 2 / 5. */
static void ratios_are_those_of_a_share(void **state)
{
    (void) state;
    double p = 2 / 7.0, fewer = pbinom(3, 13, p, 1, 0);
    double more = pbinom(2, 13, p, 0, 0), just = dbinom(3, 13, p, 0), sum = 0;
    struct found f = by(AUDIT_RATIO_EXACT, 3, 2, 10, 5,
                        no_effect(AUDIT_RATIO_EXACT));

    assert_within(f.p, fmin(1, 2 * fmin(fewer, more)), 1e-12);
    assert_true(f.p_exact == f.p);
    assert_within(f.p_midp, 2 * (fmin(fewer, more) - just / 2), 1e-12);
    f = by(AUDIT_RATIO_MIDP, 3, 2, 10, 5, no_effect(AUDIT_RATIO_MIDP));
    assert_true(f.p == f.p_midp);
    for (int k = 0; k <= 13; k++)
        sum += dbinom(k, 13, p, 0) <= just * (1 + 1e-7) ? dbinom(k, 13, p, 0) : 0;
    f = by(AUDIT_RATIO_MINLIKE, 3, 2, 10, 5, no_effect(AUDIT_RATIO_MINLIKE));
    assert_within(f.p, sum, 1e-12);
    f = by(AUDIT_RATIO_SCORE, 3, 2, 10, 5, no_effect(AUDIT_RATIO_SCORE));
    double z = (3 - 13 * p) / sqrt(13 * p * (1 - p));
    assert_within(f.p, 2 * pnorm(fabs(z), 0, 1, 0, 0), 1e-12);
    /* Corrected: z + (z^2 - 1) (1 - 2 p) / (6 sqrt(13 p (1 - p))). */
    f = by(AUDIT_RATIO_SCAS, 3, 2, 10, 5, no_effect(AUDIT_RATIO_SCAS));
    double corrected = qnorm(f.p / 2, 0, 1, 1, 0);
    assert_close(corrected + (corrected * corrected - 1) * (1 - 2 * p) /
                                 (6 * sqrt(13 * p * (1 - p))), z);
}

/* Beyond these the products of rates and times would overflow. */
static void refuses_what_has_no_product(void **state)
{
    (void) state;
    const double one = 1, times[] = {0.9e-50, 1.1e50, 5e-324, 1e300};
    double room;
    audit_answer answer = {&room, &room, &room, &room};
    audit_question fine = {0.95, AUDIT_LESS, 1}, far = {0.95, AUDIT_LESS, 2e100};

    for (size_t i = 0; i < LENGTH(times); i++) {
        audit_two_rates first = {1, &one, &times[i], &one, &one};
        audit_two_rates second = {1, &one, &one, &one, &times[i]};

        assert_int_equal(audit_compare_rates(&first, AUDIT_DIFFERENCE_SCAS, &fine,
                                             &answer, &room, &room).code,
                         AUDIT_BAD_TIME);
        assert_int_equal(audit_compare_rates(&second, AUDIT_RATIO_EXACT, &fine,
                                             &answer, &room, &room).code,
                         AUDIT_BAD_TIME);
    }
    audit_two_rates pair = {1, &one, &one, &one, &one};
    assert_int_equal(audit_compare_rates(&pair, AUDIT_DIFFERENCE_SCORE, &far,
                                         &answer, &room, &room).code,
                     AUDIT_BAD_NULL);
}

static void all_methods_bear_what_is_not_refused(void **state)
{
    (void) state;
    const double events[] = {0, 3, 0x1p40};
    const double times[] = {1e-50, 1e-44, 1, 1e3, 1e46, 1e50};
    const double nulls[] = {-1e100, 0, 1e100};

    for (int i = 0; i < AUDIT_N_TWO_RATES_METHODS * 324; i++) {
        audit_two_rates_method method = (audit_two_rates_method) (i / 324);
        double null = nulls[i % 3];
        int scale = i / 27 % 3, first = i / 81 % 2, second = i / 162 % 2;
        struct found f = by(
            method, events[i / 3 % 3], times[2 * scale + first],
            events[i / 9 % 3], times[2 * scale + second],
            (audit_question) {0.95, AUDIT_TWO_SIDED,
                              method <= AUDIT_RATIO_WALD_LOG ? exp(null / 1e98)
                                                             : null});

        assert_true(f.low <= f.high && f.p >= 0 && f.p <= 1);
        /* Square-and-add is about medians, of which that of none is not 0. */
        if (!isnan(f.estimate) && method != AUDIT_DIFFERENCE_MOVER_JEFFREYS)
            assert_true(f.low <= f.estimate && f.estimate <= f.high);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_at_a_limit_is_its_share_of_alpha),
        cmocka_unit_test(like_groups_have_a_difference_about_0),
        cmocka_unit_test(the_score_of_a_difference),
        cmocka_unit_test(swapping_the_groups_turns_the_answer),
        cmocka_unit_test(without_time_or_events),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(the_unit_of_time_does_not_matter),
        cmocka_unit_test(skewness_is_that_of_all_counts),
        cmocka_unit_test(all_beyond_a_limit_is_rejected),
        cmocka_unit_test(wald_by_hand),
        cmocka_unit_test(ratios_are_those_of_a_share),
        cmocka_unit_test(refuses_what_has_no_product),
        cmocka_unit_test(all_methods_bear_what_is_not_refused),
    };
    return cmocka_run_group_tests_name("two_rates", tests, NULL, NULL) != 0;
}
