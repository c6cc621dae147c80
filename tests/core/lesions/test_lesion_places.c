#include "test.h"

#include "base/values.h"
#include "lesions/lesion_places.h"

enum { PERIODS = 2 };

/* Patient 3 in periods (0, 100] and (100, 200], patient 5 in the second alone. */
static const int period[] = {1, 2, 2}, patient[] = {3, 3, 5};
static const int start[] = {0, 100, 0}, stop[] = {100, 200, 50};
static const int cell[] = {0, 1, 2};
static const audit_times times = {3, period, patient, start, stop};
static audit_period_work work[PERIODS];

static void begin(void)
{
    int has_all;
    audit_status status = audit_find_periods(&times, PERIODS, cell, 3, work,
                                             &has_all);

    assert_true(status.code == AUDIT_OK && has_all);
}

static void patients_come_in_order(void **state)
{
    (void) state;
    begin();
    assert_int_equal(audit_next_patient(&times, PERIODS, work), 3);
    audit_take_patient(&times, cell, 3, PERIODS, work);
    assert_true(work[0].present && work[1].present);
    assert_true(work[0].cell == 0 && work[1].cell == 1);
    assert_true(work[1].from == 100 && work[1].to == 200);
    assert_int_equal(audit_next_patient(&times, PERIODS, work), 5);
    audit_take_patient(&times, cell, 5, PERIODS, work);
    assert_true(!work[0].present && work[1].present && work[1].cell == 2);
    assert_int_equal(audit_next_patient(&times, PERIODS, work), 0);
}

/* One scan of patient 3, and what it is to both periods. */
static int places(int compared, int day, audit_slack slack,
                  audit_straddling straddling, int first, int second)
{
    const int who = 3;
    audit_scans scans = {1, &who, &compared, &day};

    begin();
    audit_take_patient(&times, cell, 3, PERIODS, work);
    int chosen = audit_place_interval(&scans, 0, slack, straddling, PERIODS,
                                      work);
    assert_int_equal(audit_place_of_interval(&work[0]), first);
    assert_int_equal(audit_place_of_interval(&work[1]), second);
    return chosen;
}

enum {
    NO = AUDIT_PLACE_NONE,
    HERE = AUDIT_PLACE_HERE,
    ACROSS = AUDIT_PLACE_ACROSS,
    OTHER = AUDIT_PLACE_OTHER
};
static const audit_slack none = {0, 0};

static void an_interval_within_a_period_is_its_own(void **state)
{
    (void) state;
    assert_false(places(10, 90, none, AUDIT_DROP, HERE, NO));
    assert_false(places(0, 100, none, AUDIT_DROP, HERE, NO));
    assert_false(places(100, 101, none, AUDIT_DROP, NO, HERE));
    assert_false(places(AUDIT_MISSING, 50, none, AUDIT_DROP, NO, NO));
    assert_false(places(-20, 0, none, AUDIT_DROP, NO, NO));
    /* It begins before all time known: no other period has it. */
    assert_false(places(-20, 50, none, AUDIT_DROP, ACROSS, NO));
}

static void an_interval_across_goes_where_it_is_told(void **state)
{
    (void) state;
    places(60, 140, none, AUDIT_DROP, ACROSS, ACROSS);
    places(60, 140, none, AUDIT_SHARE, ACROSS, ACROSS);
    places(60, 140, none, AUDIT_LATER, ACROSS, HERE);
    places(60, 140, none, AUDIT_EARLIER, HERE, ACROSS);
    /* It ends in neither, and begins in the second. */
    places(150, 250, none, AUDIT_LATER, NO, ACROSS);
    places(150, 250, none, AUDIT_EARLIER, NO, HERE);
}

/* Of two that it fits the one with more of its days has it, else the later. */
static void slack_may_fit_it_to_two(void **state)
{
    (void) state;
    assert_false(places(60, 140, (audit_slack) {0, 40}, AUDIT_DROP, HERE, OTHER));
    assert_true(places(60, 140, (audit_slack) {40, 40}, AUDIT_DROP, OTHER, HERE));
    assert_true(places(60, 139, (audit_slack) {40, 40}, AUDIT_DROP, HERE, OTHER));
}

static void scan_is(int day, audit_slack slack, int first, int second)
{
    const int who = 3, compared = AUDIT_MISSING;
    audit_scans scans = {1, &who, &compared, &day};

    begin();
    audit_take_patient(&times, cell, 3, PERIODS, work);
    audit_place_scan(&scans, 0, slack, PERIODS, work);
    assert_int_equal(audit_place_of_scan(&work[0]), first);
    assert_int_equal(audit_place_of_scan(&work[1]), second);
}

