#include "test.h"

#include "regression/nb_profile.h"
#include "regression/negative_binomial.h"

enum { N = 8 };

static const double events[] = {3, 0, 1, 7, 0, 2, 0, 4};
static const double times[] = {2, 1, 0.5, 3, 1.5, 1, 2, 1};
static const int group[] = {1, 1, 1, 1, 2, 2, 2, 2};
static double above[20], workspace[400];

static audit_nb_data data_of(const double *y, size_t groups)
{
    audit_nb_data d = {N, groups, 0, 0, y, times, NULL, group, above, 0};

    for (size_t i = 0; i < N; i++)
        d.most = y[i] > (double) d.most ? (size_t) y[i] : d.most;
    audit_count_above(y, N, d.most, above);
    d.constant = audit_nb_constant(y, times, N, above, d.most);
    assert_true(audit_nb_profile_workspace(&d) <= LENGTH(workspace));
    return d;
}

static double likelihood_at(const audit_nb_data *d, const double *b,
                            double alpha, double *gradient)
{
    static double room[100], information[9], expected[4];
    audit_nb_sums sums = {0, gradient, information, expected};

    audit_nb_at(d, b, alpha, room, &sums);
    return sums.log_likelihood;
}

static void the_fit_is_the_top(void **state)
{
    (void) state;
    audit_nb_data d = data_of(events, 2);
    double b[2], covariance[4], gradient[3], beside[2];
    audit_nb_fit fit = {b, covariance, 0, 0, 0, 0, 0};

    assert_int_equal(audit_fit_nb(&d, AUDIT_NONE_HELD, 0, workspace,
                                  &fit).code, AUDIT_OK);
    assert_true(fit.alpha > 0 && !fit.is_boundary);
    assert_true(fit.log_likelihood > fit.poisson);
    assert_close(likelihood_at(&d, b, fit.alpha, gradient),
                 fit.log_likelihood);
    for (int j = 0; j < 3; j++)
        assert_true(fabs(gradient[j]) < 1e-7);
    for (int j = 0; j < 4; j++) {
        beside[0] = b[0] + (j == 0 ? 0.01 : j == 1 ? -0.01 : 0);
        beside[1] = b[1] + (j == 2 ? 0.01 : j == 3 ? -0.01 : 0);
        assert_true(likelihood_at(&d, beside, fit.alpha, gradient) <
                    fit.log_likelihood);
    }
}

/* No more variable than Poisson: rates of the groups, 1 / events each. */
static void the_boundary_is_the_poisson_fit(void **state)
{
    (void) state;
    const double even[] = {1, 2, 1, 3, 1, 1, 2, 1};
    audit_nb_data d = data_of(even, 2);
    double b[2], covariance[4];
    audit_nb_fit fit = {b, covariance, 0, 0, 0, 0, 0};

    audit_fit_nb(&d, AUDIT_NONE_HELD, 0, workspace, &fit);
    assert_true(fit.alpha == 0 && fit.is_boundary);
    assert_close(b[0], log(7 / 6.5));
    assert_close(b[0] + b[1], log(5 / 5.5));
    assert_close(covariance[0], 1.0 / 7);
    assert_close(covariance[3], 1.0 / 7 + 1.0 / 5);
}

/* One patient with far more time than the others, who vary. */
static void an_optimum_away_from_the_boundary_is_found(void **state)
{
    (void) state;
    const double y[] = {400, 0, 0, 0, 0, 7, 8, 0};
    const double long_time[] = {400, 1, 1, 1, 1, 1, 1, 1};
    static double above_y[400], gradient[2];
    audit_nb_data d = {N, 1, 0, 400, y, long_time, NULL, NULL, above_y, 0};
    double b[1], covariance[1], score = 0;
    audit_nb_fit fit = {b, covariance, 0, 0, 0, 0, 0};

    audit_count_above(y, N, d.most, above_y);
    d.constant = audit_nb_constant(y, long_time, N, above_y, d.most);
    for (int i = 0; i < N; i++)
        score += pow(y[i] - long_time[i] * 415 / 407, 2) - y[i];
    assert_true(score < 0);
    assert_int_equal(audit_fit_nb(&d, AUDIT_NONE_HELD, 0, workspace,
                                  &fit).code, AUDIT_OK);
    assert_true(fit.alpha > 1 && !fit.is_boundary);
    assert_true(fit.log_likelihood > fit.poisson + 3);
    assert_close(likelihood_at(&d, b, fit.alpha, gradient),
                 fit.log_likelihood);
    assert_true(fabs(gradient[0]) < 1e-7 && fabs(gradient[1]) < 1e-7);
}

