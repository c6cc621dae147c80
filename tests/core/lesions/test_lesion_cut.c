#include "test.h"

#include "lesions/lesion_cut.h"

enum { MOST = 12 };

struct sums {
    double scans[MOST], exposure[MOST], least[MOST], most[MOST];
};

static audit_status cut(const audit_told_scans *x, const double *time,
                        size_t n_cells, struct sums *found)
{
    const audit_cut_sums sums = {found->scans, found->exposure, found->least,
                                 found->most};

    return audit_cut_lesions(x, time, n_cells, &sums);
}

/*
 * Cell 0 has intervals of 100, 200 and 300 days with 1, 0 and 2 to 5 lesions, cell
 * 2 one of 50 with 4 or more; cell 1 has none.
 */
static const int cell[] = {0, 0, 0, 2};
static const double size[] = {100, 200, 300, 50}, least[] = {1, 0, 2, 4};
static const double most[] = {1, 0, 5, INFINITY};
static const audit_told_scans told = {4, cell, size, least, most};

static void nearest_scans_are_kept(void **state)
{
    (void) state;
    /* After 100, 300 and 600 days: from 200 and from 450 one more is nearer. */
    static const struct {
        double time, scans, exposure, least, most;
    } cases[] = {
        {0, 1, 100, 1, 1},   {200, 1, 100, 1, 1}, {201, 2, 300, 1, 1},
        {450, 2, 300, 1, 1}, {451, 3, 600, 3, 6}, {9999, 3, 600, 3, 6},
        {INFINITY, 3, 600, 3, 6},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const double time[] = {cases[i].time, 10, 10};
        struct sums x;

        assert_int_equal(cut(&told, time, 3, &x).code, AUDIT_OK);
        assert_true(x.scans[0] == cases[i].scans);
        assert_true(x.exposure[0] == cases[i].exposure);
        assert_true(x.least[0] == cases[i].least && x.most[0] == cases[i].most);
        assert_true(x.scans[1] == 0 && x.exposure[1] == 0);
        assert_true(x.scans[2] == 1 && x.exposure[2] == 50);
        assert_true(x.least[2] == 4 && isinf(x.most[2]));
    }
}

/* Every number of first scans tried, of scans drawn. */
static void no_other_number_of_scans_is_nearer(void **state)
{
    (void) state;
    uint32_t seed = 5;

    for (int draws = 0; draws < 2000; draws++) {
        int of[MOST];
        double days[MOST], one[MOST], time[] = {draw(&seed, 900)};
        size_t n = 1 + (size_t) draw(&seed, MOST);
        struct sums x;

        for (size_t i = 0; i < n; i++) {
            of[i] = 0;
            one[i] = 1;
            days[i] = 1 + draw(&seed, 200);
        }
        const audit_told_scans drawn = {n, of, days, one, one};
        assert_int_equal(cut(&drawn, time, 1, &x).code, AUDIT_OK);
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            sum += days[i];
            double off = fabs(sum - time[0]);
            double kept = fabs(x.exposure[0] - time[0]);
            if ((double) i + 1 < x.scans[0])
                assert_true(off > kept);
            else
                assert_true(off >= kept);
            if ((double) i + 1 == x.scans[0])
                assert_true(sum == x.exposure[0]);
        }
        assert_true(x.least[0] == x.scans[0] && x.most[0] == x.scans[0]);
    }
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    static const int far[] = {0, 3}, below[] = {0, -1}, back[] = {1, 0};
    static const int same[] = {0, 0};
    static const double one[] = {1, 1}, none[] = {1, 0}, unknown[] = {1, NAN};
    static const struct {
        audit_told_scans scans;
        audit_code code;
    } cases[] = {
        {{2, far, one, one, one}, AUDIT_BAD_GROUP},
        {{2, below, one, one, one}, AUDIT_BAD_GROUP},
        {{2, back, one, one, one}, AUDIT_NOT_SORTED},
        {{2, same, none, one, one}, AUDIT_BAD_TIME},
        {{2, same, unknown, one, one}, AUDIT_BAD_TIME},
        {{2, same, one, unknown, one}, AUDIT_BAD_COUNT},
        {{2, same, one, one, unknown}, AUDIT_BAD_COUNT},
    };
    const double time[] = {1, 1, 1}, negative[] = {1, 1, -1};
    const double missing[] = {1, 1, NAN};
    struct sums x;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        audit_status status = cut(&cases[i].scans, time, 3, &x);
        assert_true(status.code == cases[i].code && status.at == 1);
    }
    audit_status status = cut(&told, negative, 3, &x);
    assert_true(status.code == AUDIT_BAD_TIME && status.at == 2);
    status = cut(&told, missing, 3, &x);
    assert_true(status.code == AUDIT_BAD_TIME && status.at == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nearest_scans_are_kept),
        cmocka_unit_test(no_other_number_of_scans_is_nearer),
        cmocka_unit_test(refuses_what_cannot_be),
    };
    return cmocka_run_group_tests_name("lesion_cut", tests, NULL, NULL) != 0;
}
