#include "test.h"

#include "regression/cluster_variance.h"

enum { MOST = 6 };

static double above[10];

static audit_nb_data data_of(size_t n, size_t groups, const double *events,
                             const double *time, const int *group,
                             const double *x)
{
    audit_nb_data d = {n, groups, x ? 1 : 0, 0, events, time, x, group, above, 0};

    for (size_t i = 0; i < n; i++)
        d.most = events[i] > (double) d.most ? (size_t) events[i] : d.most;
    audit_count_above(events, n, d.most, above);
    d.constant = audit_nb_constant(events, time, n, above, d.most);
    return d;
}

static audit_status variance_of(const audit_nb_data *d, const double *b,
                                const int *patient, size_t n_patients,
                                double *covariance)
{
    double *workspace = just_doubles(audit_cluster_variance_workspace(d, n_patients));
    audit_status status = audit_cluster_variance(d, b, patient, n_patients,
                                                 workspace, covariance);

    free(workspace);
    return status;
}

/*
 * One rate: 6 events in 6 years, so that mu is the time. Patients 1 and 2 have
 * two rows each, residuals (4 - 2) + (1 - 1) = 2 and (1 - 2) + (0 - 1) = -2.
 * The information is 6: 2 / (2 - 1) (4 + 4) / 36 = 4 / 9. As four patients the
 * residuals are 2, 0, -1, -1: 4 / (4 - 1) (4 + 1 + 1) / 36 = 2 / 9.
 */
static void rows_of_a_patient_add_up(void **state)
{
    (void) state;
    const double y[] = {4, 1, 1, 0}, t[] = {2, 1, 2, 1}, b[] = {0};
    const int two[] = {1, 1, 2, 2}, four[] = {1, 2, 3, 4};
    audit_nb_data d = data_of(4, 1, y, t, NULL, NULL);
    double v;

    assert_int_equal(variance_of(&d, b, two, 2, &v).code, AUDIT_OK);
    assert_close(v, 4.0 / 9);
    assert_int_equal(variance_of(&d, b, four, 4, &v).code, AUDIT_OK);
    assert_close(v, 2.0 / 9);
    /* A patient without a row is not one of them. */
    assert_int_equal(variance_of(&d, b, two, 3, &v).code, AUDIT_OK);
    assert_close(v, 4.0 / 9);
}

/*
 * Three patients before and after, a year each: 2 and 1, 2 and 1, 2 and 4, so
 * that the rates are 2 and 2. Residuals before are 0, after -1, -1, 2; the log of
 * the ratio moves by residual after / 6 less that before / 6:
 * 3 / (3 - 2) (1 + 1 + 4) / 36 = 1 / 2. The first rate moves by nothing.
 */
static void a_ratio_in_the_same_patients(void **state)
{
    (void) state;
    const double y[] = {2, 2, 2, 1, 1, 4}, t[] = {1, 1, 1, 1, 1, 1};
    const int group[] = {1, 1, 1, 2, 2, 2}, patient[] = {1, 2, 3, 1, 2, 3};
    const double x[] = {0, 0, 0, 1, 1, 1}, b[] = {log(2), 0};
    double v[4];

    for (int by_x = 0; by_x < 2; by_x++) {
        audit_nb_data d = data_of(6, by_x ? 1 : 2, y, t, by_x ? NULL : group,
                                  by_x ? x : NULL);
        assert_int_equal(variance_of(&d, b, patient, 3, v).code, AUDIT_OK);
        assert_close(v[3], 0.5);
        assert_true(fabs(v[0]) < 1e-14 && fabs(v[1]) < 1e-14 && v[1] == v[2]);
    }
}

/* A group without events says nothing of the others. */
static void a_group_without_events_has_none(void **state)
{
    (void) state;
    const double y[] = {4, 1, 1, 0, 0}, t[] = {2, 1, 2, 1, 1};
    const int group[] = {1, 1, 1, 1, 2}, patient[] = {1, 1, 2, 2, 1};
    const double b[] = {0, -INFINITY};
    audit_nb_data d = data_of(5, 2, y, t, group, NULL);
    double v[4];

    assert_int_equal(variance_of(&d, b, patient, 2, v).code, AUDIT_OK);
    assert_close(v[0], 4.0 / 9);
    assert_true(isnan(v[1]) && isnan(v[2]) && isnan(v[3]));
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    const double y[] = {1, 1}, t[] = {1, 1}, x[] = {1, 1}, b[] = {0, 0};
    const int low[] = {1, 0}, high[] = {1, 3}, two[] = {1, 2}, one[] = {1, 1};
    audit_nb_data d = data_of(2, 1, y, t, NULL, NULL);
    double v[4];

    audit_status status = variance_of(&d, b, low, 2, v);
    assert_true(status.code == AUDIT_BAD_PATIENT && status.at == 1);
    status = variance_of(&d, b, high, 2, v);
    assert_true(status.code == AUDIT_BAD_PATIENT && status.at == 1);
    assert_int_equal(variance_of(&d, b, one, 2, v).code, AUDIT_NO_FIT);
    assert_int_equal(variance_of(&d, b, two, 2, v).code, AUDIT_OK);
    d = data_of(2, 1, y, t, NULL, x);
    assert_int_equal(variance_of(&d, b, two, 2, v).code, AUDIT_NO_FIT);
}

