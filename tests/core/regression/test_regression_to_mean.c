#include "test.h"

#include "distributions/gamma_poisson.h"
#include "regression/nb_likelihood.h"
#include "regression/regression_to_mean.h"


static audit_rtm of(const double *events, const double *time, size_t n,
                    int is_truncated)
{
    audit_selection x = {n, 0, events, time, is_truncated};
    audit_rtm found;
    double most = 0;

    for (size_t i = 0; i < n; i++)
        most = fmax(most, events[i]);
    x.most = (size_t) most;
    double *workspace = just_doubles(audit_rtm_workspace(&x));
    assert_int_equal(
        audit_regression_to_mean(&x, 0.95, workspace, &found).code, AUDIT_OK);
    free(workspace);
    return found;
}

static const double ones[] = {1, 1, 1, 1, 1, 1};

/* Of truncated Poisson counts the mean solves mu / (1 - exp(-mu)) = 3 / 2. */
static void little_variation_is_poisson(void **state)
{
    (void) state;
    const double y[] = {1, 2, 1, 2};
    audit_rtm x = of(y, ones, 4, 1);

    assert_true(x.notes == AUDIT_RTM_POISSON && x.shape == INFINITY);
    assert_close(x.mean / -expm1(-x.mean), 1.5);
    assert_close(x.ratio, -expm1(-x.mean));
    assert_close(x.repeated, 4.0 / 6);
    assert_true(0 < x.low && x.low < x.ratio && x.ratio < x.high && x.high < 1);
}

/* Of the logarithmic series c / log(1 + c) is the mean count, here 34 / 5. */
static void much_variation_is_the_logarithmic_series(void **state)
{
    (void) state;
    const double y[] = {1, 1, 1, 1, 30};
    audit_rtm x = of(y, ones, 5, 1);
    double c = x.ratio / (1 - x.ratio);

    assert_true(x.notes == AUDIT_RTM_LOG_SERIES);
    assert_true(x.shape == 0 && x.mean == 0);
    assert_within(c / log1p(c), 34.0 / 5, 1e-11);
}

/* With all counts 1 twice the log likelihood of n patients at the upper limit is
   minus chi-squared's quantile, the logarithmic series being the best there. */
static void all_with_one_event_have_an_upper_limit(void **state)
{
    (void) state;
    audit_rtm x = of(ones, ones, 5, 1);
    double c = x.high / (1 - x.high);

    assert_true(x.notes == AUDIT_RTM_NO_SECOND && x.repeated == 0);
    assert_true(x.ratio == 0 && x.low == 0 && x.mean == 0 && isnan(x.shape));
    assert_within(-2 * 5 * log(x.high / log1p(c)), 3.841458820694124, 1e-9);
    audit_rtm more = of(ones, ones, 6, 1);
    assert_true(more.high < x.high);
}

/* Poisson counts of all: mean 2 / 3, and of the ratio its own formula. */
static void patients_nobody_selected_count_with_none(void **state)
{
    (void) state;
    const double y[] = {0, 1, 1, 0, 2, 0};
    audit_rtm x = of(y, ones, 6, 0);

    assert_true(x.notes == AUDIT_RTM_POISSON);
    assert_close(x.mean, 4.0 / 6);
    assert_close(x.ratio, -expm1(-4.0 / 6));
    assert_close(x.repeated, 0.5);
}

static void without_an_event_nothing_is_known(void **state)
{
    (void) state;
    const double none[] = {0, 0, 0};
    audit_rtm x = of(none, ones, 3, 0), nobody = of(none, ones, 0, 1);

    assert_true(x.notes == AUDIT_RTM_NO_EVENTS);
    assert_true(isnan(x.ratio) && x.low == 0 && x.high == 1);
    assert_true(isnan(nobody.ratio) && nobody.low == 0 && nobody.high == 1);
}

