#include "test.h"

#include "rates/paired_rates.h"

static double workspace[200];
static const audit_question plain = {0.95, AUDIT_TWO_SIDED, 1};

/* Patients in order of time after over time before. */
static const double before[] = {2, 1, 3, 0}, after[] = {0, 1, 1, 0};
static const double before_time[] = {1, 1, 1, 1}, after_time[] = {1, 1, 1, 1};

static audit_status robust(const audit_pairs *pairs,
                           const audit_question *question,
                           audit_paired_rates *x)
{
    return audit_compare_pairs(pairs, AUDIT_PAIRED_ROBUST, 0, question,
                               workspace, x);
}

/* With equal times p = theta / (1 + theta) for all, so theta = 2 / 6; each U is
   after - n / 4: -1/2, 1/2, 0; A = 8 * 3/16 = 3/2; m = 3. */
static void equal_times_by_hand(void **state)
{
    (void) state;
    audit_pairs pairs = {4, before, before_time, after, after_time};
    audit_paired_rates x;

    audit_status status =
        robust(&pairs, &plain, &x);
    assert_int_equal(status.code, AUDIT_OK);
    assert_true(x.patients == 4 && x.informative == 3 && x.freedom == 2);
    assert_close(x.estimate, 1.0 / 3);
    assert_close(x.ratio_pooled, 1.0 / 3);
    assert_close(x.std_error, sqrt(1.5 * 0.5) / 1.5);
    assert_true(x.dispersion == 1 && x.notes == 0);
    /* The limits lie alike on both sides of the estimate's log. */
    assert_close(x.low * x.high, x.estimate * x.estimate);
}

/* The estimate solves its equation whatever the times are. */
static void the_estimate_solves_its_equation(void **state)
{
    (void) state;
    uint32_t seed = 5;

    for (int round = 0; round < 300; round++) {
        enum { n = 6 };
        double y0[n], y1[n], t0[n], t1[n], time = 0.2, sum = 0;
        audit_pairs pairs = {n, y0, t0, y1, t1};
        audit_paired_rates x;

        for (int i = 0; i < n; i++) {
            y0[i] = draw(&seed, 4);
            y1[i] = draw(&seed, 4);
            t0[i] = 1 + draw(&seed, 3);
            time += (1 + draw(&seed, 100)) / 100.0;
            t1[i] = time * t0[i];
        }
        assert_int_equal(
            robust(&pairs, &plain, &x).code, AUDIT_OK);
        if (x.events_before == 0 || x.events_after == 0)
            continue;
        for (int i = 0; i < n; i++)
            sum += y1[i] - (y0[i] + y1[i]) * x.estimate * t1[i] /
                               (x.estimate * t1[i] + t0[i]);
        assert_close(sum, 0);
        assert_true(x.low <= x.estimate && x.estimate <= x.high);
        assert_true(x.exact_low <= x.estimate && x.estimate <= x.exact_high);
    }
}

/* p at a limit is its share of alpha, by each method. */
static void p_inverts_each_interval(void **state)
{
    (void) state;
    const double t1[] = {0.5, 0.8, 1, 2};
    const double y1[] = {1, 1, 2, 0};
    audit_pairs pairs = {4, before, before_time, y1, t1};

    for (int method = 0; method < AUDIT_N_PAIRED_RATE_METHODS; method++) {
        audit_paired_rates x, at;
        audit_paired_rate_method of = (audit_paired_rate_method) method;

        audit_compare_pairs(&pairs, of, 0, &plain, workspace, &x);
        assert_true(of == AUDIT_PAIRED_DIFFERENCE || x.low > 0);
        assert_true(x.low < x.estimate && x.estimate < x.high);
        audit_question low = {0.95, AUDIT_GREATER, x.low};
        audit_question high = {0.95, AUDIT_LESS, x.high};
        audit_compare_pairs(&pairs, of, 0, &low, workspace, &at);
        assert_true(fabs(at.p / 0.025 - 1) < 1e-10);
        audit_compare_pairs(&pairs, of, 0, &high, workspace, &at);
        assert_true(fabs(at.p / 0.025 - 1) < 1e-10);
    }
}

