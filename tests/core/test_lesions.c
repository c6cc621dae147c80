#include "test.h"

#include "lesions.h"
#include "values.h"

enum { NONE = AUDIT_MISSING };

/*
 * One patient: period 1 is (100, 500] in cell 0, period 2 (600, 700] and
 * (800, 1000] in cell 1; slack is 60 days on both sides.
 */
static const int period[] = {1, 2, 2}, who[] = {1, 1, 1};
static const int start[] = {100, 600, 800}, stop[] = {500, 700, 1000};
static const int cell[] = {0, 1, 1};
static const audit_times times = {3, period, who, start, stop};
static const audit_slack slack = {60, 60};

struct interval {
    const char *name;
    int compared, day, place, choices;
};

static const struct interval intervals[] = {
    {"held", 150, 400, 0, 1},
    {"the whole of a period", 100, 500, 0, 1},
    {"60 days outside on both sides", 40, 560, 0, 1},
    {"61 days before", 39, 400, AUDIT_STRADDLES, 0},
    {"61 days after", 150, 561, AUDIT_STRADDLES, 0},
    {"no day of it", 505, 560, AUDIT_NO_CELL, 0},
    {"up to the start", 50, 100, AUDIT_NO_CELL, 0},
    {"one day of it", 50, 101, 0, 1},
    {"reaches from one into the other", 450, 650, AUDIT_STRADDLES, 0},
    {"reaches over a hole", 650, 900, AUDIT_STRADDLES, 0},
    {"over a hole no longer than the slack", 690, 750, 1, 1},
    {"held by the second of two ranges", 850, 950, 1, 1},
    {"not compared", NONE, 400, AUDIT_NO_INTERVAL, 0},
    {"outside of all", 1200, 1300, AUDIT_NO_CELL, 0},
};

static void interval_belongs(void **state)
{
    const struct interval *x = *state;
    audit_scans scans = {1, who, &x->compared, &x->day};
    int workspace[3], place, choices;

    audit_status status = audit_place_intervals(&scans, &times, cell, slack,
                                                workspace, &place, &choices);
    assert_int_equal(status.code, AUDIT_OK);
    assert_int_equal(place, x->place);
    assert_int_equal(choices, x->choices);
}

/* (0, 100] and (100, 200]: the one with more days, the later of equals. */
static void of_two_the_one_with_more_days(void **state)
{
    (void) state;
    const int two[] = {1, 2}, from[] = {0, 100}, to[] = {100, 200};
    const int cells[] = {0, 1}, ones[] = {1, 1, 1};
    const int compared[] = {59, 60, 61}, day[] = {140, 140, 140};
    audit_times apart = {2, two, ones, from, to};
    audit_scans scans = {3, ones, compared, day};
    int workspace[9], place[3], choices[3];

    audit_place_intervals(&scans, &apart, cells, slack, workspace, place,
                          choices);
    assert_int_equal(place[0], 0); /* 41 against 40 days */
    assert_int_equal(place[1], 1); /* 40 against 40 */
    assert_int_equal(place[2], 1); /* 39 against 40 */
    assert_true(choices[0] == 2 && choices[1] == 2 && choices[2] == 2);
}

struct scan {
    const char *name;
    int day, place;
};

static const struct scan scans_of_a_day[] = {
    {"on the first day", 100, AUDIT_NO_CELL},
    {"the day after it", 101, 0},
    {"on the last day", 500, 0},
    {"60 days after the end", 560, 0},
    {"61 days after it", 561, AUDIT_NO_CELL},
    {"in the next, though shortly after the first", 650, 1},
    {"in a hole, after a range", 750, 1},
};

static void scan_belongs(void **state)
{
    const struct scan *x = *state;
    const int compared = NONE;
    audit_scans scans = {1, who, &compared, &x->day};
    int workspace[2], place;

    audit_status status =
        audit_place_scans(&scans, &times, cell, slack, workspace, &place);
    assert_int_equal(status.code, AUDIT_OK);
    assert_int_equal(place, x->place);
}

static void straddling_intervals_are_counted_once_a_cell(void **state)
{
    (void) state;
    const int ones[] = {1, 1}, compared[] = {650, 300}, day[] = {900, 950};
    const int chosen[] = {1, 1}, no[] = {0, 0};
    audit_scans scans = {2, ones, compared, day};
    int last[2], touched[2];

    audit_touched_cells(&scans, &times, cell, chosen, last, touched, 2);
    assert_true(touched[0] == 1 && touched[1] == 2);
    audit_touched_cells(&scans, &times, cell, no, last, touched, 2);
    assert_true(touched[0] == 0 && touched[1] == 0);
}

static void sums_are_by_cell(void **state)
{
    (void) state;
    const int place[] = {1, 0, 1}, out[] = {0, 2, 1};
    const double count[] = {2, 3, 0}, exposure[] = {100, 50, 25};
    double scans[2], lesions[2], total[2];

    audit_sums_in_cells(place, count, exposure, 3, scans, lesions, total, 2);
    assert_true(scans[0] == 1 && lesions[0] == 3 && total[0] == 50);
    assert_true(scans[1] == 2 && lesions[1] == 2 && total[1] == 125);
    audit_status status = audit_sums_in_cells(out, count, exposure, 3, scans,
                                              lesions, total, 2);
    assert_true(status.code == AUDIT_BAD_GROUP && status.at == 1);
}

static void refuses_scans_that_cannot_be(void **state)
{
    (void) state;
    const int one[] = {1, 1}, none[] = {NONE, NONE}, back[] = {9, 8};
    const int missing[] = {9, NONE}, later[] = {9, 9};
    int workspace[6], place[2], choices[2];
    audit_scans unsorted = {2, one, none, back};
    audit_scans dayless = {2, one, none, missing};
    audit_scans itself = {1, one, later, later};

    assert_int_equal(audit_place_scans(&unsorted, &times, cell, slack,
                                       workspace, place).code,
                     AUDIT_NOT_SORTED);
    assert_int_equal(audit_place_scans(&dayless, &times, cell, slack,
                                       workspace, place).code, AUDIT_BAD_DAY);
    assert_int_equal(audit_place_intervals(&itself, &times, cell, slack,
                                           workspace, place, choices).code,
                     AUDIT_BAD_INTERVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_two_the_one_with_more_days),
        cmocka_unit_test(straddling_intervals_are_counted_once_a_cell),
        cmocka_unit_test(sums_are_by_cell),
        cmocka_unit_test(refuses_scans_that_cannot_be),
    };
    int failed = cmocka_run_group_tests_name("lesions", tests, NULL, NULL);
    failed += RUN_CASES("an interval", interval_belongs, intervals);
    failed += RUN_CASES("a scan", scan_belongs, scans_of_a_day);
    return failed != 0;
}
