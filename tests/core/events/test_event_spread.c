#include "test.h"

#include "events/event_spread.h"
#include "rates/patient_rates.h"
#include "small_hits.h"

/* Cells by row and days, by looking for the next over and over. */
static void put_in_order(const struct example *x, int *order)
{
    for (int c = 0; c < N_CELLS; c++) {
        int place = 0;

        for (int d = 0; d < N_CELLS; d++)
            place += x->row[d] != x->row[c] ? x->row[d] < x->row[c]
                   : x->days[d] != x->days[c] ? x->days[d] < x->days[c]
                   : d < c;
        order[place] = c;
    }
}

/* The spread of patient_rates.h, which visits every patient. */
static void spread_is_that_of_patients_one_by_one(void **state)
{
    (void) state;
    uint32_t seed = 22;

    for (int round = 0; round < 300; round++) {
        struct example x = random_example(&seed);
        int order[N_CELLS];
        double *values = just_doubles(5 * N_CELLS);
        size_t first[2 * N_ROWS + 2], of_group[N_ROWS + 1];
        audit_spread got[N_OUTCOMES * N_ROWS], right[N_ROWS];
        audit_hits hits = {x.outcome, x.cell, x.time, x.event};
        audit_cell_rows cells = {N_CELLS, N_ROWS, x.row, x.days};
        audit_spread_room room = {first, values};

        put_in_order(&x, order);
        assert_int_equal(audit_spread_events(&hits, x.n, N_OUTCOMES, &cells,
                                             order, &room, got).code,
                         AUDIT_OK);
        /* By one patient at a time, or some, it is the same. */
        for (size_t at_once = 1; at_once < 100; at_once *= 7) {
            audit_spread by_steps[N_OUTCOMES * N_ROWS];
            audit_event_spread work = audit_event_spread_begin(
                &hits, x.n, N_OUTCOMES, &cells, order, &room, by_steps);

            while (!work.is_done)
                assert_int_equal(audit_event_spread_go_on(&work, at_once).code,
                                 AUDIT_OK);
            for (int k = 0; k < N_OUTCOMES * N_ROWS; k++) {
                assert_true(by_steps[k].effective == got[k].effective);
                assert_true(by_steps[k].jackknife == got[k].jackknife);
                assert_true(by_steps[k].alpha == got[k].alpha);
            }
        }
        free(values);
        for (int o = 1; o <= N_OUTCOMES; o++) {
            double y[N_CELLS], t[N_CELLS], space[2 * N_CELLS];
            double events[N_ROWS] = {0, 0};
            int row[N_CELLS];
            size_t n = 0;

            for (int c = 0; c < N_CELLS; c++) {
                int when, count = count_of(&x, o, c, &when);
                if (count < 0 || x.row[c] == 0)
                    continue;
                events[x.row[c] - 1] += count;
                y[n] = count;
                t[n] = x.days[c];
                row[n++] = x.row[c];
            }
            assert_int_equal(audit_spread_of_patients(y, t, row, n, N_ROWS, 1,
                                                      of_group, space,
                                                      right).code, AUDIT_OK);
            for (int r = 0; r < N_ROWS; r++) {
                audit_spread mine = got[(o - 1) * N_ROWS + r];

                assert_close(mine.jackknife, right[r].jackknife);
                assert_close(mine.alpha, right[r].alpha);
                if (events[r] > 0)
                    assert_close(mine.effective, right[r].effective);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spread_is_that_of_patients_one_by_one),
    };
    return cmocka_run_group_tests_name("event_spread", tests, NULL, NULL) != 0;
}
