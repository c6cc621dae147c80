#include "test.h"

#include "lesion_tally.h"

enum { CELLS = 7 };

/*
 * Of row 1: 0 T2 lesions and 0 gd; 3 and not imaged for gd; not imaged; 0 T2 with
 * an interval not read, and 0 gd. Of row 2: more than 1 T2 (2 to any number); 0 to
 * 3 T2; combined 0 alone.
 */
static const int row[] = {1, 1, 1, 1, 2, 2, 2};
static double scans[] = {1, 1, 0, 2, 1, 1, 1};
static double t2_scans[] = {1, 1, 0, 1, 1, 1, 0}, t2[] = {0, 3, 0, 0, 2, 0, 0};
static double t2_most[] = {0, 3, 0, 0, INFINITY, 3, 0};
static double t2_unknown[] = {0, 0, 0, 1, 0, 0, 0}, zero[CELLS];
static double straddling[] = {0, 0, 2, 1, 0, 0, 0};
static double gd_scans[] = {1, 0, 0, 1, 0, 0, 0};
static double active_scans[] = {1, 0, 0, 1, 0, 0, 1};
static const audit_lesion_sums sums = {
    scans, t2_scans, t2, t2_most, zero, t2_unknown, straddling, zero, zero,
    zero, gd_scans, zero, zero, zero, active_scans, zero, zero,
};

static void assert_tally(const double *tally, int first, const double *expected,
                         int n)
{
    for (int i = 0; i < n; i++)
        if (tally[first + i] != expected[i])
            fail_msg("%d is %g, not %g", first + i, tally[first + i],
                     expected[i]);
}

static void patients_are_counted(void **state)
{
    (void) state;
    double tally[2 * AUDIT_N_TALLIES];
    const double first[] = {
        4, 3, 3, 2, 2, 3, 3, 2, 3, /* who was imaged, intervals */
        3, 1, 3,                   /* T2: perhaps the unread ones too */
        2, 0, 2,
        3, 1, 3,
        2, 0, 1, 0,
        2, 0, 0, 0,
    };
    const double second[] = {
        3, 3, 2, 0, 0, 3, 2, 0, 0,
        1, 1, 3,
        0, 0, 3,
        2, 1, 2,                   /* the combined 0 is clear of either */
        0, 0, 0, 0,                /* 2 or more has no class, nor 0 to 3 */
        0, 0, 0, 0,
    };

    audit_status status = audit_tally_lesions(&sums, row, CELLS, 1, 1, 2,
                                              tally);
    assert_int_equal(status.code, AUDIT_OK);
    assert_tally(tally, 0, first, AUDIT_N_TALLIES);
    assert_tally(tally + AUDIT_N_TALLIES, 0, second, AUDIT_N_TALLIES);
}

/* Where nobody was looked at for gd, none is perhaps with them in `any`. */
static void a_kind_that_is_not_audited(void **state)
{
    (void) state;
    double tally[2 * AUDIT_N_TALLIES];

    audit_tally_lesions(&sums, row, CELLS, 1, 0, 2, tally);
    assert_true(tally[AUDIT_PERHAPS_ANY] == 3);
    audit_tally_lesions(&sums, row, CELLS, 0, 1, 2, tally);
    assert_true(tally[AUDIT_PERHAPS_ANY] == 2);
    const int out[] = {1, 3};
    audit_status status = audit_tally_lesions(&sums, out, 2, 1, 1, 2, tally);
    assert_true(status.code == AUDIT_BAD_GROUP && status.at == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patients_are_counted),
        cmocka_unit_test(a_kind_that_is_not_audited),
    };
    return cmocka_run_group_tests_name("lesion_tally", tests, NULL, NULL) != 0;
}
