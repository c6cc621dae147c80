#include "test.h"

#include "events/event_spells.h"
#include "events/relapses.h"

enum { MOST = 64 };

struct cut {
    int cell[MOST];
    double start[MOST], stop[MOST], events[MOST];
    size_t n;
};

static void expect_spell(const struct cut *x, size_t i, int cell, double start,
                         double stop, double events)
{
    assert_true(i < x->n);
    assert_int_equal(x->cell[i], cell);
    assert_true(x->start[i] == start && x->stop[i] == stop);
    assert_true(x->events[i] == events);
}

/* Patient 1 is in period 1 over (100, 110] and (120, 130], patient 2 over (0, 9];
   in period 2 patient 1 over (105, 125]. Two records of a day count apart. */
static struct cut cut_example(int first_only)
{
    const int period[] = {1, 1, 1, 2}, who[] = {1, 1, 2, 1};
    const int start[] = {100, 120, 0, 105}, stop[] = {110, 130, 9, 125};
    const int cell[] = {0, 0, 1, 2};
    const int patient[] = {1, 1, 1, 1, 1, 1, 1, 2};
    const int day[] = {100, 104, 106, 106, 110, 115, 124, 9};
    const int counts[] = {1, 0, 1, 1, 1, 1, 1, 1};
    audit_times times = {4, period, who, start, stop};
    struct cut x;
    audit_event_spells spells = {x.cell, x.start, x.stop, x.events};

    x.n = audit_cut_at_events(patient, day, counts, 8, &times, cell, first_only,
                              &spells);
    return x;
}

static void ranges_are_cut_on_the_days_of_events(void **state)
{
    (void) state;
    struct cut x = cut_example(0);

    assert_int_equal(x.n, 10);
    expect_spell(&x, 0, 0, 0, 6, 2);
    expect_spell(&x, 1, 0, 6, 10, 1);   /* on the last day of a range */
    expect_spell(&x, 2, 0, 20, 24, 1);  /* 115 lies in the gap */
    expect_spell(&x, 3, 0, 24, 30, 0);
    expect_spell(&x, 4, 1, 0, 9, 1);
    expect_spell(&x, 5, 2, 0, 1, 2);
    expect_spell(&x, 6, 2, 1, 5, 1);
    expect_spell(&x, 7, 2, 5, 10, 1);
    expect_spell(&x, 8, 2, 10, 19, 1);
    expect_spell(&x, 9, 2, 19, 20, 0);
}

/* One event of the two on its day, and none after it. */
static void a_first_event_ends_the_cell(void **state)
{
    (void) state;
    struct cut x = cut_example(1);

    assert_int_equal(x.n, 3);
    expect_spell(&x, 0, 0, 0, 6, 1);
    expect_spell(&x, 1, 1, 0, 9, 1);
    expect_spell(&x, 2, 2, 0, 1, 1);
}

/* What is cut has the days and the events of what was there. */
static void nothing_is_lost_or_added(void **state)
{
    (void) state;
    uint32_t seed = 8;

    for (int round = 0; round < 300; round++) {
        int period[8], who[8], start[8], stop[8], cell[8], total[8];
        int cell_period[8], cell_patient[8], days[8];
        int patient[16], day[16], counts[16];
        size_t n = 0, records = 0, n_cells;

        for (int p = 1; p <= 4; p++) {
            int at = draw(&seed, 10);
            for (int k = 0; k < 2; k++, at += 1 + draw(&seed, 5)) {
                period[n] = 1;
                who[n] = p;
                start[n] = at;
                stop[n++] = at += 1 + draw(&seed, 12);
            }
            int on = 0;
            for (int k = 0; k < 4; k++) {
                patient[records] = p;
                day[records] = on += draw(&seed, 9);
                counts[records++] = draw(&seed, 3) > 0;
            }
        }
        audit_times times = {n, period, who, start, stop};
        assert_int_equal(audit_cells(&times, cell, cell_period, cell_patient,
                                     days, &n_cells).code, AUDIT_OK);
        audit_count_in_cells(patient, day, counts, records, &times, cell, total,
                             n_cells);
        struct cut x;
        audit_event_spells spells = {x.cell, x.start, x.stop, x.events};
        x.n = audit_cut_at_events(patient, day, counts, records, &times, cell, 0,
                                  &spells);
        for (size_t c = 0; c < n_cells; c++) {
            double found = 0, time = 0;
            for (size_t i = 0; i < x.n; i++)
                if (x.cell[i] == (int) c) {
                    assert_true(x.start[i] >= 0 && x.start[i] < x.stop[i]);
                    found += x.events[i];
                    time += x.stop[i] - x.start[i];
                }
            assert_true(found == total[c] && time == days[c]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_are_cut_on_the_days_of_events),
        cmocka_unit_test(a_first_event_ends_the_cell),
        cmocka_unit_test(nothing_is_lost_or_added),
    };
    return cmocka_run_group_tests_name("event_spells", tests, NULL, NULL) != 0;
}
