#include "test.h"

#include "rates/patient_rates.h"
#include "small_hits.h"

/* The sums of patient_rates.h, which visits every patient. */
static void sums_are_those_of_patients_one_by_one(void **state)
{
    (void) state;
    uint32_t seed = 21;

    for (int round = 0; round < 300; round++) {
        struct example x = random_example(&seed);
        double out[7][N_OUTCOMES * N_ROWS];
        double *workspace = just_doubles(5 * N_ROWS);
        audit_hits hits = {x.outcome, x.cell, x.time, x.event};
        audit_cell_rows cells = {N_CELLS, N_ROWS, x.row, x.days};
        audit_event_sums sums = {out[0], out[1], out[2], out[3],
                                 out[4], out[5], out[6]};

        for (size_t i = 0; i < 7 * N_OUTCOMES * N_ROWS; i++)
            out[i / (N_OUTCOMES * N_ROWS)][i % (N_OUTCOMES * N_ROWS)] = NAN;
        audit_sum_events(&hits, x.n, N_OUTCOMES, &cells, workspace, &sums);
        free(workspace);
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

/* One patient, whose count is that of the mean but for rounding, varies not. */
static void one_patient_has_a_dispersion_of_1(void **state)
{
    (void) state;
    for (int days = 1; days < 200; days++) {
        int outcome[] = {1, 1, 1}, cell[] = {0, 0, 0}, time[] = {0, 1, 1};
        int event[] = {0, 1, 2};
        const int row = 1;
        double out[7], workspace[5];
        audit_hits hits = {outcome, cell, time, event};
        audit_cell_rows cells = {1, 1, &row, &days};
        audit_event_sums sums = {&out[0], &out[1], &out[2], &out[3],
                                 &out[4], &out[5], &out[6]};

        audit_sum_events(&hits, 3, 1, &cells, workspace, &sums);
        assert_true(*sums.dispersion == 1 && *sums.patients == 1);
        assert_true(*sums.events == 3 && *sums.twice == 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_patients_one_by_one),
        cmocka_unit_test(one_patient_has_a_dispersion_of_1),
    };
    return cmocka_run_group_tests_name("event_sums", tests, NULL, NULL) != 0;
}
