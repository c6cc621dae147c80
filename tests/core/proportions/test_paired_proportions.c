#include "test.h"

#include "proportions/paired_proportions.h"

/* estimate, low, high, p, exact p, mid-P, score p */
static void by(audit_paired_method method, double a, double b, double c,
               double d, audit_alternative side, double found[7])
{
    audit_paired_tables table = {1, &a, &b, &c, &d};
    audit_paired_answer x = {&found[0], &found[1], &found[2], &found[3],
                             &found[4], &found[5], &found[6]};

    assert_int_equal(audit_compare_paired_tables(&table, method, 0.95, side,
                                                 &x).code, AUDIT_OK);
}

static void one(double a, double b, double c, double d,
                audit_alternative side, double found[7])
{
    by(AUDIT_PAIRED_RD_TANGO, a, b, c, d, side, found);
}

/*
 * The likelihood at a difference d, maximised over the second discordant
 * probability by a fine search, gives the variance of the score: it shares
 * nothing with the equation that is solved.
 */
static double score_at(double b, double c, double n, double d)
{
    double best = -INFINITY, best_q = 0;

    for (int i = 0; i <= 200000; i++) {
        double q = i / 200000.0;
        double p = q + d, rest = 1 - p - q;
        if (p < 0 || rest < 0)
            continue;
        double l = (b > 0 ? b * log(p) : 0) + (c > 0 ? c * log(q) : 0) +
                   (n - b - c > 0 ? (n - b - c) * log(rest) : 0);
        if (l > best) {
            best = l;
            best_q = q;
        }
    }
    return (b - c - n * d) / sqrt(n * (2 * best_q + d * (1 - d)));
}

static void the_score_meets_the_quantile_at_the_limits(void **state)
{
    (void) state;
    const double tables[][4] = {{1, 7, 2, 12}, {10, 4, 9, 20}, {3, 5, 1, 2}};

    for (size_t i = 0; i < LENGTH(tables); i++) {
        const double *t = tables[i];
        double n = t[0] + t[1] + t[2] + t[3], found[7];

        one(t[0], t[1], t[2], t[3], AUDIT_TWO_SIDED, found);
        assert_close(found[0], (t[1] - t[2]) / n);
        assert_true(fabs(score_at(t[1], t[2], n, found[1]) - 1.959964) < 1e-4);
        assert_true(fabs(score_at(t[1], t[2], n, found[2]) + 1.959964) < 1e-4);
    }
}

/* Nobody changed: z^2 / (n + z^2) on both sides. */
static void nobody_changed(void **state)
{
    (void) state;
    const double z2 = 1.9599639845400545 * 1.9599639845400545;
    double found[7];

    one(4, 0, 0, 7, AUDIT_TWO_SIDED, found);
    assert_true(found[0] == 0);
    assert_true(fabs(found[2] - z2 / (11 + z2)) < 1e-9);
    assert_true(fabs(found[1] + found[2]) < 1e-9);
    assert_true(found[3] == 1 && found[4] == 1 && found[5] == 1);
}

static void all_changed_the_same_way(void **state)
{
    (void) state;
    double found[7];

    one(0, 6, 0, 0, AUDIT_TWO_SIDED, found);
    assert_true(found[0] == 1 && found[2] == 1);
    assert_true(found[1] > 0 && found[1] < 1);
    /* 2 / 2^6, and half of it less */
    assert_close(found[4], 1.0 / 32);
    assert_close(found[5], 1.0 / 64);
}

static void swapping_the_times_turns_the_sign(void **state)
{
    (void) state;
    double a[7], b[7];

    one(2, 7, 3, 9, AUDIT_TWO_SIDED, a);
    one(2, 3, 7, 9, AUDIT_TWO_SIDED, b);
    assert_close(a[0], -b[0]);
    assert_close(a[1], -b[2]);
    assert_close(a[3], b[3]);
    assert_close(a[4], b[4]);
}

