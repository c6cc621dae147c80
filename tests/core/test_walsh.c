#include "test.h"
#include <stdlib.h>

#include "walsh.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_those_of_sorting),
    };
    return cmocka_run_group_tests_name("walsh", tests, NULL, NULL) != 0;
}
