#include "test.h"

#include "paired_scores.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_statistic_has_the_most_likely_variance),
        cmocka_unit_test(limits_invert_their_p_values),
    };
    return cmocka_run_group_tests_name("paired_scores", tests, NULL, NULL) != 0;
}
