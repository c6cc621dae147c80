#include "test.h"

#include "proportions/odds.h"
#include "rates/scaled_exact.h"

static const audit_question plain = {0.95, AUDIT_TWO_SIDED, 1};

/* Without dispersion it is the exact conditional interval. */
static void at_one_it_is_exact(void **state)
{
    (void) state;
    for (int x1 = 0; x1 <= 12; x1++) {
        double low, high;
        audit_interval found = audit_scaled_exact(x1, 3, 7, 5, 1, &plain);

        audit_odds_limits(AUDIT_PROPORTION_CLOPPER_PEARSON, x1, x1 + 7, 0.95,
                          AUDIT_TWO_SIDED, &low, &high);
        assert_close(found.low, low * 5 / 3);
        assert_close(found.high, high * 5 / 3);
        assert_close(found.p, audit_odds_p(AUDIT_PROPORTION_CLOPPER_PEARSON,
                                           x1, x1 + 7, 0.6, AUDIT_TWO_SIDED));
    }
}

static void dispersion_widens_it_and_p_inverts_it(void **state)
{
    (void) state;
    audit_interval narrow = audit_scaled_exact(9, 3, 7, 5, 1, &plain);
    audit_interval wide = audit_scaled_exact(9, 3, 7, 5, 2.5, &plain);
    audit_question at_low = {0.95, AUDIT_GREATER, wide.low};

    assert_true(wide.low < narrow.low && narrow.high < wide.high);
    assert_within(audit_scaled_exact(9, 3, 7, 5, 2.5, &at_low).p, 0.025, 1e-11);
}

static void without_events(void **state)
{
    (void) state;
    audit_interval none = audit_scaled_exact(0, 3, 0, 5, 1, &plain);
    audit_interval first = audit_scaled_exact(0, 3, 4, 5, 2, &plain);
    audit_interval second = audit_scaled_exact(4, 3, 0, 5, 2, &plain);

    assert_true(none.low == 0 && none.high == INFINITY && none.p == 1);
    assert_true(first.low == 0 && isfinite(first.high));
    assert_true(second.low > 0 && second.high == INFINITY);
}

/* The odds of such a null overflow; the share that they are of all is 1. */
static void a_null_beyond_all_odds(void **state)
{
    (void) state;
    audit_question question = {0.95, AUDIT_TWO_SIDED, 1.7e308};

    assert_true(audit_scaled_exact(3, 1e50, 4, 1e-50, 1, &question).p == 0);
    question.side = AUDIT_GREATER;
    assert_true(audit_scaled_exact(3, 1e50, 4, 1e-50, 1, &question).p == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_one_it_is_exact),
        cmocka_unit_test(dispersion_widens_it_and_p_inverts_it),
        cmocka_unit_test(without_events),
        cmocka_unit_test(a_null_beyond_all_odds),
    };
    return cmocka_run_group_tests_name("scaled_exact", tests, NULL, NULL) != 0;
}
