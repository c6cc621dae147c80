#include "test.h"

#include "rates/reduced_error.h"

/*
 * Of 3 events in 1 year and 1 in 3: h 1/4 and 3/4, rate 1, excess 2 and -2; the
 * squares are 4 / (3/4) + 4 / (1/4) = 64/3. Two patients have one degree. The
 * second group has times of 2 years: sqrt(3 / 2 * 2) / 6 and two degrees.
 */
static void by_hand(void **state)
{
    (void) state;
    const double events[] = {3, 0, 1, 1, 2}, time[] = {1, 2, 3, 2, 2};
    const int group[] = {1, 2, 1, 2, 2};
    const double all_events[] = {4, 3}, all_time[] = {4, 6};
    audit_reduced_sums sums[2];
    double std_error[2], freedom[2];

    audit_reduced_errors(events, time, group, 5, 2, all_events, all_time, sums,
                         std_error, freedom);
    assert_close(std_error[0], sqrt(64.0 / 3) / 4);
    assert_close(freedom[0], 1);
    assert_close(std_error[1], sqrt(3.0) / 6);
    assert_close(freedom[1], 2);
}

enum { most = 9 };

/* The same out of the covariance written in full. */
static double freedom_in_full(const double *h, int n)
{
    double of[most][most], trace = 0, square = 0;

    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int k = 0; k < n; k++)
                sum += ((i == k) - h[i]) * h[k] * h[k] * ((j == k) - h[j]);
            of[i][j] = sum / sqrt((1 - h[i]) * (1 - h[j]));
        }
    for (int i = 0; i < n; i++) {
        trace += of[i][i];
        for (int j = 0; j < n; j++)
            square += of[i][j] * of[i][j];
    }
    return trace * trace / square;
}

static void as_the_covariance_in_full(void **state)
{
    (void) state;
    const double long_times[] = {1, 2, 3, 5, 8, 13, 21, 34, 55};
    const double events[most] = {0, 1, 0, 2, 0, 1, 4, 0, 3};
    int group[most];
    audit_reduced_sums sums;

    for (int n = 2; n <= most; n++) {
        double time = 0, all = 0, h[most], std_error, freedom;
        for (int i = 0; i < n; i++) {
            time += long_times[i];
            all += events[i];
            group[i] = 1;
        }
        for (int i = 0; i < n; i++)
            h[i] = long_times[i] / time;
        audit_reduced_errors(events, long_times, group, (size_t) n, 1, &all,
                             &time, &sums, &std_error, &freedom);
        assert_close(freedom, freedom_in_full(h, n));
    }
}

static void fewer_than_two_have_none(void **state)
{
    (void) state;
    const double events[] = {2, 0, 1, 0}, time[] = {1, 0, 1, 1e-300};
    const int group[] = {1, 1, 2, 2};
    const double all_events[] = {2, 1, 0}, all_time[] = {1, 1, 0};
    audit_reduced_sums sums[3];
    double std_error[3], freedom[3];

    audit_reduced_errors(events, time, group, 4, 3, all_events, all_time, sums,
                         std_error, freedom);
    for (int g = 0; g < 3; g++)
        assert_true(isnan(std_error[g]) && isnan(freedom[g]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(as_the_covariance_in_full),
        cmocka_unit_test(fewer_than_two_have_none),
    };
    return cmocka_run_group_tests_name("reduced_error", tests, NULL, NULL) != 0;
}
