#include "test.h"

#include "base/steady_sum.h"

enum { N = 1000 };

static double sum_of(const double *x, size_t n, const audit_steps_of_sum *steps,
                     audit_steady_sum *sum)
{
    *sum = (audit_steady_sum) {{0}};
    for (size_t i = 0; i < n; i++)
        audit_add_steadily(sum, x[i], steps);
    return audit_steady_total(sum);
}

/* Terms over 30 powers of ten, of either sign, that all but cancel. */
static void order_is_no_matter(void **state)
{
    (void) state;
    uint32_t seed = 8;
    double x[N], most = 0;
    audit_steady_sum a, b;

    for (size_t i = 0; i < N; i++) {
        x[i] = (draw_share(&seed) - 0.5) * pow(10, draw(&seed, 30) - 15);
        most += fabs(x[i]);
    }
    audit_steps_of_sum steps = audit_steps_for(most, N);
    double first = sum_of(x, N, &steps, &a), plain = 0;
    for (int round = 0; round < 50; round++) {
        for (size_t i = N; i-- > 1;) {
            size_t j = (size_t) draw(&seed, (int) i + 1);
            double kept = x[i];
            x[i] = x[j];
            x[j] = kept;
        }
        assert_true(sum_of(x, N, &steps, &b) == first);
    }
    for (size_t i = 0; i < N; i++)
        plain += x[i];
    assert_within(first, plain, 1e-12);
}

static void small_terms_keep_their_digits(void **state)
{
    (void) state;
    audit_steady_sum sum = {{0}};
    audit_steps_of_sum steps = audit_steps_for(1e8, 1e7);

    for (int i = 0; i < 1000; i++)
        audit_add_steadily(&sum, 1e-6 / 3, &steps);
    assert_within(audit_steady_total(&sum), 1e-3 / 3, 1e-15);
    steps = audit_steps_for(0, 0);
    sum = (audit_steady_sum) {{0}};
    audit_add_steadily(&sum, 0, &steps);
    assert_true(audit_steady_total(&sum) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_no_matter),
        cmocka_unit_test(small_terms_keep_their_digits),
    };
    return cmocka_run_group_tests_name("steady_sum", tests, NULL, NULL) != 0;
}
