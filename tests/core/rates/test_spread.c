#include "test.h"

#include "base/dist.h"
#include "rates/spread.h"

/* The log likelihood of negative binomial counts, constants left out. */
static double log_likelihood(const audit_group_counts *x, double rate,
                             double alpha)
{
    double sum = 0;

    for (size_t i = 0; i < x->n_counts; i++) {
        double y = x->counts[i], mean = rate * x->count_times[i];
        sum += lgammafn(y + 1 / alpha) - lgammafn(1 / alpha) + y * log(alpha) -
               (y + 1 / alpha) * log1p(alpha * mean);
    }
    return sum;
}

/* Residuals of 3, 1, 0 in 1, 2, 1 years about 1 a year are 2, -1, -1. */
static void by_hand(void **state)
{
    (void) state;
    const double y[] = {3, 1, 0}, t[] = {1, 2, 1};
    audit_group_counts x = {3, t, NULL, 3, y, t};
    audit_spread found;

    assert_int_equal(audit_spread_of(&x, &found).code, AUDIT_OK);
    assert_close(found.effective, 16.0 / 6);
    assert_close(found.jackknife, (64.0 / 9 + 4 + 16.0 / 9) / 4);
    assert_true(found.alpha > 0);
}

/* Alpha is where the likelihood is greatest, of few events and of thousands. */
static void alpha_is_most_likely(void **state)
{
    (void) state;
    const double counts[][5] = {
        {5, 0, 0, 2, 0}, {1, 9, 0, 2, 70}, {400, 90, 0, 65, 130},
        {2000, 1900, 2500, 1200, 2100}, {1, 0, 3, 0, 0},
    };
    const double t[] = {2, 1, 1, 0.3, 3};

    for (size_t k = 0; k < 5; k++) {
        audit_group_counts x = {5, t, NULL, 5, counts[k], t};
        audit_spread found;
        double events = 0, time = 7.3;

        for (size_t i = 0; i < 5; i++)
            events += counts[k][i];
        assert_int_equal(audit_spread_of(&x, &found).code, AUDIT_OK);
        assert_true(found.alpha > 0);
        double there = log_likelihood(&x, events / time, found.alpha);
        assert_true(there > log_likelihood(&x, events / time, 1.01 * found.alpha));
        assert_true(there > log_likelihood(&x, events / time, 0.99 * found.alpha));
    }
}

/* Times that come often, or not at all, and patients without an event. */
static void patients_may_be_counted_by_their_times(void **state)
{
    (void) state;
    const double y[] = {4, 0, 0, 1, 0}, t[] = {2, 1, 1, 3, 1};
    const double times[] = {1, 2, 3, 8, 5}, often[] = {3, 1, 1, 0, 0};
    const double counts[] = {4, 1}, count_times[] = {2, 3};
    audit_group_counts one_by_one = {5, t, NULL, 5, y, t};
    audit_group_counts by_times = {5, times, often, 2, counts, count_times};
    audit_spread a, b;

    assert_int_equal(audit_spread_of(&one_by_one, &a).code, AUDIT_OK);
    assert_int_equal(audit_spread_of(&by_times, &b).code, AUDIT_OK);
    assert_close(a.effective, b.effective);
    assert_close(a.jackknife, b.jackknife);
    assert_close(a.alpha, b.alpha);
}

static void nothing_is_seen_to_vary(void **state)
{
    (void) state;
    const double none[] = {0, 0}, even[] = {2, 4}, t[] = {1, 2};
    audit_group_counts x = {2, t, NULL, 2, none, t};
    audit_spread found;

    assert_int_equal(audit_spread_of(&x, &found).code, AUDIT_OK);
    assert_true(found.jackknife == 1 && found.alpha == 0);
    assert_close(found.effective, 9.0 / 5);
    x.counts = even;
    assert_int_equal(audit_spread_of(&x, &found).code, AUDIT_OK);
    assert_true(found.jackknife == 1 && found.alpha == 0);
    x.n_times = x.n_counts = 1;
    assert_int_equal(audit_spread_of(&x, &found).code, AUDIT_OK);
    assert_true(found.effective == 1 && found.jackknife == 1 && found.alpha == 0);
}

/* A fraction of an event adds that part of what it would to the slope. */
static void fractions_lie_between_whole_counts(void **state)
{
    (void) state;
    const double t[] = {1, 1, 1};
    double before = 0;

    for (double more = 0; more <= 2; more += 0.25) {
        double y[] = {6 + more, 0, 1};
        audit_group_counts x = {3, t, NULL, 3, y, t};
        audit_spread found;

        assert_int_equal(audit_spread_of(&x, &found).code, AUDIT_OK);
        assert_true(found.alpha > before);
        before = found.alpha;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(alpha_is_most_likely),
        cmocka_unit_test(patients_may_be_counted_by_their_times),
        cmocka_unit_test(nothing_is_seen_to_vary),
        cmocka_unit_test(fractions_lie_between_whole_counts),
    };
    return cmocka_run_group_tests_name("spread", tests, NULL, NULL) != 0;
}
