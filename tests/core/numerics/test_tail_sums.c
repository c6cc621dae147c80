#include "test.h"

#include <stdlib.h>

#include "numerics/tail_sums.h"

enum { MOST = 300000 };

/* Counts of a few rows, so that above[] has long runs among short ones. */
static void fill(double *above, size_t most, uint32_t *seed, int rows)
{
    for (size_t j = 0; j < most; j++)
        above[j] = 0;
    above[most - 1] = 1;
    for (int i = 0; i < rows; i++)
        above[(size_t) draw_count(seed, (double) most - 1)]++;
    for (size_t j = most; j-- > 1;)
        above[j - 1] += above[j];
}

static void are_what_loops_add_up(void **state)
{
    (void) state;
    const double alphas[] = {0, 1e-12, 1e-7, 1e-3, 0.02, 0.5, 1, 30, 1e6};
    const size_t mosts[] = {1, 2, 63, 64, 65, 113, 114, 200, 5000, MOST};
    double *above = malloc(MOST * sizeof(double));
    uint32_t seed = 6;

    for (size_t m = 0; m < LENGTH(mosts); m++) {
        audit_counts_above tail = {above, mosts[m]};

        fill(above, mosts[m], &seed, m % 2 ? 3 : 40);
        for (size_t a = 0; a < LENGTH(alphas); a++)
            for (size_t shift = 0; shift < 2; shift++) {
                audit_sum found[3] = {{0, 0}}, looped[3] = {{0, 0}};

                for (size_t j = shift; j < mosts[m]; j++) {
                    double x = (double) (j - shift);
                    double part = x / (1 + alphas[a] * x);
                    audit_add(&looped[0], above[j] * log1p(alphas[a] * x));
                    audit_add(&looped[1], above[j] * part);
                    audit_add(&looped[2], above[j] * part * part);
                }
                audit_add_tail_logs(&tail, shift, alphas[a], &found[0]);
                audit_add_tail_parts(&tail, shift, alphas[a], &found[1]);
                audit_add_tail_squares(&tail, shift, alphas[a], &found[2]);
                for (int k = 0; k < 3; k++)
                    assert_within(audit_total(found[k]), audit_total(looped[k]),
                                  2e-15);
            }
    }
    free(above);
}

static void nothing_is_above_nothing(void **state)
{
    (void) state;
    audit_sum sum = {3, 0};

    audit_add_tail_logs(&(audit_counts_above) {NULL, 0}, 1, 0.5, &sum);
    assert_true(audit_total(sum) == 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(are_what_loops_add_up),
        cmocka_unit_test(nothing_is_above_nothing),
    };
    return cmocka_run_group_tests_name("tail_sums", tests, NULL, NULL) != 0;
}
