#include "test.h"

#include "regression/nb_profile.h"

enum { N = 10 };

static const double times[] = {1, 2, 0.5, 3, 1.5, 1, 2, 1, 1, 2};
static double above[1 << 17], workspace[600];

/* One number a row beside the intercept; NULL: none. */
static audit_nb_data data_of(const double *y, const double *x)
{
    audit_nb_data d = {N, 1, x ? 1 : 0, 0, y, times, x, NULL, above, 0};

    for (size_t i = 0; i < N; i++)
        d.most = y[i] > (double) d.most ? (size_t) y[i] : d.most;
    assert_true(d.most <= LENGTH(above));
    audit_count_above(y, N, d.most, above);
    d.constant = audit_nb_constant(y, times, N, above, d.most);
    assert_true(audit_nb_profile_workspace(&d) <= LENGTH(workspace));
    return d;
}

struct fitted {
    double b[2], covariance[4];
    audit_nb_fit fit;
};

static void fit_to(const audit_nb_data *d, struct fitted *x)
{
    x->fit = (audit_nb_fit) {x->b, x->covariance, 0, 0, 0, 0, 0};
    assert_int_equal(audit_fit_nb(d, AUDIT_NONE_HELD, 0, workspace,
                                  &x->fit).code, AUDIT_OK);
}

/* At each limit the likelihood of what is left to choose has fallen by the drop. */
static void expect_fall(const audit_nb_data *d, const struct fitted *x,
                        size_t at, double se, double part)
{
    double other[2], low, high;
    audit_nb_fit held = {other, NULL, 0, 0, 0, 0, 0};

    assert_int_equal(audit_nb_profile(d, &x->fit, at, se, 2, workspace, &low,
                                      &high).code, AUDIT_OK);
    const double limits[] = {low, high};
    for (int i = 0; i < 2; i++) {
        /* The other goes along: far from 0 the two are all but one. */
        double move = limits[i] - x->b[at];
        size_t q = audit_nb_coefficients(d);
        double from[] = {x->b[0], q > 1 ? x->b[1] : 0};
        for (size_t j = 0; j < q; j++)
            from[j] += move * x->covariance[j + at * q] /
                       x->covariance[at + at * q];
        audit_held value = {at, limits[i], from};
        assert_true(isfinite(limits[i]));
        assert_int_equal(audit_fit_nb(d, value, 0, workspace, &held).code,
                         AUDIT_OK);
        assert_within(2 * (x->fit.log_likelihood - held.log_likelihood), 2,
                      part);
    }
}

static const double events[] = {0, 3, 1, 7, 0, 2, 0, 9, 4, 1};

static void the_likelihood_has_fallen_by_the_drop(void **state)
{
    (void) state;
    const double x[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    audit_nb_data d = data_of(events, x);
    struct fitted f;

    fit_to(&d, &f);
    for (size_t at = 0; at < 2; at++)
        expect_fall(&d, &f, at, sqrt(f.covariance[3 * at]), 1e-8);
}

/* Numbers in another unit, from another origin: limits of the slope in that unit. */
static void the_unit_and_origin_of_numbers_do_not_matter(void **state)
{
    (void) state;
    double x[N], far[N], low[2], high[2];
    struct fitted f;

    for (int i = 0; i < N; i++) {
        x[i] = i;
        far[i] = 2010 + i / 365.25;
    }
    for (int k = 0; k < 2; k++) {
        audit_nb_data d = data_of(events, k ? far : x);
        fit_to(&d, &f);
        double se = sqrt(f.covariance[3]);
        assert_int_equal(audit_nb_profile(&d, &f.fit, 1, se, 3.84, workspace,
                                          &low[k], &high[k]).code, AUDIT_OK);
        expect_fall(&d, &f, 0, sqrt(f.covariance[0]), 1e-6);
    }
    assert_within(low[1], 365.25 * low[0], 1e-5);
    assert_within(high[1], 365.25 * high[0], 1e-5);
}

static void large_counts_have_limits(void **state)
{
    (void) state;
    const double many[] = {100000, 0, 5, 20000, 0, 3, 900, 0, 60000, 1};
    audit_nb_data d = data_of(many, NULL);
    struct fitted f;

    fit_to(&d, &f);
    expect_fall(&d, &f, 0, sqrt(f.covariance[0]), 1e-6);
}

/* Counts that vary no more than Poisson's: a dispersion of 0 is within. */
static void the_dispersion_may_be_none(void **state)
{
    (void) state;
    const double even[] = {1, 2, 1, 3, 1, 1, 2, 1, 1, 2};
    audit_nb_data d = data_of(even, NULL);
    struct fitted f;
    double low, high;

    fit_to(&d, &f);
    assert_true(f.fit.is_boundary);
    assert_int_equal(audit_nb_profile(&d, &f.fit, 1, 1, 3.84, workspace, &low,
                                      &high).code, AUDIT_OK);
    assert_true(low == 0 && high > 0 && isfinite(high));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_likelihood_has_fallen_by_the_drop),
        cmocka_unit_test(the_unit_and_origin_of_numbers_do_not_matter),
        cmocka_unit_test(large_counts_have_limits),
        cmocka_unit_test(the_dispersion_may_be_none),
    };
    return cmocka_run_group_tests_name("nb_profile", tests, NULL, NULL) != 0;
}