/* Of the odds, b / c: exact is that of the share b among b + c. */
static void odds_are_those_who_changed(void **state)
{
    (void) state;
    double found[7];

    by(AUDIT_PAIRED_OR_EXACT, 3, 6, 0, 4, AUDIT_TWO_SIDED, found);
    assert_true(found[0] == INFINITY && found[2] == INFINITY);
    /* p^6 = 0.025, and p / (1 - p) */
    double p = pow(0.025, 1.0 / 6);
    assert_close(found[1], p / (1 - p));
    by(AUDIT_PAIRED_OR_MIDP, 3, 6, 0, 4, AUDIT_TWO_SIDED, found);
    p = pow(0.05, 1.0 / 6);
    assert_close(found[1], p / (1 - p));
    by(AUDIT_PAIRED_OR_WILSON, 3, 0, 0, 4, AUDIT_TWO_SIDED, found);
    assert_true(isnan(found[0]) && found[1] == 0 && found[2] == INFINITY);
    assert_true(found[3] == 1);
}

/* A sign turned, or an estimate inverted, swaps the limits. */
static void every_method_is_the_same_seen_from_the_other_side(void **state)
{
    (void) state;
    for (int method = 0; method < AUDIT_N_PAIRED_METHODS; method++) {
        double x[7], y[7];
        int is_difference = method <= AUDIT_PAIRED_RD_SCAS;

        by((audit_paired_method) method, 5, 7, 2, 9, AUDIT_TWO_SIDED, x);
        by((audit_paired_method) method, 5, 2, 7, 9, AUDIT_TWO_SIDED, y);
        assert_true(x[1] < x[0] && x[0] < x[2]);
        for (int i = 0; i < 3; i++) {
            int j = i == 0 ? 0 : 3 - i;
            double want = is_difference ? -y[j] : 1 / y[j];
            assert_true(fabs(x[i] - want) < 1e-11);
        }
        assert_true(fabs(x[3] - y[3]) < 1e-11);
    }
}

static void of_none_and_of_missing(void **state)
{
    (void) state;
    double found[7];

    one(0, 0, 0, 0, AUDIT_TWO_SIDED, found);
    assert_true(isnan(found[0]) && found[1] == -1 && found[2] == 1);
    assert_true(found[3] == 1);
    one(NAN, 1, 1, 1, AUDIT_TWO_SIDED, found);
    assert_true(isnan(found[1]) && isnan(found[3]));
}

static void refuses_what_is_no_count(void **state)
{
    (void) state;
    const double half = 0.5, one_more = 1;
    audit_paired_tables table;
    double room;
    audit_paired_answer x = {&room, &room, &room, &room, &room, &room, &room};

    for (int place = 0; place < 4; place++) {
        const double *at[4];

        for (int i = 0; i < 4; i++)
            at[i] = i == place ? &half : &one_more;
        table = (audit_paired_tables) {1, at[0], at[1], at[2], at[3]};
        assert_int_equal(audit_compare_paired_tables(&table,
                                                     AUDIT_PAIRED_RD_TANGO, 0.95,
                                                     AUDIT_LESS, &x).code,
                         AUDIT_BAD_COUNT);
    }
}

/* Of inst/validation/reference/proportion_paired.csv, which ratesci made, and R. */
struct reference {
    const char *name;
    audit_paired_method method;
    double table[4], estimate, low, high;
};

