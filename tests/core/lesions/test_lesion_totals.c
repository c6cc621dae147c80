#include "test.h"

#include "lesions/lesion_totals.h"

enum { MOST = 12 };

struct room {
    int period[MOST], patient[MOST];
    double scans[MOST], lesions[MOST], exposure[MOST];
};

static size_t totals_of(const double *count, const double *exposure,
                        const int *patient, const int *period, size_t n,
                        size_t n_patients, size_t n_periods, struct room *room)
{
    audit_total grid[MOST];
    int first[MOST];
    audit_units units;
    audit_totals totals = {room->period, room->patient, room->scans,
                           room->lesions, room->exposure};
    audit_status status =
        audit_total_lesions(count, exposure, patient, period, n, n_patients,
                            n_periods, grid, first, &units);

    assert_int_equal(status.code, AUDIT_OK);
    audit_write_totals(grid, n_patients, n_periods, units, &totals);
    return audit_n_totals(grid, n_patients * n_periods);
}

/*
 * Patient 1: 2 over 1.5 years and 1 over 0.5 in period 1, 3 lesions over 2 years;
 * not known in period 2. Patient 2: 0 over 1 year in period 2. Patient 3: 4 and 5
 * over a year each in period 1.
 */
static void sums_by_patient_and_period(void **state)
{
    (void) state;
    const double count[] = {2, NAN, 0, 1, 4, 5};
    const double exposure[] = {1.5, NAN, 1, 0.5, 1, 1};
    const int patient[] = {1, 1, 2, 1, 3, 3}, period[] = {1, 2, 2, 1, 1, 1};
    struct room x;

    assert_int_equal(totals_of(count, exposure, patient, period, 6, 3, 2, &x), 4);
    const int periods[] = {1, 1, 2, 2}, patients[] = {1, 3, 1, 2};
    assert_memory_equal(x.period, periods, sizeof periods);
    assert_memory_equal(x.patient, patients, sizeof patients);
    assert_true(x.lesions[0] == 3 && x.exposure[0] == 2 && x.scans[0] == 2);
    assert_true(x.lesions[1] == 9 && x.exposure[1] == 2);
    assert_true(x.scans[2] == 0 && x.exposure[2] == 0);
    assert_true(x.scans[3] == 1 && x.lesions[3] == 0 && x.exposure[3] == 1);
    /* Known, with lesions, with 0, 1, 2 or 3, 4 or more, of each period. */
    const double expected[] = {2, 2, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0};
    double tally[LENGTH(expected)];
    audit_tally_totals(x.period, x.scans, x.lesions, 4, 2, tally);
    assert_memory_equal(tally, expected, sizeof tally);
    audit_status status = audit_tally_totals(x.period, x.scans, x.lesions, 4, 1,
                                             tally);
    assert_true(status.code == AUDIT_BAD_GROUP && status.at == 2);
}

/* One period alone, and nobody. */
static void needs_no_period(void **state)
{
    (void) state;
    const double count = 1, exposure = 0.1;
    const int patient = 2;
    struct room x;

    assert_int_equal(totals_of(&count, &exposure, &patient, NULL, 1, 2, 1, &x), 1);
    /* As it was given, to the bit. */
    assert_true(x.patient[0] == 2 && x.exposure[0] == 0.1);
    assert_int_equal(totals_of(NULL, NULL, NULL, NULL, 0, 0, 1, &x), 0);
}

/* Exposures of any size and order have one sum, within 1e-15 of the plain one. */
static void order_changes_no_bit(void **state)
{
    (void) state;
    enum { N = 40 };
    uint32_t seed = 3;

    for (int draws = 0; draws < 300; draws++) {
        double count[N], exposure[N], back[N], plain = 0;
        int patient[N];
        struct room one, other;
        for (int i = 0; i < N; i++) {
            count[i] = 1;
            patient[i] = 1;
            exposure[i] = ldexp(draw_share(&seed), draw(&seed, 60) - 40);
            plain += exposure[i];
        }
        for (int i = 0; i < N; i++)
            back[i] = exposure[N - 1 - i];
        totals_of(count, exposure, patient, NULL, N, 1, 1, &one);
        totals_of(count, back, patient, NULL, N, 1, 1, &other);
        assert_true(one.exposure[0] == other.exposure[0]);
        assert_close(one.exposure[0], plain);
    }
}

