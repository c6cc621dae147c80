#include "test.h"

#include "base/values.h"
#include "lesions/lesion_scans.h"

enum { NONE = AUDIT_MISSING, N = 7 };

/*
 * Patient 1: brain on days 10, 50, 50 and 90, cord on day 70; patient 2: brain
 * on days 20 and 60. Lesions are known but of the first scans.
 */
static const int patient[N] = {1, 1, 1, 1, 1, 2, 2};
static const int day[N] = {10, 50, 50, 70, 90, 20, 60};
static const int region[N] = {1, 1, 1, 2, 1, 1, 1};
static const int known[N] = {0, 1, 1, 1, 1, 0, 1};

static void compares_with_the_previous_scan(void **state)
{
    (void) state;
    const int given[N] = {NONE, NONE, NONE, NONE, 30, NONE, NONE};
    const int expected[N] = {NONE, 10, 10, NONE, 30, NONE, 20};
    const int says[N] = {0, AUDIT_PREVIOUS, AUDIT_PREVIOUS | AUDIT_OVERLAPS,
                         AUDIT_NO_COMPARISON, AUDIT_OVERLAPS, 0,
                         AUDIT_PREVIOUS};
    audit_scans scans = {N, patient, given, day};
    int room[6], compared[N], said[N];

    assert_int_equal(audit_compare_scans(&scans, region, 2, known, 1, room,
                                         compared, said).code, AUDIT_OK);
    assert_memory_equal(compared, expected, sizeof compared);
    assert_memory_equal(said, says, sizeof said);
}

static void takes_no_scan_unless_asked(void **state)
{
    (void) state;
    const int given[N] = {NONE, 10, NONE, NONE, 50, NONE, NONE};
    const int says[N] = {0, 0, AUDIT_NO_COMPARISON, AUDIT_NO_COMPARISON, 0, 0,
                         AUDIT_NO_COMPARISON};
    audit_scans scans = {N, patient, given, day};
    const int third[N] = {1, 1, 3, 1, 1, 1, 1};
    int room[6], compared[N], said[N];

    audit_compare_scans(&scans, region, 2, known, 0, room, compared, said);
    assert_memory_equal(compared, given, sizeof compared);
    assert_memory_equal(said, says, sizeof said);
    audit_status status = audit_compare_scans(&scans, third, 2, known, 0, room,
                                              compared, said);
    assert_true(status.code == AUDIT_BAD_GROUP && status.at == 2);
}

/*
 * Period 1: patient 1 over (0, 30] and (40, 100], patient 2 over (0, 100];
 * period 2: patient 1 over (60, 100].
 */
static const int periods[] = {1, 1, 1, 2}, whom[] = {1, 1, 2, 1};
static const int start[] = {0, 40, 0, 60}, stop[] = {30, 100, 100, 100};
static const int cell[] = {0, 0, 1, 2};
static const audit_times times = {4, periods, whom, start, stop};

/* 40 to 55 days after the first day: day 50 of patient 1, none of patient 2. */
static void begins_afresh(void **state)
{
    (void) state;
    const int given[N] = {NONE, NONE, NONE, NONE, NONE, NONE, NONE};
    audit_scans scans = {N, patient, given, day};
    const int expected[] = {30, 50, 100, 100};
    int fresh[4];

    assert_int_equal(audit_rebaseline(&scans, &times, 40, 55, fresh).code,
                     AUDIT_OK);
    assert_memory_equal(fresh, expected, sizeof fresh);
    audit_rebaseline(&scans, &times, 60, 60, fresh);
    assert_int_equal(fresh[2], 60);
}

/*
 * Values of patient 1: 4 on day 10, not known, 6 on day 50, 7 on day 70, 5 on
 * day 90; of patient 2: 3 on day 20 alone. Of period 1, which begins on day 0,
 * the baseline is day 10; of period 2, which begins on day 60, day 50.
 */
static void change_from_the_baseline(void **state)
{
    (void) state;
    const int given[N] = {NONE, NONE, NONE, NONE, NONE, NONE, NONE};
    const double value[N] = {4, NAN, 6, 7, 5, 3, NAN};
    const audit_slack slack = {20, 0}, none = {0, 0};
    audit_scans scans = {N, patient, given, day};
    double baseline[3], final[3], days[3];

    audit_lesion_change(&scans, value, &times, cell, slack, 3, baseline, final,
                        days);
    assert_true(baseline[0] == 4 && final[0] == 5 && days[0] == 80);
    assert_true(isnan(baseline[1]) && isnan(final[1]) && days[1] == 0);
    assert_true(baseline[2] == 6 && final[2] == 5 && days[2] == 40);
    audit_lesion_change(&scans, value, &times, cell, none, 3, baseline, final,
                        days);
    assert_true(baseline[2] == 7 && final[2] == 5 && days[2] == 20);
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    const int given[] = {NONE, NONE}, who[] = {1, 1}, on[] = {9, 8};
    const int back[] = {2, 1, 1, 1}, out[] = {0, 0, 3, 2};
    const double value[N] = {0};
    const audit_slack slack = {0, 0};
    audit_scans unsorted = {2, who, given, on}, none = {0, who, given, on};
    audit_times turned = {4, back, whom, start, stop};
    int fresh[4];
    double x[3], y[3], z[3];

    assert_int_equal(audit_rebaseline(&unsorted, &times, 0, 9, fresh).code,
                     AUDIT_NOT_SORTED);
    audit_status status = audit_rebaseline(&none, &turned, 0, 9, fresh);
    assert_true(status.code == AUDIT_NOT_SORTED && status.at == 1);
    status = audit_lesion_change(&none, value, &turned, cell, slack, 3, x, y, z);
    assert_true(status.code == AUDIT_NOT_SORTED && status.at == 1);
    status = audit_lesion_change(&unsorted, value, &times, cell, slack, 3, x, y,
                                 z);
    assert_int_equal(status.code, AUDIT_NOT_SORTED);
    const int same[] = {1, 1, 1, 2}, falls[] = {1, 2, 1, 1};
    audit_times of_one = {4, same, falls, start, stop};
    status = audit_rebaseline(&none, &of_one, 0, 9, fresh);
    assert_true(status.code == AUDIT_NOT_SORTED && status.at == 2);
    const int below[] = {0, 0, -1, 2};
    status = audit_lesion_change(&none, value, &times, below, slack, 3, x, y, z);
    assert_int_equal(status.code, AUDIT_BAD_GROUP);
    status = audit_lesion_change(&none, value, &times, out, slack, 3, x, y, z);
    assert_true(status.code == AUDIT_BAD_GROUP && status.at == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_with_the_previous_scan),
        cmocka_unit_test(takes_no_scan_unless_asked),
        cmocka_unit_test(begins_afresh),
        cmocka_unit_test(change_from_the_baseline),
        cmocka_unit_test(refuses_what_cannot_be),
    };
    return cmocka_run_group_tests_name("lesion_scans", tests, NULL, NULL) != 0;
}