/* Of equal times cr2 is robust; of unlike ones it has fewer degrees of freedom. One
   patient of two with all the time that can be told has no variance. */
static void unequal_times_tell_less(void **state)
{
    (void) state;
    const double unlike[] = {0.5, 0.5, 0.5, 8}, much[] = {1e-30, 1e-30, 1, 1};
    audit_pairs pairs = {4, before, before_time, after, after_time};
    audit_paired_rates cr2, x;

    audit_compare_pairs(&pairs, AUDIT_PAIRED_CR2, 0, &plain, workspace, &cr2);
    robust(&pairs, &plain, &x);
    assert_close(cr2.std_error, x.std_error);
    assert_close(cr2.freedom, x.freedom);
    assert_close(cr2.high, x.high);

    const double some[] = {2, 1, 3, 1}, later[] = {0, 1, 1, 2};
    pairs = (audit_pairs) {4, some, unlike, later, unlike};
    audit_compare_pairs(&pairs, AUDIT_PAIRED_CR2, 0, &plain, workspace, &cr2);
    assert_true(cr2.freedom > 1 && cr2.freedom < 1.5);
    audit_compare_pairs(&pairs, AUDIT_PAIRED_CR2_ALONE, 0, &plain, workspace, &x);
    assert_true(x.p == cr2.p && isnan(x.p_sign_flip));

    pairs = (audit_pairs) {3, some, much, later, much};
    audit_compare_pairs(&pairs, AUDIT_PAIRED_CR2_ALONE, 0, &plain, workspace, &x);
    assert_true(x.notes & AUDIT_FALLBACK_EXACT);
    assert_true(!isnan(x.p_sign_flip));
}

static void a_floor_is_the_variance_of_the_model(void **state)
{
    (void) state;
    audit_pairs pairs = {4, before, before_time, after, after_time};
    audit_paired_rates x;

    /* A = 3/2, so 1 / A = 2/3, above the robust (3/4) / (9/4) = 1/3. */
    audit_compare_pairs(&pairs, AUDIT_PAIRED_ROBUST, 1, &plain, workspace, &x);
    assert_close(x.std_error, sqrt(2.0 / 3));
}

/*
 * With equal times r1 / r0 = 2 / 6 and psi = (y1 - 1/2) / 2 - (y0 - 3/2) / 6:
 * -1/3, 1/3, 0, 0; 4/3 of the sum of squares 2/9.
 */
static void pooled_by_hand(void **state)
{
    (void) state;
    audit_pairs pairs = {4, before, before_time, after, after_time};
    audit_paired_rates x;

    audit_compare_pairs(&pairs, AUDIT_PAIRED_POOLED, 0, &plain, workspace, &x);
    assert_close(x.estimate, 1.0 / 3);
    assert_close(x.std_error, sqrt(4.0 / 3 * 2 / 9));
    assert_true(x.freedom == 3);
}

/* Beyond what the exact law can do the score says so and stands in. */
static void too_many_events_are_said(void **state)
{
    (void) state;
    const double many[] = {15000, 16000}, ones[] = {1, 1}, t1[] = {1, 2};
    audit_pairs pairs = {2, many, ones, many, t1};
    static double room[30000];
    audit_paired_rates x, score;

    assert_int_equal(audit_compare_pairs(&pairs, AUDIT_PAIRED_EXACT, 0, &plain,
                                         room, &x).code, AUDIT_OK);
    audit_compare_pairs(&pairs, AUDIT_PAIRED_SCORE, 0, &plain, room, &score);
    assert_true(x.notes & AUDIT_NOT_EXACT);
    assert_true(x.low == score.low && x.high == score.high);
}

