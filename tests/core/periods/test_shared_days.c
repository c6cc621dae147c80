#include "test.h"

#include "periods/shared_days.h"

enum { periods = 3 };

/* All pairs of three periods at once, or one first period after the other. */
static void share(const audit_day_ranges *ranges, int n_first, size_t step,
                  audit_shared sums[periods * periods])
{
    size_t running[periods];

    for (int i = 0; i < periods * periods; i++)
        sums[i] = (audit_shared) {0, 0, 0};
    for (int first = 1; first <= periods; first += n_first) {
        audit_shared_table table = {first, n_first, periods,
                                    sums + (first - 1) * periods};
        for (size_t row = 0; row < ranges->n;)
            row = audit_shared_days(ranges, row, row + step, running, &table);
    }
}

static void days_of_both_are_counted(void **state)
{
    (void) state;
    /* Patient 1 shares (5, 10] and (20, 25] of periods 1 and 2, patient 2
       nothing but a border, patient 4 is in one of them alone. */
    const int patient[] = {1, 1, 1, 2, 2, 4}, period[] = {1, 2, 1, 1, 2, 1};
    const int start[] = {0, 5, 20, 0, 10, 0}, stop[] = {10, 25, 30, 10, 20, 9};
    audit_day_ranges ranges = {6, period, patient, start, stop};
    audit_shared sums[periods * periods];

    share(&ranges, periods, 100, sums);
    assert_true(sums[1].patients == 1 && sums[1].days == 10);
    for (int i = 0; i < periods * periods; i++)
        assert_true(i == 1 || sums[i].days == 0);
}

/* Against counting each day of each patient in three periods. */
static void agrees_with_counting(void **state)
{
    (void) state;
    enum { patients = 5, days = 60, most = 400 };
    uint32_t seed = 3;

    for (int round = 0; round < 200; round++) {
        char in[periods][patients + 1][days + 1] = {{{0}}};
        int period[most], patient[most], start[most], stop[most];
        size_t n = 0;

        for (int p = 1; p <= patients; p++) {
            int next[periods];
            for (int k = 0; k < periods; k++)
                next[k] = draw(&seed, 20);
            for (int day = 0; day < days - 1; day++)
                for (int k = 0; k < periods; k++) {
                    if (day != next[k])
                        continue;
                    int end = day + 1 + draw(&seed, days - day - 1);
                    patient[n] = p;
                    period[n] = k + 1;
                    start[n] = day;
                    stop[n++] = end;
                    for (int d = day + 1; d <= end; d++)
                        in[k][p][d] = 1;
                    next[k] = end + draw(&seed, 20);
                    if (next[k] <= day)
                        next[k] = day + 1;
                }
        }
        audit_day_ranges ranges = {n, period, patient, start, stop};
        audit_shared sums[2][periods * periods];
        share(&ranges, periods, most, sums[0]);
        share(&ranges, 1, 1, sums[1]);
        for (int a = 0; a < periods; a++)
            for (int b = a + 1; b < periods; b++) {
                double shared = 0, who = 0;
                for (int p = 1; p <= patients; p++) {
                    int any = 0;
                    for (int d = 0; d <= days; d++)
                        any += in[a][p][d] && in[b][p][d];
                    shared += any;
                    who += any > 0;
                }
                for (int way = 0; way < 2; way++) {
                    audit_shared *sum = &sums[way][a * periods + b];
                    assert_true(sum->days == shared && sum->patients == who);
                }
            }
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
