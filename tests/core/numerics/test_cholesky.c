#include "test.h"

#include "numerics/cholesky.h"

static void solves_and_inverts(void **state)
{
    (void) state;
    const double whole[] = {9, 6, 3, 6, 20, 14, 3, 14, 30};
    double a[9], b[] = {18, 40, 47}, inverse[9];

    for (int i = 0; i < 9; i++)
        a[i] = whole[i];
    assert_true(audit_cholesky(a, 3));
    audit_cholesky_solve(a, 3, b);
    audit_cholesky_inverse(a, 3, inverse);
    /* (1, 1, 1) solves it */
    for (int i = 0; i < 3; i++) {
        assert_close(b[i], 1);
        for (int j = 0; j < 3; j++) {
            double sum = 0;
            for (int k = 0; k < 3; k++)
                sum += whole[i + 3 * k] * inverse[k + 3 * j];
            assert_close(sum, i == j);
        }
    }
}

static void says_what_is_not_positive_definite(void **state)
{
    (void) state;
    double alike[] = {1, 1, 1, 1}, negative[] = {1, 2, 2, 1};
    double missing[] = {NAN, 0, 0, 1};

    assert_false(audit_cholesky(alike, 2));
    assert_false(audit_cholesky(negative, 2));
    assert_false(audit_cholesky(missing, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solves_and_inverts),
        cmocka_unit_test(says_what_is_not_positive_definite),
    };
    return cmocka_run_group_tests_name("cholesky", tests, NULL, NULL) != 0;
}
