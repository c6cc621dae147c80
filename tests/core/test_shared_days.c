#include "test.h"

#include "shared_days.h"

static void days_of_both_are_counted(void **state)
{
    (void) state;
    /* Patient 1 shares (5, 10] and (20, 25], patient 2 nothing but a border,
       patient 4 is in one of them alone. */
    const int pa[] = {1, 1, 2, 4}, a0[] = {0, 20, 0, 0}, a1[] = {10, 30, 10, 9};
    const int pb[] = {1, 2, 3}, b0[] = {5, 10, 0}, b1[] = {25, 20, 9};
    audit_period_ranges a = {4, pa, a0, a1}, b = {3, pb, b0, b1};

    audit_shared sum = audit_shared_days(&a, &b), other;
    assert_true(sum.patients == 1 && sum.days == 10);
    other = audit_shared_days(&b, &a);
    assert_true(other.patients == 1 && other.days == 10);
}

/* Against counting each day of each patient. */
static void agrees_with_counting(void **state)
{
    (void) state;
    enum { patients = 5, days = 60, most = 40 };
    uint32_t seed = 3;

    for (int round = 0; round < 200; round++) {
        char in[2][patients + 1][days + 1] = {{{0}}};
        int patient[2][most], start[2][most], stop[2][most];
        audit_period_ranges ranges[2];

        for (int k = 0; k < 2; k++) {
            size_t n = 0;
            for (int p = 1; p <= patients; p++)
                for (int day = draw(&seed, 20); day < days - 1;) {
                    int end = day + 1 + draw(&seed, days - day - 1);
                    patient[k][n] = p;
                    start[k][n] = day;
                    stop[k][n++] = end;
                    for (int d = day + 1; d <= end; d++)
                        in[k][p][d] = 1;
                    day = end + 1 + draw(&seed, 20);
                }
            ranges[k] = (audit_period_ranges) {n, patient[k], start[k],
                                               stop[k]};
        }
        double shared = 0, who = 0;
        for (int p = 1; p <= patients; p++) {
            int any = 0;
            for (int d = 0; d <= days; d++)
                any += in[0][p][d] && in[1][p][d];
            shared += any;
            who += any > 0;
        }
        audit_shared sum = audit_shared_days(&ranges[0], &ranges[1]);
        assert_true(sum.days == shared && sum.patients == who);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_of_both_are_counted),
        cmocka_unit_test(agrees_with_counting),
    };
    return cmocka_run_group_tests_name("shared_days", tests, NULL, NULL) != 0;
}
