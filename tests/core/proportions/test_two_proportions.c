#include "test.h"

#include <string.h>

#include "base/dist.h"
#include "proportions/boschloo.h"
#include "proportions/two_proportions.h"

struct found {
    double estimate, low, high, p, p_score, p_fisher, p_midp, p_boschloo;
};

static double workspace[AUDIT_BOSCHLOO_WORKSPACE];

static struct found by(audit_two_proportions_method method, double x1,
                       double n1, double x2, double n2, double conf_level,
                       audit_alternative side)
{
    struct found f;
    audit_two_proportions pair = {1, &x1, &n1, &x2, &n2};
    audit_two_proportions_answer answer = {
        &f.estimate, &f.low, &f.high, &f.p, &f.p_score, &f.p_fisher,
        &f.p_midp, &f.p_boschloo,
    };

    assert_int_equal(audit_compare_proportions(&pair, method, conf_level, side,
                                               workspace, &answer).code,
                     AUDIT_OK);
    return f;
}

static int is_difference(int method)
{
    return method <= AUDIT_RD_AGRESTI_CAFFO;
}

/* At a level of 1 - p a limit is just at no effect, on one side. */
static void p_inverts_the_interval(void **state)
{
    (void) state;
    const double tables[][4] = {{11, 15, 2, 8}, {1, 20, 3, 7}, {40, 90, 30, 80}};

    for (size_t i = 0; i < LENGTH(tables); i++)
        for (int m = 0; m < AUDIT_N_TWO_PROPORTIONS_METHODS; m++) {
            const double *t = tables[i];
            audit_two_proportions_method method =
                (audit_two_proportions_method) m;
            double none = is_difference(m) ? 0 : 1;
            double p = by(method, t[0], t[1], t[2], t[3], 0.95,
                          AUDIT_GREATER).p;
            double q = by(method, t[0], t[1], t[2], t[3], 0.95, AUDIT_LESS).p;

            if (p < 0.5)
                assert_true(fabs(by(method, t[0], t[1], t[2], t[3], 1 - p,
                                    AUDIT_GREATER).low - none) < 1e-7);
            if (q < 0.5)
                assert_true(fabs(by(method, t[0], t[1], t[2], t[3], 1 - q,
                                    AUDIT_LESS).high - none) < 1e-7);
        }
}

static void swapping_the_groups_turns_the_answer(void **state)
{
    (void) state;
    for (int m = 0; m < AUDIT_N_TWO_PROPORTIONS_METHODS; m++) {
        audit_two_proportions_method method = (audit_two_proportions_method) m;
        struct found a = by(method, 7, 12, 2, 9, 0.9, AUDIT_TWO_SIDED);
        struct found b = by(method, 2, 9, 7, 12, 0.9, AUDIT_TWO_SIDED);

        assert_true(fabs(a.low - (is_difference(m) ? -b.high : 1 / b.high)) <
                    1e-9);
        assert_true(fabs(a.p - b.p) < 1e-9);
        assert_true(fabs(a.p_fisher - b.p_fisher) < 1e-12);
        assert_true(a.low < a.estimate && a.estimate < a.high);
    }
}

static void of_none_all_and_missing(void **state)
{
    (void) state;
    for (int m = 0; m < AUDIT_N_TWO_PROPORTIONS_METHODS; m++) {
        audit_two_proportions_method method = (audit_two_proportions_method) m;
        double least = is_difference(m) ? -1 : 0;
        double most = is_difference(m) ? 1 : INFINITY;
        struct found f = by(method, 0, 0, 2, 9, 0.95, AUDIT_TWO_SIDED);

        assert_true(isnan(f.estimate) && f.low == least && f.high == most);
        assert_true(f.p == 1 && f.p_boschloo == 1);
        f = by(method, NAN, 4, 2, 9, 0.95, AUDIT_TWO_SIDED);
        assert_true(isnan(f.low) && isnan(f.p) && isnan(f.p_boschloo));
        /* Alike but for the one more that Agresti and Caffo add to each. */
        int is_alike = m != AUDIT_RD_AGRESTI_CAFFO;
        f = by(method, 0, 4, 0, 9, 0.95, AUDIT_TWO_SIDED);
        assert_true((f.p > 1 - 1e-9) == is_alike && f.low <= f.high);
        f = by(method, 4, 4, 9, 9, 0.95, AUDIT_TWO_SIDED);
        assert_true((f.p > 1 - 1e-9) == is_alike && f.low <= f.high);
        f = by(method, 4, 4, 0, 9, 0.95, AUDIT_TWO_SIDED);
        assert_true(f.high == most && !isnan(f.low) && !isnan(f.p));
    }
}

