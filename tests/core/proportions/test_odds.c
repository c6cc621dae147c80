#include "test.h"

#include "proportions/odds.h"

/* Odds and their inverse: what is said of x is said of the others. */
static void odds_of_the_others_are_the_inverse(void **state)
{
    (void) state;
    for (int x = 0; x <= 40; x++) {
        double low, high, other_low, other_high;

        audit_odds_limits(AUDIT_PROPORTION_CLOPPER_PEARSON, x, 40, 0.95,
                          AUDIT_TWO_SIDED, &low, &high);
        audit_odds_limits(AUDIT_PROPORTION_CLOPPER_PEARSON, 40 - x, 40, 0.95,
                          AUDIT_TWO_SIDED, &other_low, &other_high);
        assert_true((x == 0) == (low == 0) && (x == 40) == (high == INFINITY));
        if (x > 0)
            assert_within(low, 1 / other_high, 1e-11);
        assert_close(audit_odds_p(AUDIT_PROPORTION_WILSON, x, 40, 3, AUDIT_LESS),
                     audit_odds_p(AUDIT_PROPORTION_WILSON, 40 - x, 40, 1.0 / 3,
                                  AUDIT_GREATER));
    }
}

/* One of a million: 1 - p has lost six digits, the odds have not. */
static void digits_are_kept_near_the_end(void **state)
{
    (void) state;
    double low, high, other_low, other_high;

    audit_odds_limits(AUDIT_PROPORTION_WILSON, 999999, 1e6, 0.95, AUDIT_LESS,
                      &low, &high);
    audit_odds_limits(AUDIT_PROPORTION_WILSON, 1, 1e6, 0.95, AUDIT_GREATER,
                      &other_low, &other_high);
    assert_true(low == 0 && other_high == INFINITY);
    assert_within(high, 1 / other_low, 1e-13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odds_of_the_others_are_the_inverse),
        cmocka_unit_test(digits_are_kept_near_the_end),
    };
    return cmocka_run_group_tests_name("odds", tests, NULL, NULL) != 0;
}