static const struct reference references[] = {
    {"Tango", AUDIT_PAIRED_RD_TANGO, {21, 9, 2, 12}, 0.159090909091,
     0.0131766740909, 0.311606710358},
    {"Newcombe", AUDIT_PAIRED_RD_NEWCOMBE, {21, 9, 2, 12}, 0.159090909091,
     0.0112425035512, 0.295371780647},
    {"Newcombe, few", AUDIT_PAIRED_RD_NEWCOMBE, {1, 1, 7, 12}, -0.285714285714,
     -0.506920226686, -0.0255591241649},
    {"Bonett and Price", AUDIT_PAIRED_RD_BONETT_PRICE, {21, 9, 2, 12},
     0.159090909091, 0.00497740215035, 0.299370423937},
    {"Bonett and Price, few", AUDIT_PAIRED_RD_BONETT_PRICE, {1, 1, 7, 12},
     -0.285714285714, -0.508359306666, -0.0133798237683},
    {"SCAS", AUDIT_PAIRED_RD_SCAS, {21, 9, 2, 12}, 0.159090909091,
     0.0110745803295, 0.312138340917},
    {"SCAS, few", AUDIT_PAIRED_RD_SCAS, {1, 1, 7, 12}, -0.285714285714,
     -0.528113450606, -0.0184219277302},
    {"Tang", AUDIT_PAIRED_RR_TANG, {21, 9, 2, 12}, 1.30434782609,
     1.02225700301, 1.74967810968},
    {"exact odds", AUDIT_PAIRED_OR_EXACT, {21, 9, 2, 12}, 4.5, 0.931412258194,
     42.7997159353},
    {"mid-P odds", AUDIT_PAIRED_OR_MIDP, {21, 9, 2, 12}, 4.5, 1.07176405222,
     30.5591116682},
    {"Wilson's odds", AUDIT_PAIRED_OR_WILSON, {1, 1, 7, 12}, 0.142857142857,
     0.0229315594888, 0.889959676543},
};

static void agrees_with_other_software(void **state)
{
    const struct reference *x = *state;
    double found[7];

    by(x->method, x->table[0], x->table[1], x->table[2], x->table[3],
       AUDIT_TWO_SIDED, found);
    assert_within(found[0], x->estimate, 1e-11);
    assert_within(found[1], x->low, 2e-6);
    assert_within(found[2], x->high, 2e-6);
}

/*
 * Newcombe's with both - first second: 3 * 2 - 5 * 1 = 1, less half of 11 below 0,
 * so that times count as uncorrelated: distances of Wilson's limits of 8 and of 4
 * of 11, squared and added. 1 * 2 - 5 * 3 = -13 is below 0 and has no half taken.
 */
static void a_correlation_is_brought_nearer_to_none(void **state)
{
    (void) state;
    const double z2 = 1.959963984540054 * 1.959963984540054, n = 11;
    double found[7], low[12], high[12];

    for (int x = 0; x <= 11; x++) {
        double away = sqrt(z2) * sqrt(x * (n - x) / n + z2 / 4);
        low[x] = (x + z2 / 2 - away) / (n + z2);
        high[x] = (x + z2 / 2 + away) / (n + z2);
    }
    by(AUDIT_PAIRED_RD_NEWCOMBE, 3, 5, 1, 2, AUDIT_TWO_SIDED, found);
    assert_close(found[1], 4 / n - hypot(8 / n - low[8], high[4] - 4 / n));
    assert_close(found[2], 4 / n + hypot(high[8] - 8 / n, 4 / n - low[4]));
    by(AUDIT_PAIRED_RD_NEWCOMBE, 1, 5, 3, 2, AUDIT_TWO_SIDED, found);
    double phi = -13 / sqrt(6 * 5 * 4 * 7), a = 6 / n - low[6];
    double b = high[4] - 4 / n;
    assert_close(found[1], 2 / n - sqrt(a * a - 2 * phi * a * b + b * b));
    /* Nobody had it at the first time, so that nothing goes along. */
    by(AUDIT_PAIRED_RD_NEWCOMBE, 0, 0, 4, 7, AUDIT_TWO_SIDED, found);
    assert_close(found[1], -4 / n - hypot(0 - low[0], high[4] - 4 / n));
    assert_close(found[2], -4 / n + hypot(high[0] - 0, 4 / n - low[4]));
}

/*
 * Bonett and Price's ratio where all had it at both times but one each: both
 * proportions have Wilson's limits of 9 of 10 at 1.96 sqrt(4 / 100) / (2 sqrt((1 -
 * 10 / 12) / 10)), and the limits of their quotient are quotients of these.
 */