static void a_group_without_events(void **state)
{
    (void) state;
    const double single[] = {0, 1, 0, 0, 1, 2, 0, 4};
    const double none[] = {0, 3, 1, 7, 0, 0, 0, 0};
    const double first[] = {0, 0, 0, 0, 1, 2, 0, 4};
    audit_nb_data d = data_of(none, 2);
    double b[2], covariance[4], low, high, gradient[3];
    audit_nb_fit fit = {b, covariance, 0, 0, 0, 0, 0};

    assert_int_equal(audit_fit_nb(&d, AUDIT_NONE_HELD, 0, workspace,
                                  &fit).code, AUDIT_OK);
    assert_true(b[1] == -INFINITY && isnan(covariance[3]));
    assert_true(covariance[0] > 0);
    audit_nb_profile(&d, &fit, 1, 1, 3.841, workspace, &low, &high);
    assert_true(low == -INFINITY && isfinite(high));
    double at[] = {b[0], high};
    assert_true(2 * (fit.log_likelihood -
                     likelihood_at(&d, at, fit.alpha, gradient)) > 3.841);
    /* One event is enough of the first group. */
    d = data_of(single, 2);
    assert_int_equal(audit_fit_nb(&d, AUDIT_NONE_HELD, 0, workspace,
                                  &fit).code, AUDIT_OK);
    assert_true(isfinite(b[0]) && isfinite(b[1]));
    d = data_of(first, 2);
    audit_status status = audit_fit_nb(&d, AUDIT_NONE_HELD, 0, workspace, &fit);
    assert_true(status.code == AUDIT_NO_FIT && status.at == 0);
}

static void the_profile_has_fallen_by_its_drop(void **state)
{
    (void) state;
    audit_nb_data d = data_of(events, 2);
    double b[2], covariance[4], other[2], low, high;
    audit_nb_fit fit = {b, covariance, 0, 0, 0, 0, 0};
    audit_nb_fit held = {other, NULL, 0, 0, 0, 0, 0};

    audit_fit_nb(&d, AUDIT_NONE_HELD, 0, workspace, &fit);
    for (size_t at = 0; at < 3; at++) {
        assert_int_equal(audit_nb_profile(&d, &fit, at, 0.5, 2, workspace,
                                          &low, &high).code, AUDIT_OK);
        const double limits[] = {low, high};
        for (int i = 0; i < 2; i++) {
            if (at == 2 && limits[i] == 0)
                continue;
            audit_held value = {at, limits[i], NULL};
            audit_fit_nb(&d, value, 0, workspace, &held);
            assert_within(2 * (fit.log_likelihood - held.log_likelihood), 2,
                          1e-8);
        }
    }
}

/*
 * At this alpha the expected information of a rate is the sum of mu / (1 + alpha
 * mu): of the first group's log rate 1 / A, of the ratio 1 / A + 1 / B.
 */
static void the_expected_covariance_by_hand(void **state)
{
    (void) state;
    audit_nb_data d = data_of(events, 2);
    double b[2], covariance[4], weight[2] = {0, 0};
    audit_nb_fit fit = {b, covariance, 0, 0, 0, 0, 0};
    double *room = just_doubles(audit_nb_fit_workspace(&d));

    assert_int_equal(audit_fit_nb(&d, AUDIT_NONE_HELD, 1, room, &fit).code,
                     AUDIT_OK);
    for (int i = 0; i < N; i++) {
        int g = group[i] - 1;
        double mu = times[i] * exp(b[0] + (g ? b[1] : 0));
        weight[g] += mu / (1 + fit.alpha * mu);
    }
    assert_within(covariance[0], 1 / weight[0], 1e-10);
    assert_within(covariance[1], -1 / weight[0], 1e-10);
    assert_within(covariance[2], -1 / weight[0], 1e-10);
    assert_within(covariance[3], 1 / weight[0] + 1 / weight[1], 1e-10);
    free(room);
}