/* The least and the greatest of doubles are exposures too. */
static void extreme_exposures_count(void **state)
{
    (void) state;
    const double count[] = {1, 1}, tiny[] = {0x1p-1074, 0x1p-1074};
    const double apart[] = {0x1p-1074, 0x1.8p1022}, one_each[] = {0x1p-1074, 1};
    const double below_coarse[] = {0x1.8p-60, 1};
    const int same[] = {1, 1}, each[] = {1, 2};
    struct room x;

    totals_of(count, tiny, same, NULL, 2, 1, 1, &x);
    assert_true(x.exposure[0] > 0 && x.exposure[0] < 0x1p-990);
    totals_of(count, apart, same, NULL, 2, 1, 1, &x);
    assert_true(x.exposure[0] == 0x1.8p1022);
    totals_of(count, one_each, each, NULL, 2, 2, 1, &x);
    assert_true(x.exposure[0] > 0 && x.exposure[0] < 0x1p-60);
    assert_true(x.exposure[1] == 1);
    totals_of(count, below_coarse, each, NULL, 2, 2, 1, &x);
    assert_true(x.exposure[0] == 0x1.8p-60 && x.exposure[1] == 1);
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    const double count[] = {1, 1}, exposure[] = {1, 1};
    const double half[] = {1, 0.5}, none[] = {1, 0}, endless[] = {1, INFINITY};
    const double negative[] = {1, -1}, unknown[] = {1, NAN};
    const double most[] = {0x1p53, 1};
    const int one[] = {1, 1}, nobody[] = {1, 0}, third[] = {1, 3};
    struct {
        const double *count, *exposure;
        const int *patient, *period;
        audit_code code;
    } cases[] = {
        {half, exposure, one, one, AUDIT_BAD_COUNT},
        {negative, exposure, one, one, AUDIT_BAD_COUNT},
        {endless, exposure, one, one, AUDIT_BAD_COUNT},
        {most, exposure, one, one, AUDIT_BAD_COUNT},
        {count, none, one, one, AUDIT_BAD_TIME},
        {count, endless, one, one, AUDIT_BAD_TIME},
        {count, unknown, one, one, AUDIT_BAD_TIME},
        {count, exposure, nobody, one, AUDIT_BAD_PATIENT},
        {count, exposure, third, one, AUDIT_BAD_PATIENT},
        {count, exposure, one, nobody, AUDIT_BAD_GROUP},
        {count, exposure, one, third, AUDIT_BAD_GROUP},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        audit_total grid[4];
        int first[2];
        audit_units units;
        audit_status status =
            audit_total_lesions(cases[i].count, cases[i].exposure,
                                cases[i].patient, cases[i].period, 2, 2, 2,
                                grid, first, &units);
        assert_true(status.code == cases[i].code && status.at == 1);
    }
}

/* From one lesion on a patient has some; of no scan nothing is known. */
static void patients_have_the_class_of_their_lesions(void **state)
{
    (void) state;
    static const int class_of[] = {0, 1, 2, 2, 3, 3};
    const int row = 1;

    for (int lesions = 0; lesions <= 5; lesions++)
        for (double scans = 0; scans < 3; scans++) {
            double tally[AUDIT_N_TOTALS], count = lesions;
            int is_known = scans > 0;

            assert_int_equal(audit_tally_totals(&row, &scans, &count, 1, 1,
                                                tally).code, AUDIT_OK);
            assert_true(tally[AUDIT_TOTAL_KNOWN] == is_known);
            assert_true(tally[AUDIT_TOTAL_ACTIVE] == (is_known && lesions > 0));
            for (int c = 0; c < 4; c++)
                assert_true(tally[AUDIT_TOTAL_CLASS + c] ==
                            (is_known && class_of[lesions] == c));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_by_patient_and_period),
        cmocka_unit_test(needs_no_period),
        cmocka_unit_test(order_changes_no_bit),
        cmocka_unit_test(extreme_exposures_count),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(patients_have_the_class_of_their_lesions),
    };
    return cmocka_run_group_tests_name("lesion_totals", tests, NULL, NULL) != 0;
}
