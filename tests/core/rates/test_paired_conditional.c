#include "test.h"

#include "base/dist.h"
#include "rates/paired_conditional.h"

/* Three patients, 2, 1 and 2 events, 0, 1 and 2 of them after. */
static double events[] = {2, 1, 2}, after[] = {0, 1, 2};
static double log_times[] = {-0.5, 0, 0.7}, time_after[] = {2, 1, 3};

static audit_informative three(void)
{
    return (audit_informative) {events, after, log_times, time_after, 3,
                                {3, events, log_times, 5, 3}};
}

static double sum_u(double log_ratio, double *information)
{
    double sum = 0;

    *information = 0;
    for (int i = 0; i < 3; i++) {
        double p = 1 / (1 + exp(-log_ratio - log_times[i]));
        sum += after[i] - events[i] * p;
        *information += events[i] * p * (1 - p);
    }
    return sum;
}

static void the_fit_solves_its_equation(void **state)
{
    (void) state;
    audit_informative x = three();
    audit_conditional_fit fit;
    double a, squares = 0;

    assert_int_equal(audit_fit_conditional(&x, 3, &fit).code, AUDIT_OK);
    assert_true(fabs(sum_u(fit.log_ratio, &a)) < 1e-12);
    assert_close(fit.information, a);
    for (int i = 0; i < 3; i++) {
        double p = 1 / (1 + exp(-fit.log_ratio - log_times[i]));
        double u = after[i] - events[i] * p;
        squares += u * u;
    }
    assert_close(fit.squares, 1.5 * squares);
}

/* The covariance of U over sqrt(1 - h) written in full. */
static void the_reduced_variance_is_that_of_the_covariance(void **state)
{
    (void) state;
    audit_informative x = three();
    audit_conditional_fit fit;
    double e[3], h[3], all = 0, squares = 0, trace = 0, of_square = 0;

    audit_fit_conditional(&x, 3, &fit);
    double theta = exp(fit.log_ratio), a = fit.information;
    for (int i = 0; i < 3; i++) {
        double t1 = time_after[i], t0 = t1 / exp(log_times[i]);
        e[i] = t1 * t0 / (t0 + theta * t1);
        all += e[i];
    }
    for (int i = 0; i < 3; i++) {
        double odds = theta * exp(log_times[i]);
        double u = after[i] - events[i] * odds / (1 + odds);
        h[i] = e[i] / all;
        squares += u * u / (1 - h[i]);
    }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            double sum = 0;
            for (int k = 0; k < 3; k++)
                sum += ((i == k) - h[i]) * h[k] * ((j == k) - h[j]);
            trace += i == j ? sum / (1 - h[i]) : 0;
            of_square += sum * sum / ((1 - h[i]) * (1 - h[j]));
        }
    audit_reduced_fit reduced = audit_reduce_conditional(&x, &fit);
    assert_close(reduced.variance, squares / (a * a));
    assert_close(reduced.freedom, trace * trace / of_square);
}

static void the_score_meets_the_quantile(void **state)
{
    (void) state;
    audit_informative x = three();
    audit_question question = {0.9, AUDIT_TWO_SIDED, 1};
    audit_interval found;
    double a, z = 1.6448536269514722;

    audit_conditional_score(&x, &question, &found);
    double u = sum_u(log(found.low), &a);
    assert_true(fabs(u / sqrt(a) - z) < 1e-10);
    u = sum_u(log(found.high), &a);
    assert_true(fabs(u / sqrt(a) + z) < 1e-10);
    u = sum_u(0, &a);
    assert_close(found.p, 2 * pnorm(fabs(u / sqrt(a)), 0, 1, 0, 0));
}

static void nobody_says_nothing(void **state)
{
    (void) state;
    audit_informative none = {NULL, NULL, NULL, NULL, 0, {0, NULL, NULL, 0, 0}};
    audit_question question = {0.9, AUDIT_TWO_SIDED, 1};
    audit_interval found;

    audit_conditional_score(&none, &question, &found);
    assert_true(found.low == 0 && found.high == INFINITY && found.p == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fit_solves_its_equation),
        cmocka_unit_test(the_reduced_variance_is_that_of_the_covariance),
        cmocka_unit_test(the_score_meets_the_quantile),
        cmocka_unit_test(nobody_says_nothing),
    };
    return cmocka_run_group_tests_name("paired_conditional", tests, NULL,
                                       NULL) != 0;
}