/* The covariance is the inverse of the observed information, which differences
   of the gradient give; that of log alpha is in it. */
static void the_covariance_inverts_the_information(void **state)
{
    (void) state;
    audit_nb_data d = data_of(events, 2);
    double b[2], covariance[4], h[3][3], inverse[3][3];
    audit_nb_fit fit = {b, covariance, 0, 0, 0, 0, 0};
    double *room = just_doubles(audit_nb_fit_workspace(&d));

    assert_int_equal(audit_fit_nb(&d, AUDIT_NONE_HELD, 0, room, &fit).code,
                     AUDIT_OK);
    free(room);
    for (int j = 0; j < 3; j++) {
        double up[3], down[3], step = 1e-5;
        double high[] = {b[0], b[1], log(fit.alpha)};
        double low[] = {b[0], b[1], log(fit.alpha)};

        high[j] += step;
        low[j] -= step;
        likelihood_at(&d, high, exp(high[2]), up);
        likelihood_at(&d, low, exp(low[2]), down);
        up[2] *= exp(high[2]);
        down[2] *= exp(low[2]);
        for (int i = 0; i < 3; i++)
            h[i][j] = (down[i] - up[i]) / (2 * step);
    }
    /* By cofactors. */
    double det = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            int r = (i + 1) % 3, s = (i + 2) % 3, u = (j + 1) % 3;
            int v = (j + 2) % 3;
            inverse[j][i] = h[r][u] * h[s][v] - h[r][v] * h[s][u];
            det += i == 0 ? h[0][j] * inverse[j][0] : 0;
        }
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            assert_true(fabs(covariance[i + 2 * j] - inverse[i][j] / det) <
                        1e-6);
    assert_within(fit.log_alpha_se, sqrt(inverse[2][2] / det), 1e-6);
}

/* The same number twice, with the intercept free and held. */
static void what_is_not_told_apart_is_refused(void **state)
{
    (void) state;
    const double x[] = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3};
    audit_nb_data d = data_of(events, 1);
    double b[3], covariance[9];
    audit_nb_fit fit = {b, covariance, 0, 0, 0, 0, 0};

    d.x = x;
    d.group = NULL;
    d.n_x = 1;
    double *room = just_doubles(audit_nb_fit_workspace(&d));
    assert_int_equal(audit_fit_nb(&d, AUDIT_NONE_HELD, 0, room, &fit).code,
                     AUDIT_OK);
    free(room);
    d.n_x = 2;
    room = just_doubles(audit_nb_fit_workspace(&d));
    audit_status status = audit_fit_nb(&d, AUDIT_NONE_HELD, 0, room, &fit);
    assert_true(status.code == AUDIT_NO_FIT && status.at == 0);
    assert_int_equal(audit_fit_nb(&d, (audit_held) {0, 0.2, NULL}, 0, room,
                                  &fit).code, AUDIT_NO_FIT);
    assert_int_equal(audit_fit_nb(&d, (audit_held) {1, 0.2, NULL}, 0, room,
                                  &fit).code, AUDIT_OK);
    assert_close(b[1], 0.2);
    free(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fit_is_the_top),
        cmocka_unit_test(the_boundary_is_the_poisson_fit),
        cmocka_unit_test(an_optimum_away_from_the_boundary_is_found),
        cmocka_unit_test(a_group_without_events),
        cmocka_unit_test(the_profile_has_fallen_by_its_drop),
        cmocka_unit_test(the_expected_covariance_by_hand),
        cmocka_unit_test(the_covariance_inverts_the_information),
        cmocka_unit_test(what_is_not_told_apart_is_refused),
    };
    return cmocka_run_group_tests_name("negative_binomial", tests, NULL,
                                       NULL) != 0;
}
