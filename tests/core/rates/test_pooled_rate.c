#include "test.h"

#include "base/dist.h"
#include "rates/pooled_rate.h"

static audit_interval limits(double events, double time, int has_spread,
                             audit_spread spread, audit_question question)
{
    audit_interval x;

    assert_int_equal(audit_pooled_rate(events, time, has_spread, &spread,
                                       &question, &x).code, AUDIT_OK);
    return x;
}

/* The 97.5 % point of t with 4 degrees of freedom is 2.776445105197793. */
static void by_hand(void **state)
{
    (void) state;
    const audit_question question = {0.95, AUDIT_TWO_SIDED, NAN};
    const audit_spread model = {5, 1, 0.5}, jackknife = {5, 3, 0.5};
    double reach = 2.776445105197793 * sqrt(0.1 + 0.5 / 5);
    audit_interval x = limits(10, 4, 1, model, question);

    assert_close(x.low, 2.5 * exp(-reach));
    assert_close(x.high, 2.5 * exp(reach));
    assert_true(isnan(x.p));
    x = limits(10, 4, 1, jackknife, question);
    assert_close(x.high, 2.5 * exp(2.776445105197793 * sqrt(0.3)));
    assert_close(x.low, 2.5 * exp(-2.776445105197793 * sqrt(0.3)));
}

/* Many events of hardly two effective patients have the t of three. */
static void few_effective_patients_are_as_good_as_four(void **state)
{
    (void) state;
    const audit_question question = {0.95, AUDIT_TWO_SIDED, NAN};
    const audit_spread two = {1.8, 1, 0}, four = {4, 1, 0};

    assert_close(limits(30, 2, 1, two, question).high,
                 limits(30, 2, 1, four, question).high);
    assert_close(limits(30, 2, 1, two, question).high,
                 15 * exp(3.182446305284263 / sqrt(30)));
}

/* The lower limit of few events is Garwood's, and so are both without spread. */
static void garwood_is_never_wider(void **state)
{
    (void) state;
    const audit_question question = {0.95, AUDIT_TWO_SIDED, NAN};
    const audit_spread spread = {1e6, 1, 0};
    audit_interval x = limits(2, 1, 1, spread, question);

    assert_close(x.low, qgamma(0.025, 2, 1, 1, 0));
    assert_close(x.high, 2 * exp(qt(0.975, 1e6 - 1, 1, 0) / sqrt(2)));
    x = limits(2, 1, 0, spread, question);
    assert_close(x.high, qgamma(0.975, 3, 1, 1, 0));
    x = limits(0, 11, 1, spread, question);
    assert_true(x.low == 0);
    assert_close(x.high, -log(0.025) / 11);
}

/* At either limit, of any side, p is alpha. */
static void p_inverts_the_limits(void **state)
{
    (void) state;
    const audit_spread spreads[] = {{8, 1, 0}, {4, 2.5, 0.3}, {40, 1.2, 2}};
    const double counts[] = {0, 1, 3, 25};

    for (size_t i = 0; i < 12; i++) {
        audit_spread spread = spreads[i % 3];
        double events = counts[i / 3];
        if (events == 0)
            spread = audit_no_spread(8);
        for (int side = 0; side < 3; side++) {
            audit_question q = {0.9, (audit_alternative) side, NAN};
            audit_interval x = limits(events, 3, 1, spread, q);

            q.null = x.low;
            if (x.low > 0)
                assert_close(limits(events, 3, 1, spread, q).p, 0.1);
            q.null = x.high;
            if (x.high < INFINITY)
                assert_close(limits(events, 3, 1, spread, q).p, 0.1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(few_effective_patients_are_as_good_as_four),
        cmocka_unit_test(garwood_is_never_wider),
        cmocka_unit_test(p_inverts_the_limits),
    };
    return cmocka_run_group_tests_name("pooled_rate", tests, NULL, NULL) != 0;
}
