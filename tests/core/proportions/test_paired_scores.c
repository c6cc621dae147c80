#include "test.h"

#include "proportions/paired_scores.h"

/*
 * The likelihood of the table at a ratio or difference, the most likely by a
 * search over the second discordant proportion q and the first, which follows
 * from q, the value and (for a ratio) the share of both times r.
 */
static double variance_by_search(const audit_paired_score *s, double at)
{
    double b = s->first, c = s->second, a = s->both, n = s->all;
    double best = 0, most = -INFINITY;

    for (int i = 0; i <= 4000; i++)
        for (int j = 0; j <= (s->is_ratio ? 400 : 0); j++) {
            double q = i / 4000.0, r = j / 400.0, p, rest;
            p = s->is_ratio ? at * (r + q) - r : q + at;
            rest = s->is_ratio ? 1 - p - q - r : 1 - p - q;
            if (p < 0 || rest < 0)
                continue;
            double others = s->is_ratio ? n - a - b - c : n - b - c;
            double l = (b > 0 ? b * log(p) : 0) + (c > 0 ? c * log(q) : 0) +
                       (others > 0 ? others * log(rest) : 0) +
                       (s->is_ratio && a > 0 ? a * log(r) : 0);
            if (l > most) {
                most = l;
                best = s->is_ratio ? n * (1 + at) * q +
                                         n * (at - 1) * (p + q + r)
                                   : n * (2 * q + at - at * at);
            }
        }
    return best;
}

static void the_statistic_has_the_most_likely_variance(void **state)
{
    (void) state;
    const audit_paired_score tables[] = {
        {3, 7, 2, 15, 0, 0}, {5, 4, 6, 21, 0, 0}, {6, 7, 2, 18, 1, 0}};
    const double values[] = {0.2, -0.3, 1.7};

    for (size_t i = 0; i < LENGTH(tables); i++) {
        const audit_paired_score *s = &tables[i];
        double excess = s->is_ratio
                            ? s->both + s->first -
                                  (s->both + s->second) * values[i]
                            : s->first - s->second - s->all * values[i];
        double want = excess / sqrt(variance_by_search(s, values[i]));

        assert_true(fabs(audit_paired_z(values[i], s) - want) <
                    5e-3 * fabs(want));
    }
}

static void limits_invert_their_p_values(void **state)
{
    (void) state;
    uint32_t seed = 51;

    for (int round = 0; round < 1000; round++) {
        audit_paired_score s = {draw(&seed, 12), 1 + draw(&seed, 12),
                                1 + draw(&seed, 12), 0, draw(&seed, 2), 0};
        audit_tail tail = (audit_tail) draw(&seed, 2);
        double target = 0.25 * pow(2e-4, draw_share(&seed)), limit;

        s.all = s.both + s.first + s.second + draw(&seed, 12);
        s.skewed = !s.is_ratio && draw(&seed, 2);
        assert_int_equal(audit_paired_limit(&s, tail, target, &limit).code,
                         AUDIT_OK);
        if (limit > -1 && limit != 1 && !s.skewed)
            assert_within(audit_paired_score_p(limit, tail, &s), target, 1e-9);
    }
}

/* The likelihood of the second discordant proportion at a difference. */
static double likelihood(const audit_paired_score *s, double q, double d)
{
    double p = q + d, rest = 1 - p - q, others = s->all - s->first - s->second;

    if (p < 0 || q < 0 || rest < 0)
        return -INFINITY;
    return (s->first > 0 ? s->first * log(p) : 0) +
           (s->second > 0 ? s->second * log(q) : 0) +
           (others > 0 ? others * log(rest) : 0);
}

/* The most likely one, by narrowing a grid. */
static double by_narrowing(const audit_paired_score *s, double d)
{
    double low = fmax(0, -d), high = (1 - d) / 2, best = low;

    for (int round = 0; round < 25; round++) {
        double most = -INFINITY, width = (high - low) / 40;

        for (int i = 0; i <= 40; i++) {
            double l = likelihood(s, low + i * width, d);
            if (l > most) {
                most = l;
                best = low + i * width;
            }
        }
        low = fmax(fmax(0, -d), best - width);
        high = fmin((1 - d) / 2, best + width);
    }
    return best;
}

/*
 * Laud's correction with the moments of first - second - n d over all tables:
 * n times those of one patient, who is 1, -1 or 0 less d.
 */
static void skewness_is_that_of_the_patients(void **state)
{
    (void) state;
    uint32_t seed = 52;
    int n_tested = 0;

    for (int round = 0; round < 400; round++) {
        audit_paired_score s = {0, 1 + draw(&seed, 6), 1 + draw(&seed, 6), 0, 0,
                                1};
        double d = 1.6 * (draw_share(&seed) - 0.5);

        s.all = s.first + s.second + draw(&seed, 9);
        double q = by_narrowing(&s, d), p = q + d, n = s.all;
        double second = 0, third = 0;
        const double is[] = {1, -1, 0}, chance[] = {p, q, 1 - p - q};
        for (int i = 0; i < 3; i++) {
            second += chance[i] * (is[i] - d) * (is[i] - d);
            third += chance[i] * pow(is[i] - d, 3);
        }
        double variance = n * second * n / (n - 1);
        double skewness = n * third / (6 * variance * sqrt(variance));
        double score = (s.first - s.second - n * d) / sqrt(variance);
        if (1 + 4 * skewness * (score + skewness) < 0.01)
            continue;
        double z = audit_paired_z(d, &s);
        assert_true(fabs(z + (z * z - 1) * skewness - score) < 1e-5);
        n_tested++;
    }
    assert_true(n_tested > 200);
}

static double value_of(const audit_paired_score *s, double from_0_to_1)
{
    return s->is_ratio ? exp(20 * from_0_to_1 - 10)
                       : 1.998 * from_0_to_1 - 0.999;
}

/* Of any level, whatever holes the set of those not rejected has. */
static void all_beyond_a_limit_is_rejected(void **state)
{
    (void) state;
    uint32_t seed = 53;

    for (int round = 0; round < 2000; round++) {
        audit_paired_score s = {draw(&seed, 9), draw(&seed, 9), draw(&seed, 9),
                                0, draw(&seed, 2), 0};
        audit_tail tail = (audit_tail) draw(&seed, 2);
        double target = 0.001 + 0.998 * draw_share(&seed), limit;

        s.all = s.both + s.first + s.second + draw(&seed, 9);
        s.skewed = !s.is_ratio && draw(&seed, 2);
        if (s.all < 2 || (s.is_ratio && s.both + s.first + s.second == 0))
            continue;
        assert_int_equal(audit_paired_limit(&s, tail, target, &limit).code,
                         AUDIT_OK);
        for (int i = 0; i <= 60; i++) {
            double at = value_of(&s, i / 60.0);
            if (tail == AUDIT_MORE ? at < limit : at > limit)
                assert_true(audit_paired_score_p(at, tail, &s) < target + 1e-9);
        }
        double in = tail == AUDIT_MORE ? 1e-7 : -1e-7;
        in = s.is_ratio ? limit * (1 + in) : limit + in;
        if (limit > value_of(&s, 0) && limit < value_of(&s, 1))
            assert_true(audit_paired_score_p(in, tail, &s) > target - 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_statistic_has_the_most_likely_variance),
        cmocka_unit_test(limits_invert_their_p_values),
        cmocka_unit_test(skewness_is_that_of_the_patients),
        cmocka_unit_test(all_beyond_a_limit_is_rejected),
    };
    return cmocka_run_group_tests_name("paired_scores", tests, NULL, NULL) != 0;
}