/* 11 of 15 against 2 of 8: the tail of the hypergeometric law. */
static void fisher_is_twice_the_smaller_tail(void **state)
{
    (void) state;
    struct found f = by(AUDIT_RD_MN, 11, 15, 2, 8, 0.95, AUDIT_TWO_SIDED);
    double more = phyper(10, 15, 8, 13, 0, 0), just = dhyper(11, 15, 8, 13, 0);

    assert_close(f.p_fisher, 2 * more);
    assert_close(f.p_midp, 2 * more - just);
    assert_true(f.p_boschloo < f.p_fisher);
    f = by(AUDIT_RD_MN, 11, 15, 2, 8, 0.95, AUDIT_LESS);
    double fewer = phyper(11, 15, 8, 13, 1, 0);
    assert_close(f.p_fisher, fewer);
    assert_close(f.p_midp, fewer - just / 2);
    f = by(AUDIT_RD_MN, 11, 15, 2, 8, 0.95, AUDIT_GREATER);
    assert_close(f.p_fisher, more);
    assert_close(f.p_midp, more - just / 2);
}

/* Of 27 of 27 every other table has fewer: the sum of all their probabilities. */
static void rounding_carries_no_p_above_1(void **state)
{
    (void) state;
    struct found f = by(AUDIT_RD_MN, 27, 27, 13, 15, 0.95, AUDIT_LESS);

    assert_true(f.p_fisher == 1);
    f = by(AUDIT_RD_MN, 0, 27, 2, 15, 0.95, AUDIT_GREATER);
    assert_true(f.p_fisher == 1);
}

static void refuses_what_is_no_count(void **state)
{
    (void) state;
    const double many = 5, few = 3, half = 3.5;
    double x;
    audit_two_proportions pair = {1, &many, &few, &few, &few};
    audit_two_proportions_answer answer = {&x, &x, &x, &x, &x, &x, &x, NULL};

    assert_int_equal(audit_compare_proportions(&pair, AUDIT_RD_MN, 0.95,
                                               AUDIT_LESS, workspace,
                                               &answer).code,
                     AUDIT_BAD_COUNT);
    const double infinite = INFINITY;
    pair = (audit_two_proportions) {1, &infinite, &infinite, &few, &many};
    assert_int_equal(audit_compare_proportions(&pair, AUDIT_RD_MN, 0.95,
                                               AUDIT_LESS, workspace,
                                               &answer).code, AUDIT_BAD_COUNT);
    pair = (audit_two_proportions) {1, &few, &many, &infinite, &infinite};
    assert_int_equal(audit_compare_proportions(&pair, AUDIT_RD_MN, 0.95,
                                               AUDIT_LESS, workspace,
                                               &answer).code, AUDIT_BAD_COUNT);
    const double *good[] = {&few, &many, &few, &many}, *bad[4];
    for (int place = 0; place < 4; place++) {
        memcpy(bad, good, sizeof bad);
        bad[place] = &half;
        pair = (audit_two_proportions) {1, bad[0], bad[1], bad[2], bad[3]};
        assert_int_equal(audit_compare_proportions(&pair, AUDIT_RD_MN, 0.95,
                                                   AUDIT_LESS, workspace,
                                                   &answer).code,
                         AUDIT_BAD_COUNT);
    }
}

/* Of inst/validation/reference/proportion_diff.csv, which ratesci made, and R. */
struct reference {
    const char *name;
    audit_two_proportions_method method;
    double pair[4], estimate, low, high;
};

static const struct reference references[] = {
    {"Mee", AUDIT_RD_MEE, {9, 10, 3, 10}, 0.6, 0.182126499456, 0.836950330888},
    {"Miettinen and Nurminen", AUDIT_RD_MN, {56, 70, 48, 80}, 0.2,
     0.052829713248, 0.338172940012},
    {"SCAS", AUDIT_RD_SCAS, {9, 10, 3, 10}, 0.6, 0.177812183562,
     0.862503538173},
    {"Newcombe", AUDIT_RD_NEWCOMBE, {9, 10, 3, 10}, 0.6, 0.170522723935,
     0.809017973535},
    {"Newcombe, for continuity", AUDIT_RD_NEWCOMBE_CC, {9, 10, 3, 10}, 0.6,
     0.101287225886, 0.838668969768},
    {"Agresti and Caffo", AUDIT_RD_AGRESTI_CAFFO, {56, 70, 48, 80}, 0.2,
     0.0524529266381, 0.335758455476},
    {"Koopman", AUDIT_RR_KOOPMAN, {9, 10, 3, 10}, 3, 1.35323719384,
     8.46766868662},
    {"a ratio", AUDIT_RR_MN, {9, 10, 3, 10}, 3, 1.32795657346, 8.69191494806},
    {"SCAS of a ratio", AUDIT_RR_SCAS, {56, 70, 48, 80}, 4 / 3.0, 1.07944654479,
     1.67376857901},
    {"odds", AUDIT_OR_MN, {9, 10, 3, 10}, 21, 2.02158884836, 189.621819706},
    {"exact odds", AUDIT_OR_EXACT, {9, 10, 3, 10}, 17.269033938, 1.38711353794,
     1047.8399817},
    {"exact odds of many", AUDIT_OR_EXACT, {56, 70, 48, 80}, 2.64918729572,
     1.20911547892, 6.03987301313},
};