static void a_narrowed_quotient_by_hand(void **state)
{
    (void) state;
    double z = 1.959963984540054 * 0.2 / (2 * sqrt(1 / 60.0)), z2 = z * z;
    double away = z * sqrt(9 * 1 / 10.0 + z2 / 4), found[7];
    double low = (9 + z2 / 2 - away) / (10 + z2);
    double high = (9 + z2 / 2 + away) / (10 + z2);

    by(AUDIT_PAIRED_RR_BONETT_PRICE, 8, 1, 1, 5, AUDIT_TWO_SIDED, found);
    assert_close(found[0], 1);
    assert_close(found[1], low / high);
    assert_close(found[2], high / low);
    assert_close(found[3], 1);
    by(AUDIT_PAIRED_RR_BONETT_PRICE, 0, 0, 3, 5, AUDIT_TWO_SIDED, found);
    assert_true(found[0] == 0 && found[1] == 0 && isfinite(found[2]));
    by(AUDIT_PAIRED_RR_BONETT_PRICE, 0, 3, 0, 5, AUDIT_TWO_SIDED, found);
    assert_true(found[2] == INFINITY && found[1] > 0);
}

/* R's: binom.test(2, 11) is 0.0654; less half of dbinom(2, 11, 1/2) twice. Of 3
   and 3 the whole less half of 20 / 64; McNemar's score is 7 / sqrt(11). */
static void mcnemars_tests(void **state)
{
    (void) state;
    double found[7];

    one(21, 9, 2, 12, AUDIT_TWO_SIDED, found);
    assert_close(found[4], 0.0654296875);
    assert_close(found[5], 0.03857421875);
    assert_within(found[6], 0.0348084788119, 1e-10);
    one(21, 9, 2, 12, AUDIT_GREATER, found);
    assert_close(found[4], 0.0654296875 / 2);
    one(21, 9, 2, 12, AUDIT_LESS, found);
    assert_close(found[4], 1 - (0.0654296875 / 2 - 55 / 2048.0));
    assert_close(found[5], 1 - 0.03857421875 / 2);
    one(5, 3, 3, 2, AUDIT_TWO_SIDED, found);
    assert_close(found[4], 1);
    assert_close(found[5], 1 - 20 / 64.0 / 2);
    assert_close(found[6], 1);
    one(5, 3, 3, 2, AUDIT_LESS, found);
    assert_close(found[5], 0.5);
}

/* The widths of the hybrid's limits are no differences that rounding turns. */
static void a_ratio_of_great_counts(void **state)
{
    (void) state;
    double f[7];

    by(AUDIT_PAIRED_RR_BONETT_PRICE, 2, 0, 0x1p53, 0, AUDIT_TWO_SIDED, f);
    assert_true(f[1] > 0 && f[1] < f[0] && f[0] < f[2] && f[2] < 1e-14);
    assert_true(f[3] == 0);
    by(AUDIT_PAIRED_RR_BONETT_PRICE, 0x1p53, 0, 2, 0, AUDIT_TWO_SIDED, f);
    assert_close(f[1], 1);
    assert_close(f[2], 1);
    assert_true(f[3] > 0 && f[3] < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_score_meets_the_quantile_at_the_limits),
        cmocka_unit_test(nobody_changed),
        cmocka_unit_test(all_changed_the_same_way),
        cmocka_unit_test(swapping_the_times_turns_the_sign),
        cmocka_unit_test(odds_are_those_who_changed),
        cmocka_unit_test(every_method_is_the_same_seen_from_the_other_side),
        cmocka_unit_test(of_none_and_of_missing),
        cmocka_unit_test(refuses_what_is_no_count),
        cmocka_unit_test(a_correlation_is_brought_nearer_to_none),
        cmocka_unit_test(a_narrowed_quotient_by_hand),
        cmocka_unit_test(mcnemars_tests),
        cmocka_unit_test(a_ratio_of_great_counts),
    };
    int failed = cmocka_run_group_tests_name("paired_proportions", tests, NULL,
                                             NULL);
    failed += RUN_CASES("a table", agrees_with_other_software, references);
    return failed != 0;
}
