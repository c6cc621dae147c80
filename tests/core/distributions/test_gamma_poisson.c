#include "test.h"

#include "base/dist.h"
#include "distributions/gamma_poisson.h"
#include "regression/nb_likelihood.h"

enum { n = 6, most = 4 };
static const double events[n] = {1, 1, 4, 2, 1, 3};
static const double time[n] = {0.5, 0.5, 0.5, 1, 2, 2};
static double above[most], room[4][n];

static audit_windows gather(const double *y, int is_truncated)
{
    audit_windows x = {.is_truncated = is_truncated, .time = room[0],
                       .patients = room[1], .with_event = room[2],
                       .events = room[3]};

    audit_count_above(y, n, most, above);
    audit_gather_windows(y, time, n, above, most, &x);
    return x;
}

/* Of a spread strictly between 0 and 1, from R's own densities. */
static double by_densities(const double *y, audit_gamma_poisson law,
                           int is_truncated)
{
    double k = (1 - law.spread) / law.spread, sum = 0;

    for (int i = 0; i < n; i++) {
        double mu = exp(law.log_size) * (1 - law.spread) * time[i];
        sum += dnbinom_mu(y[i], k, mu, 1);
        if (is_truncated)
            sum -= log1p(-dnbinom_mu(0, k, mu, 0));
    }
    return sum;
}

static void windows_of_one_length_are_one(void **state)
{
    (void) state;
    const double y[n] = {0, 1, 4, 2, 0, 3};
    audit_windows x = gather(y, 0);

    assert_true(x.n == 3 && x.time[0] == 0.5 && x.time[2] == 2);
    assert_true(x.patients[0] == 3 && x.with_event[0] == 2);
    assert_true(x.events[0] == 5 && x.events[1] == 2 && x.with_event[2] == 1);
    assert_close(x.constant, 5 * log(0.5) + 3 * log(2) - log(24) - log(2) -
                                 log(6));
}

static void the_likelihood_is_that_of_the_densities(void **state)
{
    (void) state;
    const double with_none[n] = {0, 1, 4, 2, 0, 3};
    audit_windows selected = gather(events, 1);

    for (double spread = 0.001; spread < 1; spread += 0.0713)
        for (double size = -2; size < 3; size += 0.41) {
            audit_gamma_poisson law = {size, spread};
            double exact = by_densities(events, law, 1);
            assert_within(audit_gamma_poisson_likelihood(&selected, law),
                          exact, 1e-10);
        }
    audit_windows all = gather(with_none, 0);
    audit_gamma_poisson law = {0.3, 0.4};
    assert_close(audit_gamma_poisson_likelihood(&all, law),
                 by_densities(with_none, law, 0));
    law.spread = 1;
    assert_true(audit_gamma_poisson_likelihood(&all, law) == -INFINITY);
}

static void its_ends_are_poisson_and_the_logarithmic_series(void **state)
{
    (void) state;
    audit_windows x = gather(events, 1);
    audit_gamma_poisson poisson = {0.2, 0}, series = {0.2, 1};
    double sum0 = 0, sum1 = 0;

    for (int i = 0; i < n; i++) {
        double nu = exp(0.2) * time[i];
        sum0 += dpois(events[i], nu, 1) - log(-expm1(-nu));
        sum1 += events[i] * log(nu / (1 + nu)) - log(events[i]) -
                log(log1p(nu));
    }
    assert_close(audit_gamma_poisson_likelihood(&x, poisson), sum0);
    assert_close(audit_gamma_poisson_likelihood(&x, series), sum1);
    /* Just inside of the ends it is nearly the same. */
    poisson.spread = 1e-9;
    series.spread = 1 - 1e-9;
    assert_true(fabs(audit_gamma_poisson_likelihood(&x, poisson) - sum0) < 1e-7);
    assert_true(fabs(audit_gamma_poisson_likelihood(&x, series) - sum1) < 1e-7);
}