static void a_scan_is_of_the_period_of_its_day(void **state)
{
    (void) state;
    scan_is(0, none, NO, NO);
    scan_is(1, none, HERE, NO);
    scan_is(100, none, HERE, NO);
    scan_is(101, none, NO, HERE);
    scan_is(201, none, NO, NO);
    /* Twenty days after the first, but in the second. */
    scan_is(120, (audit_slack) {0, 30}, OTHER, HERE);
    scan_is(230, (audit_slack) {0, 30}, NO, HERE);
    scan_is(231, (audit_slack) {0, 30}, NO, NO);
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    const int bad_period[] = {1, 3, 2}, no_period[] = {0, 1, 2};
    const int below[] = {0, -1, 2}, nobody[] = {3, 0, 5};
    const int falls[] = {3, 5, 3}, bad_cell[] = {0, 3, 2};
    audit_times bad = times;
    int has_all;

    bad.period = bad_period;
    audit_status s = audit_find_periods(&bad, PERIODS, cell, 3, work, &has_all);
    assert_true(s.code == AUDIT_BAD_GROUP && s.at == 1);
    bad.period = no_period;
    s = audit_find_periods(&bad, PERIODS, cell, 3, work, &has_all);
    assert_true(s.code == AUDIT_BAD_GROUP && s.at == 0);
    s = audit_find_periods(&times, PERIODS, below, 3, work, &has_all);
    assert_true(s.code == AUDIT_BAD_GROUP && s.at == 1);
    s = audit_find_periods(&times, PERIODS, bad_cell, 3, work, &has_all);
    assert_true(s.code == AUDIT_BAD_GROUP && s.at == 1);
    bad = times;
    bad.patient = nobody;
    s = audit_find_periods(&bad, PERIODS, cell, 3, work, &has_all);
    assert_true(s.code == AUDIT_BAD_PATIENT && s.at == 1);
    bad.patient = falls;
    s = audit_find_periods(&bad, PERIODS, cell, 3, work, &has_all);
    assert_true(s.code == AUDIT_NOT_SORTED && s.at == 2);
    s = audit_find_periods(&times, PERIODS, cell, 4, work, &has_all);
    assert_true(s.code == AUDIT_OK && !has_all);
}

/*
 * Period 1 over (0, 10] and (90, 100], period 2 over (20, 80] between: a scan on
 * day 110 follows the first by 10 days, the second by 30, though that began later.
 */
static void the_period_that_ended_last_has_the_scan(void **state)
{
    (void) state;
    const int of[] = {1, 1, 2}, who[] = {3, 3, 3}, from[] = {0, 90, 20};
    const int to[] = {10, 100, 80}, cells[] = {0, 0, 1}, compared = 5;
    const int days[] = {110, 85, 120};
    const int first[] = {HERE, NO, HERE}, second[] = {OTHER, HERE, OTHER};
    const audit_slack slack = {0, 50};
    audit_times broken = {3, of, who, from, to};
    int has_all;

    for (size_t i = 0; i < LENGTH(days); i++) {
        audit_scans scans = {1, who, &compared, &days[i]};

        assert_int_equal(audit_find_periods(&broken, PERIODS, cells, 2, work,
                                            &has_all).code, AUDIT_OK);
        assert_true(has_all);
        audit_take_patient(&broken, cells, 3, PERIODS, work);
        assert_true(work[0].days.n == 2 && work[0].from == 0 && work[0].to == 100);
        audit_place_scan(&scans, 0, slack, PERIODS, work);
        if (i == 1) /* on day 85, five days after the second alone */
            assert_int_equal(audit_place_of_scan(&work[1]), HERE);
        else
            assert_int_equal(audit_place_of_scan(&work[0]), first[i]);
        assert_int_equal(audit_place_of_scan(&work[1]), second[i]);
    }
}

/* Of an interval that fits both, the one with more days has it, and of as many
   the one that begins later, whichever is the first. */
static void more_days_have_the_interval_in_either_order(void **state)
{
    (void) state;
    const int of[] = {1, 2}, who[] = {3, 3}, from[] = {100, 0}, to[] = {200, 100};
    const int cells[] = {0, 1}, compared[] = {60, 61, 60}, day[] = {140, 140, 139};
    const int first[] = {HERE, HERE, OTHER}, second[] = {OTHER, OTHER, HERE};
    audit_times turned = {2, of, who, from, to};
    int has_all;

    for (size_t i = 0; i < 3; i++) {
        audit_scans scans = {1, who, &compared[i], &day[i]};

        assert_int_equal(audit_find_periods(&turned, PERIODS, cells, 2, work,
                                            &has_all).code, AUDIT_OK);
        audit_take_patient(&turned, cells, 3, PERIODS, work);
        assert_true(audit_place_interval(&scans, 0, (audit_slack) {40, 40},
                                         AUDIT_DROP, PERIODS, work));
        assert_int_equal(audit_place_of_interval(&work[0]), first[i]);
        assert_int_equal(audit_place_of_interval(&work[1]), second[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patients_come_in_order),
        cmocka_unit_test(an_interval_within_a_period_is_its_own),
        cmocka_unit_test(an_interval_across_goes_where_it_is_told),
        cmocka_unit_test(slack_may_fit_it_to_two),
        cmocka_unit_test(a_scan_is_of_the_period_of_its_day),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(the_period_that_ended_last_has_the_scan),
        cmocka_unit_test(more_days_have_the_interval_in_either_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
