#include "test.h"

#include "lesions/lesion_tally.h"

enum { CELLS = 7 };

/*
 * Of row 1: 0 T2 lesions and 0 gd; 3 and not imaged for gd; not imaged; 0 T2 with
 * an interval not read, and 0 gd. Of row 2: more than 1 T2 (2 to any number); 0 to
 * 3 T2; combined 0 alone, given as such.
 */
static const int row[] = {1, 1, 1, 1, 2, 2, 2};
static double scans[] = {1, 1, 0, 2, 1, 1, 1};
static double t2_scans[] = {1, 1, 0, 1, 1, 1, 0}, t2[] = {0, 3, 0, 0, 2, 0, 0};
static double t2_most[] = {0, 3, 0, 0, INFINITY, 3, 0};
static double t2_unknown[] = {0, 0, 0, 1, 0, 0, 0}, zero[CELLS];
static double straddling[] = {0, 0, 2, 1, 0, 0, 0};
static double gd_scans[] = {1, 0, 0, 1, 0, 0, 0};
static double active_scans[] = {1, 0, 0, 1, 0, 0, 1};
static double given_scans[] = {0, 0, 0, 0, 0, 0, 1};
static const audit_asked both = {1, 1}, t2_alone = {1, 0}, gd_alone = {0, 1};
static const audit_lesion_sums sums = {
    scans, t2_scans, t2, t2_most, zero, t2_unknown, straddling, zero, zero,
    zero, gd_scans, zero, zero, zero, active_scans, zero, zero, given_scans,
    zero, zero,
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
    int any[CELLS];
    const int any_expected[] = {
        AUDIT_WITHOUT, AUDIT_NOT_TOLD, AUDIT_NOT_TOLD, AUDIT_WITHOUT,
        AUDIT_NOT_TOLD, AUDIT_NOT_TOLD, AUDIT_WITHOUT,
    };
    const double first[] = {
        4, 3, 3, 2, 2, 3, 3, 2, 3, /* who was imaged, intervals */
        3, 1, 3,                   /* T2: perhaps the unread ones too */
        2, 0, 2,
        2, 0, 3, 1,                /* of both; with 3 T2 seen, gd not known */
        2, 0, 1, 0,
        2, 0, 0, 0,
    };
    const double second[] = {
        3, 3, 2, 0, 0, 3, 2, 0, 0,
        1, 1, 3,
        0, 0, 3,
        1, 0, 2, 1,                /* the combined 0 is clear of either */
        0, 0, 0, 0,                /* 2 or more has no class, nor 0 to 3 */
        0, 0, 0, 0,
    };

    audit_status status = audit_tally_lesions(&sums, row, CELLS, both, 2,
                                              tally, any);
    assert_int_equal(status.code, AUDIT_OK);
    assert_tally(tally, 0, first, AUDIT_N_TALLIES);
    assert_tally(tally + AUDIT_N_TALLIES, 0, second, AUDIT_N_TALLIES);
    assert_memory_equal(any, any_expected, sizeof any);
}

/* Where nobody was looked at for gd, T2 decide, and none is perhaps with gd. */
static void a_kind_that_is_not_audited(void **state)
{
    (void) state;
    double tally[2 * AUDIT_N_TALLIES];

    audit_tally_lesions(&sums, row, CELLS, t2_alone, 2, tally, NULL);
    assert_true(tally[AUDIT_PERHAPS_ANY] == 3);
    assert_true(tally[AUDIT_KNOWN_ANY] == 3 && tally[AUDIT_ACTIVE_ANY] == 1);
    audit_tally_lesions(&sums, row, CELLS, gd_alone, 2, tally, NULL);
    assert_true(tally[AUDIT_PERHAPS_ANY] == 2);
    assert_true(tally[AUDIT_KNOWN_ANY] == 2);
    const int out[] = {1, 3};
    audit_status status = audit_tally_lesions(&sums, out, 2, both, 2,
                                              tally, NULL);
    assert_true(status.code == AUDIT_BAD_GROUP && status.at == 1);
}

/* Of one kind on one scan: not known at all, none, one, none or one, not read. */
enum { NO_SCAN, NO_LESION, ONE_LESION, PERHAPS_ONE, N_STATES };

/*
 * One patient in each of the states of the three kinds, of whom the T2 and the gd
 * are unread on a scan more or not, and any of the two kinds are audited.
 */
