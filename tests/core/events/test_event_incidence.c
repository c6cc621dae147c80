#include "test.h"

#include "events/event_incidence.h"
#include "small_hits.h"

/* The curve of curve_incidence.h of each outcome's own tally. */
static void incidences_are_those_of_tallies_one_by_one(void **state)
{
    (void) state;
    uint32_t seed = 22;
    const double times[] = {0, 3, 5.5, 40};
    enum { K = 4, N = N_OUTCOMES * N_ROWS * K };

    for (int round = 0; round < 300; round++) {
        struct example x = random_example(&seed);
        audit_hits hits = {x.outcome, x.cell, x.time, x.event};
        audit_cell_rows cells = {N_CELLS, N_ROWS, x.row, x.days};
        audit_cell_ends ends = {x.end, x.competing};
        double out[6][N], time[64];
        int space[3 * N_ROWS * 64];
        size_t k = round % 2 ? K : 3; /* beyond all ends, or not */
        size_t days = audit_incidence_days(&cells, &ends, times, k);
        audit_curve curve = {out[0], out[1], out[2], out[3], out[4], out[5]};
        audit_incidence_kind kind =
            round % 3 ? AUDIT_COMPETING : AUDIT_NOTHING_COMPETES;

        assert_true(days <= 64);
        audit_event_incidence(&hits, x.n, N_OUTCOMES, &cells, &ends, kind, times,
                              k, 0.95, days, space, time, &curve);
        for (int o = 1; o <= N_OUTCOMES; o++)
            for (int r = 1; r <= N_ROWS; r++) {
                double t[N_CELLS], want[6][K], at[N_CELLS];
                int status[N_CELLS], counts[3][N_CELLS];
                uint64_t workspace[2 * N_CELLS];
                size_t n = 0;

                for (int c = 0; c < N_CELLS; c++) {
                    int first, count = count_of(&x, o, c, &first);
                    if (count < 0 || x.row[c] != r)
                        continue;
                    t[n] = count > 0 ? first : x.end[c];
                    status[n++] = count > 0 ? 1 : 2 * x.competing[c];
                }
                audit_tally tally = {0, at, counts[0], counts[1], counts[2]};
                audit_tally_times(t, status, n, workspace, &tally);
                audit_curve one = {want[0], want[1], want[2],
                                   want[3], want[4], want[5]};
                audit_curve_incidence(&tally, kind, times, k, 0.95, &one);
                for (size_t j = 0; j < k; j++)
                    for (int column = 0; column < 6; column++) {
                        size_t of = (size_t) ((o - 1) * N_ROWS + r - 1) * k + j;
                        assert_close(out[column][of], want[column][j]);
                    }
            }
    }
}

/* Asked for no time, it needs a day and one for all that is later. */
static void no_times_need_little_room(void **state)
{
    (void) state;
    const int row[] = {1, 1}, length[] = {5, 9}, end[] = {5, 9}, none[] = {0, 0};
    audit_cell_rows cells = {2, 1, row, length};
    audit_cell_ends ends = {end, none};
    const double times[] = {3.5, 20};

    assert_int_equal(audit_incidence_days(&cells, &ends, NULL, 0), 2);
    /* Up to the last day asked for, or the last there is. */
    assert_int_equal(audit_incidence_days(&cells, &ends, times, 1), 5);
    assert_int_equal(audit_incidence_days(&cells, &ends, times, 2), 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_times_need_little_room),
        cmocka_unit_test(incidences_are_those_of_tallies_one_by_one),
    };
    return cmocka_run_group_tests_name("event_incidence", tests, NULL, NULL) != 0;
}