static void the_exact_interval_stands_in(void **state)
{
    (void) state;
    const double none[] = {0, 0, 0, 0};
    audit_pairs no_after = {4, before, before_time, none, after_time};
    audit_pairs nothing = {4, none, before_time, none, after_time};
    audit_pairs one = {1, before + 1, before_time, after + 1, after_time};
    audit_paired_rates x;

    robust(&no_after, &plain, &x);
    double squares = 0;
    for (size_t i = 0; i < 4; i++)
        squares += before[i] * before[i];
    assert_close(x.dispersion, squares / 6);
    assert_true(x.events_before == 6);
    assert_true(x.estimate == 0 && x.low == 0 && x.high > x.exact_high);
    assert_true(x.notes == AUDIT_FALLBACK_EXACT);
    /* 6 events, all before: (1 - p)^6 = 0.025 at p = theta / (1 + theta), and
       the same of the effective ones */
    assert_close(x.exact_high, 1 / pow(0.025, 1.0 / 6) - 1);
    assert_close(x.high, 1 / pow(0.025, squares / 36) - 1);
    robust(&nothing, &plain, &x);
    assert_true(isnan(x.estimate) && x.low == 0 && x.high == INFINITY);
    assert_true(x.p == 1 && (x.notes & AUDIT_NO_EVENTS));
    assert_true(x.p_exact == 1 && x.p_midp == 1 && x.p_sign_flip == 1);
    robust(&one, &plain, &x);
    assert_true(isnan(x.std_error) && x.low <= x.exact_low);
}

static void who_lacks_time_is_left_out(void **state)
{
    (void) state;
    const double y0[] = {1, 0}, t0[] = {1, 0}, y1[] = {1, 1}, t1[] = {2, 1};
    audit_pairs pairs = {2, y0, t0, y1, t1};
    audit_paired_rates x;

    robust(&pairs, &plain, &x);
    assert_true(x.patients == 1 && x.events_after == 1);
    assert_true(x.notes & AUDIT_EXCLUDED);
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    const double bad[] = {0.5, 0}, zero[] = {0, 1}, two[] = {2, 1};
    const double ones[] = {1, 1};
    const audit_question no_ratio = {0.95, AUDIT_TWO_SIDED, 0};
    audit_pairs half = {2, bad, ones, ones, ones};
    audit_pairs no_time = {2, ones, zero, ones, ones};
    audit_pairs unsorted = {2, ones, ones, ones, two};
    audit_pairs fine = {2, ones, ones, ones, ones};
    const audit_question no_difference = {0.95, AUDIT_TWO_SIDED, INFINITY};
    audit_paired_rates x;

    assert_int_equal(robust(&half, &plain, &x).code,
                     AUDIT_BAD_COUNT);
    assert_int_equal(robust(&no_time, &plain, &x).code,
                     AUDIT_EVENTS_IN_NO_TIME);
    assert_int_equal(robust(&unsorted, &plain, &x).code,
                     AUDIT_NOT_SORTED);
    assert_int_equal(robust(&fine, &no_ratio, &x).code,
                     AUDIT_BAD_NULL);
    assert_int_equal(audit_compare_pairs(&fine, AUDIT_PAIRED_DIFFERENCE, 0,
                                         &no_difference, workspace, &x).code,
                     AUDIT_BAD_NULL);
}

/* Rates 1/3 and 1 a year: psi = (y1 - 1) / 3 - (y0 - 1/3): -2/3, 2/3, 0, and 3/2
   of the sum of squares; one event is enough, in either period. */
static void pooled_of_one_event(void **state)
{
    (void) state;
    const double y0[] = {1, 0, 0}, y1[] = {1, 2, 0}, ones[] = {1, 1, 1};
    audit_pairs pairs = {3, y0, ones, y1, ones};
    audit_pairs turned = {3, y1, ones, y0, ones};
    audit_paired_rates x;

    audit_compare_pairs(&pairs, AUDIT_PAIRED_POOLED, 0, &plain, workspace, &x);
    assert_close(x.estimate, 3);
    assert_close(x.std_error, sqrt(4.0 / 3));
    assert_true(x.freedom == 2 && x.notes == 0);
    audit_compare_pairs(&turned, AUDIT_PAIRED_POOLED, 0, &plain, workspace, &x);
    assert_close(x.estimate, 1.0 / 3);
    assert_close(x.std_error, sqrt(4.0 / 3));
    assert_true(x.freedom == 2 && x.notes == 0);
}

