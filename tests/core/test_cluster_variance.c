#include "test.h"

#include "cluster_variance.h"

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
    static double workspace[200];

    assert_true(audit_cluster_variance_workspace(d, n_patients) <=
                LENGTH(workspace));
    return audit_cluster_variance(d, b, patient, n_patients, workspace,
                                  covariance);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_a_patient_add_up),
        cmocka_unit_test(a_ratio_in_the_same_patients),
        cmocka_unit_test(a_group_without_events_has_none),
        cmocka_unit_test(refuses_what_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
