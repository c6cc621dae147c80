#include "test.h"

#include "base/dist.h"
#include "regression/nb_likelihood.h"

enum { N = 6, Q = 4 };

static const double events[] = {3, 0, 1, 7, 0, 2};
static const double times[] = {2, 1, 0.5, 3, 1.5, 4};
static const double x[] = {1, 0, 0.5, -1, 2, 0.3, 0, 1, 1, 0, 1, 0};
static const int group[] = {1, 1, 1, 2, 2, 2};
static double above[7];

/* Two groups and two numbers: b0, the second group, x1, x2. */
static audit_nb_data data(void)
{
    audit_nb_data d = {N, 2, 2, 7, events, times, x, group, above, 0};

    audit_count_above(events, N, 7, above);
    d.constant = audit_nb_constant(events, times, N, above, 7);
    return d;
}

static void evaluate(const double *b, double alpha, audit_nb_sums *sums)
{
    static double gradient[Q + 1], information[25], expected[16];
    audit_nb_data d = data();
    double *workspace = just_doubles(audit_nb_workspace(&d));

    *sums = (audit_nb_sums) {0, gradient, information, expected};
    audit_nb_at(&d, b, alpha, workspace, sums);
    free(workspace);
}

/* The law of each row by R's functions. */
static double by_law(const double *b, double alpha)
{
    double sum = 0;

    for (int i = 0; i < N; i++) {
        double eta = b[0] + (group[i] == 2 ? b[1] : 0) + x[i] * b[2] +
                     x[i + N] * b[3];
        double mu = times[i] * exp(eta);
        sum += alpha > 0 ? dnbinom_mu(events[i], 1 / alpha, mu, 1)
                         : dpois(events[i], mu, 1);
    }
    return sum;
}

static const double at[] = {0.3, -0.4, 0.2, 0.5, 0.9};

static void the_likelihood_is_that_of_the_law(void **state)
{
    (void) state;
    const double alphas[] = {0, 1e-6, 1e-3, 0.05, 0.9, 20};
    audit_nb_sums sums;

    for (size_t i = 0; i < LENGTH(alphas); i++) {
        evaluate(at, alphas[i], &sums);
        /* dnbinom_mu() itself has nine digits where the size is large. */
        assert_within(sums.log_likelihood, by_law(at, alphas[i]), 1e-8);
    }
}

/* Differences of a likelihood that has 16 digits leave about eight. */
static void derivatives_are_those_of_differences(void **state)
{
    (void) state;
    const double alphas[] = {2e-3, 0.05, 0.9, 20};
    audit_nb_sums sums;

    for (size_t k = 0; k < LENGTH(alphas); k++)
        for (int j = 0; j <= Q; j++) {
            double up[Q + 1], down[Q + 1], h = 1e-5, gradients[2][Q + 1];
            double values[2];

            for (int i = 0; i < Q; i++)
                up[i] = down[i] = at[i];
            up[Q] = down[Q] = alphas[k];
            h = j == Q ? 1e-4 * alphas[k] : h;
            up[j] += h;
            down[j] -= h;
            for (int side = 0; side < 2; side++) {
                const double *b = side ? down : up;
                evaluate(b, b[Q], &sums);
                values[side] = sums.log_likelihood;
                for (int i = 0; i <= Q; i++)
                    gradients[side][i] = sums.gradient[i];
            }
            evaluate(at, alphas[k], &sums);
            double slope = (values[0] - values[1]) / (2 * h);
            assert_true(fabs(sums.gradient[j] - slope) <
                        1e-4 * (1 + fabs(slope)));
            for (int i = j; i <= Q; i++) {
                double curve = (gradients[1][i] - gradients[0][i]) / (2 * h);
                assert_true(fabs(sums.information[i + j * (Q + 1)] - curve) <
                            1e-5 * (1 + fabs(curve)));
            }
        }
}

/* At alpha 0 the slope by alpha is half of sum (y - mu)^2 - y. */
static void the_boundary_is_that_of_poisson(void **state)
{
    (void) state;
    audit_nb_sums sums;
    double want = 0;

    for (int i = 0; i < N; i++) {
        double eta = at[0] + (group[i] == 2 ? at[1] : 0) + x[i] * at[2] +
                     x[i + N] * at[3];
        double mu = times[i] * exp(eta);
        want += ((events[i] - mu) * (events[i] - mu) - events[i]) / 2;
    }
    evaluate(at, 0, &sums);
    assert_close(sums.gradient[Q], want);
    for (int j = 0; j < Q; j++)
        for (int i = j; i < Q; i++)
            assert_close(sums.information[i + j * (Q + 1)],
                         sums.expected[i + j * Q]);
}

/* Without numbers: one group, or three of which rows come in any order. */
static void groups_alone_have_the_law_of_their_rate(void **state)
{
    (void) state;
    const int mixed[] = {3, 1, 2, 1, 3, 2};
    const double alphas[] = {0, 1e-3, 0.9, 20}, b[] = {0.3, -0.4, 0.6};

    for (size_t k = 1; k <= 3; k += 2)
        for (size_t a = 0; a < LENGTH(alphas); a++) {
            audit_nb_data d = data();
            double gradient[4], information[16], expected[9], want = 0;
            audit_nb_sums sums = {0, gradient, information, expected};
            double slope[3] = {0, 0, 0}, weight[3] = {0, 0, 0};

            d.n_groups = k;
            d.n_x = 0;
            d.group = k > 1 ? mixed : NULL;
            double *workspace = just_doubles(audit_nb_workspace(&d));
            audit_nb_at(&d, b, alphas[a], workspace, &sums);
            free(workspace);
            for (int i = 0; i < N; i++) {
                size_t g = k > 1 ? (size_t) mixed[i] - 1 : 0;
                double mu = times[i] * exp(b[0] + (g > 0 ? b[g] : 0));

                want += alphas[a] > 0
                            ? dnbinom_mu(events[i], 1 / alphas[a], mu, 1)
                            : dpois(events[i], mu, 1);
                slope[g] += (events[i] - mu) / (1 + alphas[a] * mu);
                weight[g] += mu / (1 + alphas[a] * mu);
            }
            assert_within(sums.log_likelihood, want, 1e-9);
            /* The first is in all groups. */
            assert_close(gradient[0], slope[0] + slope[1] + slope[2]);
            assert_close(expected[0], weight[0] + weight[1] + weight[2]);
            for (size_t g = 1; g < k; g++) {
                assert_close(gradient[g], slope[g]);
                assert_close(expected[g], weight[g]);
                assert_close(expected[g + g * k], weight[g]);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_likelihood_is_that_of_the_law),
        cmocka_unit_test(derivatives_are_those_of_differences),
        cmocka_unit_test(the_boundary_is_that_of_poisson),
        cmocka_unit_test(groups_alone_have_the_law_of_their_rate),
    };
    return cmocka_run_group_tests_name("nb_likelihood", tests, NULL, NULL) != 0;
}