enum { ROWS = 12, WHO = 6, MOST_Q = 5 };

/* The columns of the model as they are: the group's own and the numbers. */
static double column(const audit_nb_data *d, size_t i, size_t j)
{
    if (j == 0)
        return 1;
    if (j < d->n_groups)
        return d->group[i] == (int) j + 1;
    return d->x[i + (j - d->n_groups) * d->n];
}

/* Gauss and Jordan's elimination. */
static void invert(double a[MOST_Q][MOST_Q], double to[MOST_Q][MOST_Q], size_t q)
{
    for (size_t i = 0; i < q; i++)
        for (size_t j = 0; j < q; j++)
            to[i][j] = i == j;
    for (size_t k = 0; k < q; k++) {
        double pivot = a[k][k];
        for (size_t j = 0; j < q; j++) {
            a[k][j] /= pivot;
            to[k][j] /= pivot;
        }
        for (size_t i = 0; i < q; i++) {
            double times = a[i][k];
            for (size_t j = 0; j < q && i != k; j++) {
                a[i][j] -= times * a[k][j];
                to[i][j] -= times * to[k][j];
            }
        }
    }
}

/* Bread and meat: m / (m - q) times A^-1 (sum of u u') A^-1, spelt out. */
static void is_the_sandwich(void **state)
{
    (void) state;
    uint32_t seed = 81;

    for (int round = 0; round < 40; round++) {
        double y[ROWS], t[ROWS], x[2 * ROWS], b[MOST_Q], v[MOST_Q * MOST_Q];
        double a[MOST_Q][MOST_Q] = {{0}}, inverse[MOST_Q][MOST_Q];
        double u[WHO][MOST_Q] = {{0}};
        int group[ROWS], patient[ROWS];
        size_t groups = 1 + (size_t) round % 3, n_x = (size_t) round / 3 % 3;
        size_t q = groups + n_x;

        for (size_t i = 0; i < ROWS; i++) {
            y[i] = draw(&seed, 7) + (i == 0);
            t[i] = 1 + draw(&seed, 4);
            group[i] = 1 + (int) (i % groups);
            patient[i] = 1 + (int) i % (WHO - 1);
            x[i] = draw(&seed, 9) / 4.0;
            x[i + ROWS] = draw(&seed, 5);
        }
        audit_nb_data d = data_of(ROWS, groups, y, t, group, x);
        d.n_x = n_x;
        for (size_t j = 0; j < q; j++)
            b[j] = draw(&seed, 9) / 10.0 - 0.4;
        for (size_t i = 0; i < ROWS; i++) {
            double eta = 0;
            for (size_t j = 0; j < q; j++)
                eta += column(&d, i, j) * b[j];
            for (size_t j = 0; j < q; j++) {
                u[patient[i] - 1][j] +=
                    (y[i] - t[i] * exp(eta)) * column(&d, i, j);
                for (size_t l = 0; l < q; l++)
                    a[j][l] += t[i] * exp(eta) * column(&d, i, j) *
                               column(&d, i, l);
            }
        }
        invert(a, inverse, q);
        audit_status status = variance_of(&d, b, patient, WHO, v);
        /* Of the six patients the last has no row. */
        double few = 5 / (5 - (double) q);
        if (q == MOST_Q) {
            assert_int_equal(status.code, AUDIT_NO_FIT);
            continue;
        }
        assert_int_equal(status.code, AUDIT_OK);
        for (size_t j = 0; j < q; j++)
            for (size_t l = 0; l < q; l++) {
                double want = 0;
                for (int who = 0; who < WHO; who++) {
                    double at_j = 0, at_l = 0;
                    for (size_t k = 0; k < q; k++) {
                        at_j += inverse[j][k] * u[who][k];
                        at_l += inverse[l][k] * u[who][k];
                    }
                    want += few * at_j * at_l;
                }
                assert_true(fabs(v[j + l * q] - want) < 1e-9 * (1 + fabs(want)));
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_a_patient_add_up),
        cmocka_unit_test(a_ratio_in_the_same_patients),
        cmocka_unit_test(a_group_without_events_has_none),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(is_the_sandwich),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
