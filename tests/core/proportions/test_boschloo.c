#include "test.h"

#include "base/dist.h"
#include "proportions/boschloo.h"

static double workspace[AUDIT_BOSCHLOO_WORKSPACE];

static double fisher(int x1, int n1, int x2, int n2)
{
    return phyper(x1 - 1, n1, n2, x1 + x2, 0, 0);
}

/* Every table, at every one of many proportions, and of more about the best. */
static double by_enumeration(int x1, int n1, int x2, int n2)
{
    double seen = fisher(x1, n1, x2, n2) * (1 + 1e-7), most = 0;
    double low = 0, high = 1, best = 0.5;
    int speaks[16][16];

    for (int i = 0; i <= n1; i++)
        for (int j = 0; j <= n2; j++)
            speaks[i][j] = fisher(i, n1, j, n2) <= seen;
    for (int round = 0; round < 4; round++) {
        double width = (high - low) / 1000;

        for (int step = 1; step < 1000; step++) {
            double p = low + step * width, sum = 0;
            for (int i = 0; i <= n1; i++)
                for (int j = 0; j <= n2; j++)
                    if (speaks[i][j])
                        sum += dbinom(i, n1, p, 0) * dbinom(j, n2, p, 0);
            if (sum > most) {
                most = sum;
                best = p;
            }
        }
        low = fmax(0, best - width);
        high = fmin(1, best + width);
    }
    return fmin(1, most);
}

static void p_is_that_of_enumeration(void **state)
{
    (void) state;
    const int tables[][4] = {{5, 7, 1, 8}, {3, 3, 0, 5}, {0, 4, 2, 6},
                             {4, 9, 4, 9}, {9, 12, 1, 2}, {2, 15, 1, 1},
                             {11, 13, 3, 11}};

    for (size_t i = 0; i < LENGTH(tables); i++) {
        const int *t = tables[i];
        double more = by_enumeration(t[0], t[1], t[2], t[3]);
        double fewer = by_enumeration(t[2], t[3], t[0], t[1]);

        assert_within(audit_boschloo_p(t[0], t[1], t[2], t[3], AUDIT_GREATER,
                                       workspace), more, 1e-9);
        assert_within(audit_boschloo_p(t[0], t[1], t[2], t[3], AUDIT_LESS,
                                       workspace), fewer, 1e-9);
        assert_within(audit_boschloo_p(t[0], t[1], t[2], t[3], AUDIT_TWO_SIDED,
                                       workspace),
                      fmin(1, 2 * fmin(more, fewer)), 1e-9);
    }
}

static void it_is_below_fishers(void **state)
{
    (void) state;
    for (int x1 = 1; x1 <= 8; x1++)
        for (int x2 = 0; x2 <= 6; x2++)
            assert_true(audit_boschloo_p(x1, 8, x2, 6, AUDIT_GREATER,
                                         workspace) <=
                        fisher(x1, 8, x2, 6) + 1e-9);
}

static void large_groups_are_left(void **state)
{
    (void) state;
    assert_true(isnan(audit_boschloo_p(3, 201, 3, 9, AUDIT_LESS, workspace)));
    assert_true(isnan(audit_boschloo_p(3, 9, 3, 201, AUDIT_LESS, workspace)));
    assert_true(isnan(audit_boschloo_p(0, 0, 3, 9, AUDIT_LESS, workspace)));
    assert_true(isnan(audit_boschloo_p(3, 9, 0, 0, AUDIT_LESS, workspace)));
    /* In just the room that it needs. */
    double *room = just_doubles(AUDIT_BOSCHLOO_WORKSPACE);
    assert_true(audit_boschloo_p(100, 200, 90, 200, AUDIT_LESS, room) > 0.5);
    free(room);
    assert_true(audit_boschloo_p(150, 200, 20, 200, AUDIT_TWO_SIDED,
                                 workspace) < 1e-30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_is_that_of_enumeration),
        cmocka_unit_test(it_is_below_fishers),
        cmocka_unit_test(large_groups_are_left),
    };
    return cmocka_run_group_tests_name("boschloo", tests, NULL, NULL) != 0;
}