static void agrees_with_other_software(void **state)
{
    const struct reference *x = *state;
    const double *t = x->pair;
    struct found f = by(x->method, t[0], t[1], t[2], t[3], 0.95,
                        AUDIT_TWO_SIDED);

    assert_within(f.estimate, x->estimate, 1e-9);
    assert_within(f.low, x->low, 2e-7);
    assert_within(f.high, x->high, 2e-7);
}

/* At a level of a half the quantile is 0, and a half of a patient away from each
   proportion is left for continuity: below at the lower limit, above at the upper. */
static void continuity_is_left_at_a_half(void **state)
{
    (void) state;
    double away = hypot(0.5 / 12, 0.5 / 9), d = 7 / 12.0 - 2 / 9.0;
    struct found low = by(AUDIT_RD_NEWCOMBE_CC, 7, 12, 2, 9, 0.5, AUDIT_GREATER);
    struct found high = by(AUDIT_RD_NEWCOMBE_CC, 7, 12, 2, 9, 0.5, AUDIT_LESS);

    assert_close(low.low, d - away);
    assert_close(high.high, d + away);
    low = by(AUDIT_RD_NEWCOMBE, 7, 12, 2, 9, 0.5, AUDIT_GREATER);
    assert_close(low.low, d);
}

/* Katz: 4 of 8 and 2 of 8, log 2 and a variance of 1/8 + 3/8. */
static void katz_by_hand(void **state)
{
    (void) state;
    double z = 1.959963984540054, se = sqrt(0.5);
    struct found f = by(AUDIT_RR_KATZ_LOG, 4, 8, 2, 8, 0.95, AUDIT_TWO_SIDED);

    assert_within(f.low, 2 * exp(-z * se), 1e-12);
    assert_within(f.high, 2 * exp(z * se), 1e-12);
    assert_within(f.p, 2 * pnorm(log(2) / se, 0, 1, 0, 0), 1e-9);
    for (int turned = 0; turned < 2; turned++) {
        f = by(AUDIT_RR_KATZ_LOG, turned ? 0 : 3, 8, turned ? 3 : 0, 8, 0.95,
               AUDIT_TWO_SIDED);
        assert_true(f.p == 1 && f.low == 0 && f.high == INFINITY);
    }
    f = by(AUDIT_RR_KATZ_LOG, 8, 8, 8, 8, 0.95, AUDIT_TWO_SIDED);
    assert_true(f.low == 1 && f.high == 1);
}

/* Groups of one patient each: nobody is too few to be compared. */
static void of_one_each(void **state)
{
    (void) state;
    for (int m = 0; m < AUDIT_N_TWO_PROPORTIONS_METHODS; m++) {
        audit_two_proportions_method method = (audit_two_proportions_method) m;
        struct found f = by(method, 1, 1, 0, 1, 0.95, AUDIT_GREATER);

        assert_true(!isnan(f.estimate));
        /* One of two in the first: a half, whatever the odds are the same. */
        assert_close(f.p_fisher, 0.5);
        assert_close(f.p_midp, 0.25);
        /* p (1 - p) at most */
        assert_within(f.p_boschloo, 0.25, 1e-9);
        f = by(method, 1, 1, 0, 1, 0.95, AUDIT_TWO_SIDED);
        assert_close(f.p_fisher, 1);
        assert_close(f.p_midp, 0.5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_inverts_the_interval),
        cmocka_unit_test(swapping_the_groups_turns_the_answer),
        cmocka_unit_test(of_none_all_and_missing),
        cmocka_unit_test(fisher_is_twice_the_smaller_tail),
        cmocka_unit_test(rounding_carries_no_p_above_1),
        cmocka_unit_test(refuses_what_is_no_count),
        cmocka_unit_test(continuity_is_left_at_a_half),
        cmocka_unit_test(katz_by_hand),
        cmocka_unit_test(of_one_each),
    };
    int failed = cmocka_run_group_tests_name("two_proportions", tests, NULL,
                                             NULL);
    failed += RUN_CASES("a pair", agrees_with_other_software, references);
    return failed != 0;
}