/* Central differences; at an end and where series stand for cancelling terms. */
static void slopes_are_those_of_the_likelihood(void **state)
{
    (void) state;
    audit_windows x = gather(events, 1);
    const double spreads[] = {0.0001, 0.004, 0.02, 0.3, 0.9, 0.9999};

    for (size_t i = 0; i < LENGTH(spreads); i++)
        for (double size = -5; size < 4; size += 0.77) {
            double u = spreads[i], h = 1e-5;
            audit_gamma_poisson law = {size, u};
            audit_gamma_poisson more = {size + h, u}, less = {size - h, u};
            double slope = (audit_gamma_poisson_likelihood(&x, more) -
                            audit_gamma_poisson_likelihood(&x, less)) / (2 * h);
            assert_true(fabs(audit_gamma_poisson_by_size(&x, law) - slope) <
                        1e-7 * (1 + fabs(slope)));
            more = (audit_gamma_poisson) {size, u + h};
            less = (audit_gamma_poisson) {size, u - h};
            slope = (audit_gamma_poisson_likelihood(&x, more) -
                     audit_gamma_poisson_likelihood(&x, less)) / (2 * h);
            assert_true(fabs(audit_gamma_poisson_by_spread(&x, law) - slope) <
                        1e-6 * (1 + fabs(slope)));
        }
}

/* mu = k = 1: 1 - 2^-2. The ends are exp(-mu) and 1 / (1 + c). */
static void the_exponent_is_that_of_the_formula(void **state)
{
    (void) state;
    double one = 1;
    audit_windows x = {.n = 1, .is_truncated = 1, .time = &one,
                       .patients = &one, .with_event = &one, .events = &one};

    assert_close(audit_repeat_exponent(
                     &x, (audit_gamma_poisson) {log(2), 0.5}), 2 * log(2));
    assert_close(audit_repeat_exponent(
                     &x, (audit_gamma_poisson) {log(1.5), 0}), 1.5);
    assert_close(audit_repeat_exponent(
                     &x, (audit_gamma_poisson) {log(1.5), 1}), log(2.5));
}

/* E(y; y > 1) over E(y; y > 0), summed over the patients' windows. */
static void it_is_the_share_of_events_that_are_repeated(void **state)
{
    (void) state;
    for (int is_truncated = 0; is_truncated < 2; is_truncated++) {
        audit_windows x = gather(events, is_truncated);
        audit_gamma_poisson law = {0.4, 0.3};
        double k = 0.7 / 0.3, repeated = 0, all = 0;

        for (int i = 0; i < n; i++) {
            double mu = exp(0.4) * 0.7 * time[i];
            double chance =
                is_truncated ? 1 - dnbinom_mu(0, k, mu, 0) : 1;
            all += mu / chance;
            repeated += (mu - dnbinom_mu(1, k, mu, 0)) / chance;
        }
        assert_close(-expm1(-audit_repeat_exponent(&x, law)), repeated / all);
    }
}

static void the_size_has_that_exponent(void **state)
{
    (void) state;
    for (int is_truncated = 0; is_truncated < 2; is_truncated++) {
        audit_windows x = gather(events, is_truncated);
        for (double u = 0; u <= 1; u += 0.125)
            for (double exponent = 1e-4; exponent < 50; exponent *= 3) {
                audit_gamma_poisson law = {
                    audit_size_of_exponent(&x, u, exponent), u};
                assert_within(audit_repeat_exponent(&x, law), exponent, 1e-12);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_of_one_length_are_one),
        cmocka_unit_test(the_likelihood_is_that_of_the_densities),
        cmocka_unit_test(its_ends_are_poisson_and_the_logarithmic_series),
        cmocka_unit_test(slopes_are_those_of_the_likelihood),
        cmocka_unit_test(the_exponent_is_that_of_the_formula),
        cmocka_unit_test(it_is_the_share_of_events_that_are_repeated),
        cmocka_unit_test(the_size_has_that_exponent),
    };
    return cmocka_run_group_tests_name("gamma_poisson", tests, NULL, NULL) != 0;
}