/* In another unit of time the same; in longer windows a higher ratio. */
static void the_unit_of_time_does_not_matter(void **state)
{
    (void) state;
    const double y[] = {1, 4, 1, 2, 1, 1}, t[] = {0.5, 0.5, 1, 1, 1, 2};
    const double days[] = {182.5, 182.5, 365, 365, 365, 730};

    for (int is_truncated = 0; is_truncated < 2; is_truncated++) {
        audit_rtm years = of(y, t, 6, is_truncated);
        audit_rtm in_days = of(y, days, 6, is_truncated);
        assert_within(in_days.ratio, years.ratio, 1e-9);
        assert_within(in_days.mean, years.mean, 1e-8);
        assert_within(in_days.low, years.low, 1e-6);
        assert_within(in_days.high, years.high, 1e-6);
    }
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    double workspace[200];
    const double none[] = {1, 0}, half[] = {1, 0.5}, y[] = {1, 2};
    const double no_time[] = {1, 0};
    audit_rtm found;

    const audit_selection with_none = {2, 1, none, ones, 1};
    const audit_selection no_count = {2, 1, half, ones, 0};
    const audit_selection beyond = {2, 1, y, ones, 0};
    const audit_selection timeless = {2, 2, y, no_time, 1};
    const audit_selection *count[] = {&with_none, &no_count, &beyond};
    for (size_t i = 0; i < LENGTH(count); i++) {
        audit_status status =
            audit_regression_to_mean(count[i], 0.95, workspace, &found);
        assert_true(status.code == AUDIT_BAD_COUNT && status.at == 1);
    }
    audit_status status =
        audit_regression_to_mean(&timeless, 0.95, workspace, &found);
    assert_true(status.code == AUDIT_BAD_TIME && status.at == 1);
    const double vanishing[] = {1, 5e-324};
    const audit_selection brief = {2, 2, y, vanishing, 1};
    status = audit_regression_to_mean(&brief, 0.95, workspace, &found);
    assert_true(status.code == AUDIT_BAD_TIME && status.at == 1);
}

/* The slopes of the likelihood, by size and by spread, are 0 at the estimate. */
static void the_estimate_is_a_summit(void **state)
{
    (void) state;
    const double counts[][8] = {{2, 1, 1, 5, 2, 1, 4, 2}, {5, 3, 1, 1, 1, 2, 1, 8},
                                {6, 4, 3, 1, 1, 2, 1, 7}, {6, 1, 4, 7, 3, 1, 6, 3},
                                {7, 7, 1, 1, 1, 6, 2, 3}, {1, 1, 4, 5, 1, 3, 2, 4}};
    const double time[] = {1, 1, 0.5, 0.5, 2, 1, 1, 2};

    for (size_t k = 0; k < LENGTH(counts); k++) {
        audit_rtm x = of(counts[k], time, 8, 1);
        double above[8], room[4][8], events = 0;
        audit_windows windows = {.is_truncated = 1, .time = room[0],
                                 .patients = room[1], .with_event = room[2],
                                 .events = room[3]};
        double u = 1 / (1 + x.shape);

        assert_true(x.notes == 0 && u > 0 && u < 1);
        audit_count_above(counts[k], 8, 8, above);
        audit_gather_windows(counts[k], time, 8, above, 8, &windows);
        for (int i = 0; i < 8; i++)
            events += counts[k][i];
        audit_gamma_poisson law = {log(x.mean / (1 - u) / (9 / 8.0)), u};
        assert_true(fabs(audit_gamma_poisson_by_size(&windows, law)) <
                    1e-9 * events);
        assert_true(fabs(audit_gamma_poisson_by_spread(&windows, law)) <
                    1e-9 * events);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(little_variation_is_poisson),
        cmocka_unit_test(much_variation_is_the_logarithmic_series),
        cmocka_unit_test(all_with_one_event_have_an_upper_limit),
        cmocka_unit_test(patients_nobody_selected_count_with_none),
        cmocka_unit_test(without_an_event_nothing_is_known),
        cmocka_unit_test(the_unit_of_time_does_not_matter),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(the_estimate_is_a_summit),
    };
    return cmocka_run_group_tests_name("regression_to_mean", tests, NULL,
                                       NULL) != 0;
}
