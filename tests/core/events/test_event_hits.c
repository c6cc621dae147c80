#include "test.h"

#include "base/values.h"
#include "events/event_hits.h"

enum { MOST = 16 };

struct found {
    audit_status status;
    size_t n;
    int outcome[MOST], cell[MOST], time[MOST], event[MOST];
};

static struct found find(const audit_events *events,
                         const audit_windows *windows, int with_before,
                         size_t n_outcomes)
{
    struct found x = {.n = 0};
    size_t next[MOST];
    audit_hits hits = {x.outcome, x.cell, x.time, x.event};

    x.status = audit_count_hits(events, windows, with_before, n_outcomes, next,
                                &x.n);
    if (x.status.code == AUDIT_OK)
        audit_list_hits(events, windows, with_before, next, &hits);
    return x;
}

/*
 * One patient, one period of two windows: days 10 to 19 (10 days at risk) and
 * days 30 to 49 (20 days).
 */
struct events {
    const char *name;
    size_t n;
    int day[4];
    size_t n_hits;
    int time[4];
};

static const struct events cases[] = {
    {"none", 0, {0}, 0, {0}},
    {"on the first day", 1, {10}, 1, {0}},
    {"on the last day of the first window", 1, {19}, 1, {9}},
    {"in the hole", 1, {25}, 0, {0}},
    {"on the first day of the second", 1, {30}, 1, {10}},
    {"on the last day", 1, {49}, 1, {29}},
    {"the day after", 1, {50}, 0, {0}},
    {"the day before", 1, {9}, 1, {AUDIT_BEFORE}},
    {"before and within", 2, {3, 15}, 2, {AUDIT_BEFORE, 5}},
    {"several, two on a day", 4, {12, 12, 35, 60}, 3, {2, 2, 15}},
};

static void are_found(void **state)
{
    const struct events *x = *state;
    const int ones[] = {1, 1, 1, 1}, cell[] = {0, 0};
    const int first[] = {10, 30}, last[] = {19, 49}, days[] = {10, 20};
    audit_windows windows = {2, ones, ones, first, last, days, cell};
    audit_events events = {x->n, ones, x->day, ones};
    struct found found = find(&events, &windows, 1, 1);

    assert_int_equal(found.status.code, AUDIT_OK);
    assert_int_equal(found.n, x->n_hits);
    for (size_t i = 0; i < found.n; i++) {
        assert_int_equal(found.time[i], x->time[i]);
        assert_true(found.cell[i] == 0 && found.outcome[i] == 1);
    }
}

static void come_by_outcome_then_cell_in_each_period_anew(void **state)
{
    (void) state;
    const int period[] = {1, 1, 2, 2}, who[] = {1, 2, 1, 2};
    const int first[] = {0, 0, 50, 50}, last[] = {49, 49, 99, 99};
    const int days[] = {50, 50, 50, 50}, cell[] = {0, 1, 2, 3};
    const int patient[] = {1, 1, 2, 2}, day[] = {20, 60, 10, 70};
    const int outcome[] = {2, 1, 2, 2};
    audit_windows windows = {4, period, who, first, last, days, cell};
    audit_events events = {4, patient, day, outcome};
    const int wanted[][4] = {{1, 2, 10, 1}, {2, 0, 20, 0}, {2, 1, 10, 2},
                             {2, 3, 20, 3}};
    struct found x = find(&events, &windows, 0, 2);

    assert_int_equal(x.n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(x.outcome[i], wanted[i][0]);
        assert_int_equal(x.cell[i], wanted[i][1]);
        assert_int_equal(x.time[i], wanted[i][2]);
        assert_int_equal(x.event[i], wanted[i][3]);
    }
    /* Two more that lie before the cells of the second period. */
    assert_int_equal(find(&events, &windows, 1, 2).n, 6);
}

static void refuses_what_is_out_of_order(void **state)
{
    (void) state;
    const int one[] = {1, 1}, day[] = {5, 4}, none[] = {5, AUDIT_MISSING};
    const int up[] = {4, 5}, three[] = {1, 3};
    audit_windows windows = {0, one, one, one, one, one, one};
    audit_events events = {2, one, day, one};

    assert_int_equal(find(&events, &windows, 0, 1).status.code,
                     AUDIT_NOT_SORTED);
    events.day = none;
    assert_int_equal(find(&events, &windows, 0, 1).status.code, AUDIT_BAD_DAY);
    events.day = up;
    events.outcome = three;
    struct found x = find(&events, &windows, 0, 2);
    assert_true(x.status.code == AUDIT_BAD_GROUP && x.status.at == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(come_by_outcome_then_cell_in_each_period_anew),
        cmocka_unit_test(refuses_what_is_out_of_order),
    };
    int failed = cmocka_run_group_tests_name("event_hits", tests, NULL, NULL);
    failed += RUN_CASES("events", are_found, cases);
    return failed != 0;
}
