#include "test.h"

#include "dist.h"
#include "two_rates.h"

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
    assert_int_equal(audit_compare_rates(&part, AUDIT_RATIO_EXACT, &zero,
                                         &answer, &room, &room).code,
                     AUDIT_BAD_NULL);
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
    };
    return cmocka_run_group_tests_name("two_rates", tests, NULL, NULL) != 0;
}
