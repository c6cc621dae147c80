#include "test.h"
#include <stdlib.h>

#include "ranks/walsh_means.h"

enum { MOST = 12 };

static int compare(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void they_are_those_of_sorting(void **state)
{
    (void) state;
    uint32_t seed = 71;

    for (int round = 0; round < 300; round++) {
        double x[MOST], all[MOST * (MOST + 1) / 2];
        size_t n = 1 + (size_t) draw(&seed, MOST), m = 0;

        for (size_t i = 0; i < n; i++)
            x[i] = draw(&seed, 7) - 3 + (round % 2) * draw_share(&seed);
        qsort(x, n, sizeof *x, compare);
        for (size_t i = 0; i < n; i++)
            for (size_t j = i; j < n; j++)
                all[m++] = x[i] / 2 + x[j] / 2;
        qsort(all, m, sizeof *all, compare);
        for (size_t k = 0; k < m; k++)
            assert_true(audit_walsh(x, n, (double) k + 1) == all[k]);
        for (size_t k = 0; k < m; k++) {
            size_t next = k, last = k;
            while (next < m && all[next] <= all[k])
                next++;
            while (last > 0 && all[last] >= all[k])
                last--;
            double up = audit_next_walsh(x, n, all[k], 0);
            double down = audit_last_walsh(x, n, all[k], 0);
            assert_true(up == (next < m ? all[next] : INFINITY));
            assert_true(down == (all[last] < all[k] ? all[last] : -INFINITY));
        }
    }
}

/* However wide the range of means that it is known to lie in. */
static void any_range_around_it_will_do(void **state)
{
    (void) state;
    enum { n = 40, pairs = n * (n + 1) / 2 };
    uint32_t seed = 72;

    for (int round = 0; round < 60; round++) {
        double x[n], all[pairs];
        size_t m = 0;

        /* Many alike, all different, and far apart. */
        for (size_t i = 0; i < n; i++)
            x[i] = round % 3 == 0   ? draw(&seed, 5) - 2
                   : round % 3 == 1 ? draw_share(&seed)
                                    : pow(10, draw(&seed, 30) - 15);
        qsort(x, n, sizeof *x, compare);
        for (size_t i = 0; i < n; i++)
            for (size_t j = i; j < n; j++)
                all[m++] = x[i] / 2 + x[j] / 2;
        qsort(all, m, sizeof *all, compare);
        for (int k = 0; k < pairs; k++) {
            int low = draw(&seed, k + 1), high = k + draw(&seed, pairs - k);
            assert_true(audit_walsh_within(x, n, k + 1, all[low], all[high]) ==
                        all[k]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_those_of_sorting),
        cmocka_unit_test(any_range_around_it_will_do),
    };
    return cmocka_run_group_tests_name("walsh_means", tests, NULL, NULL) != 0;
}