static void any_lesions_are_those_of_the_three_kinds(void **state)
{
    (void) state;
    const int one_row = 1;
    double tally[AUDIT_N_TALLIES];

    for (int k = 0; k < N_STATES * N_STATES * N_STATES * 16; k++) {
        int t2_is = k % N_STATES, gd_is = k / N_STATES % N_STATES;
        int both_is = k / N_STATES / N_STATES % N_STATES;
        int bits = k / (N_STATES * N_STATES * N_STATES);
        int audits_t2 = bits & 1, audits_gd = bits >> 1 & 1;
        double no_t2 = bits >> 2 & 1, no_gd = bits >> 3 & 1;
        double n[3], least[3], most[3], all = 1, none = 0;
        const int is[] = {t2_is, gd_is, both_is};

        for (int i = 0; i < 3; i++) {
            n[i] = is[i] != NO_SCAN;
            least[i] = is[i] == ONE_LESION;
            most[i] = is[i] == ONE_LESION || is[i] == PERHAPS_ONE;
        }
        const audit_lesion_sums one = {
            &all, &n[0], &least[0], &most[0], &none, &no_t2, &none, &none,
            &none, &none, &n[1], &least[1], &most[1], &no_gd, &n[2], &least[2],
            &most[2], &n[2], &least[2], &most[2],
        };
        const audit_asked asked = {audits_t2, audits_gd};
        assert_int_equal(audit_tally_lesions(&one, &one_row, 1, asked, 1, tally,
                                             NULL).code,
                         AUDIT_OK);
        int with = 0, open = 0, known[3], unclear = 0;
        for (int i = 0; i < 3; i++) {
            with += is[i] == ONE_LESION;
            open += is[i] == PERHAPS_ONE;
            known[i] = is[i] == NO_LESION || is[i] == ONE_LESION;
        }
        int told = audits_t2 + audits_gd > 0 &&
                   audits_t2 * known[0] + audits_gd * known[1] ==
                       audits_t2 + audits_gd;
        told = (told || known[2]) && (with > 0 || open == 0);
        unclear += audits_t2 && (t2_is != NO_LESION || no_t2 > 0);
        unclear += audits_gd && (gd_is != NO_LESION || no_gd > 0);
        unclear += !audits_t2 && !audits_gd;
        if (both_is == NO_LESION && no_t2 + no_gd == 0)
            unclear = 0;
        assert_true(tally[AUDIT_KNOWN_ANY] == told);
        assert_true(tally[AUDIT_ACTIVE_ANY] == (told && with > 0));
        assert_true(tally[AUDIT_SEEN_ANY] == (with > 0));
        assert_true(tally[AUDIT_PERHAPS_ANY] == (with + open + unclear > 0));
        assert_true(tally[AUDIT_PERHAPS_T2] ==
                    (t2_is != NO_LESION || no_t2 > 0));
        assert_true(tally[AUDIT_PERHAPS_GD] ==
                    (gd_is != NO_LESION || no_gd > 0));
        assert_true(tally[AUDIT_KNOWN_GD] ==
                    (gd_is == NO_LESION || gd_is == ONE_LESION));
        assert_true(tally[AUDIT_ACTIVE_GD] == (gd_is == ONE_LESION));
        assert_true(tally[AUDIT_GD_CLASS] == (gd_is == NO_LESION));
        assert_true(tally[AUDIT_GD_CLASS + 1] == (gd_is == ONE_LESION));
        assert_true(tally[AUDIT_IMAGED_BOTH] == n[0] * n[1]);
        assert_true(tally[AUDIT_IMAGED] == (n[0] + n[1] + n[2] > 0));
    }
}

/* 0 to 6 lesions, by number or between two: in one class, if all of them are. */
static void lesions_have_the_class_of_all_their_numbers(void **state)
{
    (void) state;
    static const int class_of[] = {0, 1, 2, 2, 3, 3, 3};
    const int one_row = 1;
    double tally[AUDIT_N_TALLIES], one = 1, none = 0;

    for (int low = 0; low <= 6; low++)
        for (int high = low; high <= 6; high++) {
            double least = low, most = high;
            const audit_lesion_sums x = {
                &one, &one, &least, &most, &none, &none, &none, &none, &none,
                &none, &one, &least, &most, &none, &one, &least, &most, &none,
                &none, &none,
            };
            audit_tally_lesions(&x, &one_row, 1, both, 1, tally, NULL);
            for (int c = 0; c < 4; c++) {
                int is = class_of[low] == c && class_of[high] == c;
                assert_true(tally[AUDIT_T2_CLASS + c] == is);
                assert_true(tally[AUDIT_GD_CLASS + c] == is);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patients_are_counted),
        cmocka_unit_test(a_kind_that_is_not_audited),
        cmocka_unit_test(any_lesions_are_those_of_the_three_kinds),
        cmocka_unit_test(lesions_have_the_class_of_all_their_numbers),
    };
    return cmocka_run_group_tests_name("lesion_tally", tests, NULL, NULL) != 0;
}
