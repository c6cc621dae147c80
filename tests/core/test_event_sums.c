#include "test.h"

#include "patient_rates.h"
#include "small_hits.h"

/* The sums of patient_rates.h, which visits every patient. */
static void sums_are_those_of_patients_one_by_one(void **state)
{
    (void) state;
    uint32_t seed = 21;

    for (int round = 0; round < 300; round++) {
        struct example x = random_example(&seed);
        double out[7][N_OUTCOMES * N_ROWS], workspace[5 * N_ROWS];
        audit_hits hits = {x.outcome, x.cell, x.time, x.event};
        audit_cell_rows cells = {N_CELLS, N_ROWS, x.row, x.days};
        audit_event_sums sums = {out[0], out[1], out[2], out[3],
                                 out[4], out[5], out[6]};

        audit_sum_events(&hits, x.n, N_OUTCOMES, &cells, workspace, &sums);
        for (int o = 1; o <= N_OUTCOMES; o++) {
            double y[N_CELLS], t[N_CELLS], got[7][N_ROWS], space[4 * N_ROWS];
            double first_days[N_ROWS] = {0, 0}, twice[N_ROWS] = {0, 0};
            int row[N_CELLS];
            size_t n = 0;

            for (int c = 0; c < N_CELLS; c++) {
                int first, count = count_of(&x, o, c, &first);
                if (count < 0 || x.row[c] == 0)
                    continue;
                y[n] = count;
                t[n] = x.days[c];
                row[n++] = x.row[c];
                first_days[x.row[c] - 1] += first;
                twice[x.row[c] - 1] += count >= 2;
            }
            audit_patient_rates rates = {got[0], got[1], got[2], got[3],
                                         got[4], got[5], got[6]};
            assert_int_equal(audit_rates_of_patients(y, t, row, n, N_ROWS, space,
                                                     &rates).code, AUDIT_OK);
            for (int r = 0; r < N_ROWS; r++) {
                size_t at = (size_t) ((o - 1) * N_ROWS + r);
                assert_true(sums.patients[at] == rates.patients[r]);
                assert_true(sums.with_event[at] == rates.with_event[r]);
                assert_true(sums.events[at] == rates.events[r]);
                assert_true(sums.days[at] == rates.time[r]);
                assert_true(sums.first_days[at] == first_days[r]);
                assert_true(sums.twice[at] == twice[r]);
                assert_close(sums.dispersion[at], rates.dispersion[r]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_patients_one_by_one),
    };
    return cmocka_run_group_tests_name("event_sums", tests, NULL, NULL) != 0;
}