/*
 * Six events, all before, and all after: (1 - p)^6 is the upper tail. At a level
 * below a half the score's limit is 0, and where the exact one is sought from is
 * then 1.
 */
static void low_levels_have_limits(void **state)
{
    (void) state;
    const double none[] = {0, 0, 0, 0};
    const audit_question less = {0.3, AUDIT_LESS, 1};
    const audit_question greater = {0.3, AUDIT_GREATER, 1};
    audit_pairs no_after = {4, before, before_time, none, after_time};
    audit_pairs no_before = {4, none, before_time, before, after_time};
    audit_paired_rates x;

    assert_int_equal(audit_compare_pairs(&no_after, AUDIT_PAIRED_EXACT, 0, &less,
                                         workspace, &x).code, AUDIT_OK);
    assert_within(x.exact_high, 1 / pow(0.7, 1.0 / 6) - 1, 1e-10);
    assert_int_equal(audit_compare_pairs(&no_before, AUDIT_PAIRED_EXACT, 0,
                                         &greater, workspace, &x).code,
                     AUDIT_OK);
    assert_within(x.exact_low, 1 / (1 / pow(0.7, 1.0 / 6) - 1), 1e-10);
    assert_true(x.exact_high == INFINITY);
}

/*
 * Of 8 events 2 after, each after with probability 1/2 at no effect: 37 / 256 so
 * few, mid-P (1 + 8 + 28 / 2) / 256.
 */
static void the_tests_beside_it(void **state)
{
    (void) state;
    const double y0[] = {1, 2, 3}, y1[] = {1, 0, 1}, ones[] = {1, 1, 1};
    audit_pairs pairs = {3, y0, ones, y1, ones};
    const audit_question less = {0.95, AUDIT_LESS, 1};
    audit_paired_rates x;

    robust(&pairs, &less, &x);
    assert_close(x.p_exact, 37.0 / 256);
    assert_close(x.p_midp, (9 + 14) / 256.0);
    /* after - events / 2: 0, -1, -1; a sum of 2 has half of the patterns */
    assert_close(x.p_sign_flip, 0.5);
    assert_true(x.informative == 3 && x.patients == 3);
}

/* In just the room that is asked for, whoever has events or time. */
static void as_much_room_as_it_says_is_enough(void **state)
{
    (void) state;
    uint32_t seed = 7;

    for (int round = 0; round < 100; round++) {
        enum { n = 5 };
        double y0[n], y1[n], t0[n], t1[n];
        audit_pairs pairs = {n, y0, t0, y1, t1};

        for (int i = 0; i < n; i++) {
            y0[i] = draw(&seed, 3);
            y1[i] = draw(&seed, 3);
            t0[i] = 1;
            t1[i] = 1 + i * (round % 2);
        }
        for (int m = 0; m < AUDIT_N_PAIRED_RATE_METHODS; m++) {
            double *room = just_doubles(audit_pairs_workspace(&pairs));
            audit_paired_rates x;

            audit_compare_pairs(&pairs, (audit_paired_rate_method) m, 0, &plain,
                                room, &x);
            free(room);
        }
    }
}

/* Each patient twice as often after: the pooled ratio does not vary, nor does it
   where one patient is all there is. */
static void a_pooled_ratio_that_does_not_vary_falls_back(void **state)
{
    (void) state;
    const double y0[] = {1, 1, 1}, y1[] = {2, 2, 2}, ones[] = {1, 1, 1};
    audit_paired_rates x;

    for (size_t n = 1; n <= 3; n++) {
        audit_pairs pairs = {n, y0, ones, y1, ones};

        audit_compare_pairs(&pairs, AUDIT_PAIRED_POOLED, 0, &plain, workspace,
                            &x);
        assert_close(x.estimate, 2);
        assert_true(x.notes == AUDIT_FALLBACK_EXACT && isnan(x.std_error));
        /* 3 events of a patient count as one. */
        assert_close(x.dispersion, 3);
        assert_true(x.low < x.exact_low && x.high > x.exact_high);
        robust(&pairs, &plain, &x);
        assert_true(x.notes == AUDIT_FALLBACK_EXACT && isnan(x.std_error));
    }
}

/* Each number of a comparison is one of another, or both are NaN. */
static void assert_same_rates(const audit_paired_rates *a,
                              const audit_paired_rates *b)
{
    const double x[] = {a->estimate, a->std_error, a->freedom, a->low, a->high,
                        a->p, a->exact_low, a->exact_high, a->p_exact,
                        a->p_midp, a->p_sign_flip, a->dispersion, a->notes};
    const double y[] = {b->estimate, b->std_error, b->freedom, b->low, b->high,
                        b->p, b->exact_low, b->exact_high, b->p_exact,
                        b->p_midp, b->p_sign_flip, b->dispersion, b->notes};

    for (size_t i = 0; i < LENGTH(x); i++)
        assert_true(x[i] == y[i] || (isnan(x[i]) && isnan(y[i])));
}

/* By four draws and by many, of each method, where all signs are tried and where
   some are drawn. */
static void steps_lead_where_the_whole_does(void **state)
{
    (void) state;
    enum { most = 60 };
    const size_t at_once[] = {1, 4, 1000000};
    double y0[most], y1[most], t0[most], t1[most];
    uint32_t seed = 8;

    for (int round = 0; round < 8 * AUDIT_N_PAIRED_RATE_METHODS; round++) {
        audit_paired_rate_method method =
            (audit_paired_rate_method) (round % AUDIT_N_PAIRED_RATE_METHODS);
        size_t n = round % 3 ? most : (size_t) draw(&seed, 12);
        audit_pairs pairs = {n, y0, t0, y1, t1};
        audit_paired_rates whole;

        for (size_t i = 0; i < n; i++) {
            y0[i] = draw(&seed, 4);
            y1[i] = round % 7 ? draw(&seed, 3) : 0;
            t0[i] = 1;
            t1[i] = 1 + 0.01 * (double) i;
        }
        double *room = just_doubles(audit_pairs_workspace(&pairs));
        assert_int_equal(audit_compare_pairs(&pairs, method, 0, &plain, room,
                                             &whole).code, AUDIT_OK);
        for (size_t k = 0; k < LENGTH(at_once); k++) {
            audit_pairing work;
            int calls = 0;

            assert_int_equal(audit_pairs_begin(&pairs, method, 0, &plain, room,
                                               &work).code, AUDIT_OK);
            for (; !work.is_done; calls++)
                assert_int_equal(audit_pairs_go_on(&work, at_once[k]).code,
                                 AUDIT_OK);
            assert_same_rates(&work.rates, &whole);
            assert_true(calls <= (at_once[k] > 4 ? 3 : 2502));
        }
        free(room);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_times_by_hand),
        cmocka_unit_test(the_estimate_solves_its_equation),
        cmocka_unit_test(p_inverts_each_interval),
        cmocka_unit_test(unequal_times_tell_less),
        cmocka_unit_test(a_floor_is_the_variance_of_the_model),
        cmocka_unit_test(pooled_by_hand),
        cmocka_unit_test(too_many_events_are_said),
        cmocka_unit_test(the_exact_interval_stands_in),
        cmocka_unit_test(who_lacks_time_is_left_out),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(pooled_of_one_event),
        cmocka_unit_test(low_levels_have_limits),
        cmocka_unit_test(the_tests_beside_it),
        cmocka_unit_test(as_much_room_as_it_says_is_enough),
        cmocka_unit_test(a_pooled_ratio_that_does_not_vary_falls_back),
        cmocka_unit_test(steps_lead_where_the_whole_does),
    };
    return cmocka_run_group_tests_name("paired_rates", tests, NULL, NULL) != 0;
}
