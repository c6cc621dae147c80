#include "test.h"

#include "base/values.h"
#include "lesions/lesion_cells.h"
#include "lesions/lesion_scans.h"

enum { NONE = AUDIT_MISSING, MOST = 8, PERIODS = 2 };

/* The sums of up to MOST cells. */
struct room {
    double x[AUDIT_N_LESION_SUMS][MOST];
};

static audit_lesion_sums sums_in(struct room *room)
{
    double (*x)[MOST] = room->x;

    return (audit_lesion_sums) {x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7],
                                x[8], x[9], x[10], x[11], x[12], x[13], x[14],
                                x[15], x[16], x[17], x[18], x[19]};
}

static const audit_slack slack = {60, 60}, none = {0, 0};

/* One patient in A (100, 500] and B (600, 1000]: cells 0 and 1. */
static const int period[] = {1, 2}, patient[] = {1, 1};
static const int start[] = {100, 600}, stop[] = {500, 1000}, cell[] = {0, 1};
static const audit_times times = {2, period, patient, start, stop};

static audit_lesion_totals sum_scans(size_t n, const int *compared,
                                     const int *day,
                                     const audit_lesion_counts *counts,
                                     audit_slack within,
                                     audit_straddling straddling,
                                     audit_lesion_sums *sums)
{
    const int who[] = {1, 1, 1, 1};
    audit_scans scans = {n, who, compared, day};
    audit_period_work work[PERIODS];
    audit_lesion_totals totals;

    audit_status status =
        audit_sum_lesions(&scans, counts, &times, cell, within, straddling,
                          PERIODS, work, sums, 2, &totals, NULL, NULL);
    assert_int_equal(status.code, AUDIT_OK);
    return totals;
}

/*
 * 6 lesions over (300, 800], 500 days: 200 of them in A, 200 in B, 100 between.
 * Shared: 6 * 200 / 500 = 2.4 in each, but for 2^-30.
 */
static void straddling_interval(void **state)
{
    (void) state;
    const int compared = 300, day = 800;
    const double six = 6;
    audit_lesion_counts counts = {&six, &six, NULL, NULL, NULL, NULL};
    struct room room;
    audit_lesion_sums x = sums_in(&room);

    sum_scans(1, &compared, &day, &counts, slack, AUDIT_DROP, &x);
    for (int c = 0; c < 2; c++) {
        assert_true(x.straddling[c] == 1 && x.t2_scans[c] == 0);
        assert_true(x.t2[c] == 0 && x.t2_days[c] == 0 && x.t2_unknown[c] == 1);
    }
    sum_scans(1, &compared, &day, &counts, slack, AUDIT_LATER, &x);
    assert_true(x.t2[0] == 0 && x.t2[1] == 6 && x.t2_days[1] == 500);
    assert_true(x.straddling[0] == 1 && x.straddling[1] == 1);
    assert_true(x.t2_unknown[0] == 1 && x.t2_unknown[1] == 0);
    sum_scans(1, &compared, &day, &counts, slack, AUDIT_EARLIER, &x);
    assert_true(x.t2[0] == 6 && x.t2_days[0] == 500 && x.t2[1] == 0);
    sum_scans(1, &compared, &day, &counts, slack, AUDIT_SHARE, &x);
    for (int c = 0; c < 2; c++) {
        assert_true(fabs(x.shared[c] - 2.4) <= AUDIT_PART);
        assert_true(x.shared_days[c] == 200 && x.t2_scans[c] == 0);
    }
}

/* 5 lesions over (450, 900]: it ends in B, but begins in A by the slack alone. */
static void belongs_where_it_ends_or_nowhere(void **state)
{
    (void) state;
    const int compared[] = {450, 900}, day[] = {900, 1200};
    const double five[] = {5, 7};
    audit_lesion_counts counts = {five, five, NULL, NULL, NULL, NULL};
    struct room room;
    audit_lesion_sums x = sums_in(&room);

    sum_scans(2, compared, day, &counts, slack, AUDIT_LATER, &x);
    /* The second ends in no period, 200 days after B. */
    assert_true(x.t2[0] == 0 && x.t2[1] == 5 && x.t2_days[1] == 450);
    assert_true(x.straddling[0] == 1 && x.straddling[1] == 2);
    sum_scans(2, compared, day, &counts, slack, AUDIT_EARLIER, &x);
    assert_true(x.t2[0] == 5 && x.t2[1] == 7 && x.t2_days[1] == 300);
}

/*
 * (200, 400] with 2 lesions, (400, 500] with more than 20, (650, 700] not read,
 * (700, 800] with none. gd 1, no contrast, 0, at most 3.
 */
static void counts_and_bounds(void **state)
{
    (void) state;
    const int compared[] = {200, 400, 650, 700}, day[] = {400, 500, 700, 800};
    const double t2[] = {2, 21, NAN, 0}, most[] = {2, INFINITY, NAN, 0};
    const double gd[] = {1, NAN, 0, 0}, gd_most[] = {1, NAN, 0, 3};
    audit_lesion_counts counts = {t2, most, gd, gd_most, NULL, NULL};
    struct room room;
    audit_lesion_sums x = sums_in(&room);
    audit_lesion_totals totals =
        sum_scans(4, compared, day, &counts, slack, AUDIT_DROP, &x);

    assert_true(x.scans[0] == 2 && x.scans[1] == 2);
    assert_true(x.t2[0] == 23 && isinf(x.t2_most[0]) && x.t2_days[0] == 300);
    assert_true(x.t2_scans[1] == 1 && x.t2_days[1] == 100);
    assert_true(x.t2_unknown[0] == 0 && x.t2_unknown[1] == 1);
    assert_true(x.gd_scans[0] == 1 && x.gd[0] == 1 && x.gd_unknown[0] == 1);
    assert_true(x.gd_scans[1] == 2 && x.gd[1] == 0 && x.gd_most[1] == 3);
    /* Both kinds known on day 400: 2 to 3; on 800: 0 to 3. */
    assert_true(x.active_scans[0] == 1 && x.active[0] == 2 &&
                x.active_most[0] == 3);
    assert_true(x.active_scans[1] == 1 && x.active[1] == 0 &&
                x.active_most[1] == 3);
    assert_true(totals.unpaired == 2 && totals.chosen == 0);
    assert_true(x.given_scans[0] == 0 && x.given_scans[1] == 0);
}

/* A combined count of 0 leaves nothing unknown, one given is not a bound. */
static void combined_counts(void **state)
{
    (void) state;
    const int compared[] = {200, 400}, day[] = {400, 500};
    const double t2[] = {2, NAN}, gd[] = {1, NAN}, active[] = {3, 0};
    audit_lesion_counts counts = {t2, t2, gd, gd, active, active};
    struct room room;
    audit_lesion_sums x = sums_in(&room);
    audit_lesion_totals totals =
        sum_scans(2, compared, day, &counts, slack, AUDIT_DROP, &x);

    assert_true(x.active_scans[0] == 2 && x.active[0] == 3);
    assert_true(x.t2_unknown[0] == 0 && x.gd_unknown[0] == 0);
    assert_true(totals.unpaired == 0);
    assert_true(x.given_scans[0] == 2 && x.given[0] == 3);
    assert_true(x.given_most[0] == 3 && x.given_scans[1] == 0);
}

/*
 * Re-baselined 90 to 270 days after the start of A: the scan on day 250, 150
 * days after it. 3 lesions on it are of the time before, 1 over (250, 450] is
 * counted, gd on day 250 is not. Of B no scan is in the window.
 */
static void rebaselined(void **state)
{
    (void) state;
    const int who[] = {1, 1, 1}, compared[] = {120, 250, 650};
    const int day[] = {250, 450, 1000};
    const double t2[] = {3, 1, 4};
    audit_scans scans = {3, who, compared, day};
    audit_lesion_counts counts = {t2, t2, t2, t2, NULL, NULL};
    int fresh[2];
    audit_times from = {2, period, patient, fresh, stop};
    audit_period_work work[PERIODS];
    audit_lesion_totals totals;
    struct room room;
    audit_lesion_sums x = sums_in(&room);

    assert_int_equal(audit_rebaseline(&scans, &times, 90, 270, fresh).code,
                     AUDIT_OK);
    assert_int_equal(fresh[0], 250);
    assert_int_equal(fresh[1], 1000);
    from.n = 1;              /* nothing is left of B */
    audit_sum_lesions(&scans, &counts, &from, cell, none, AUDIT_DROP, 2, work,
                      &x, 1, &totals, NULL, NULL);
    assert_true(x.t2[0] == 1 && x.t2_days[0] == 200 && x.gd[0] == 1);
    assert_true(x.gd_scans[0] == 1);
}

/* An interval that fits two periods, and what was chosen. */
static void places(void **state)
{
    (void) state;
    const int who[] = {1, 1}, from[] = {100, 500}, to[] = {500, 1000};
    const int compared[] = {380, 470}, day[] = {520, 560};
    const double t2[] = {1, 2};
    audit_times next = {2, period, patient, from, to};
    audit_scans scans = {2, who, compared, day};
    audit_lesion_counts counts = {t2, t2, NULL, NULL, NULL, NULL};
    audit_period_work work[PERIODS];
    audit_lesion_totals totals;
    struct room room;
    audit_lesion_sums x = sums_in(&room);
    int place_t2[4], place_gd[4];
    const int t2_expected[] = {
        AUDIT_PLACE_HERE, AUDIT_PLACE_OTHER, AUDIT_PLACE_OTHER, AUDIT_PLACE_HERE,
    };
    const int gd_expected[] = {
        AUDIT_PLACE_OTHER, AUDIT_PLACE_OTHER, AUDIT_PLACE_HERE, AUDIT_PLACE_HERE,
    };

    audit_sum_lesions(&scans, &counts, &next, cell, slack, AUDIT_DROP, 2, work,
                      &x, 2, &totals, place_t2, place_gd);
    /* The first begins too early for B; of the second 30 days are in A and 60
       in B. */
    assert_memory_equal(place_t2, t2_expected, sizeof place_t2);
    assert_memory_equal(place_gd, gd_expected, sizeof place_gd);
    assert_true(totals.chosen == 1);
}

/* (300, 800] straddles both; its day is in B. (1100, 1200] is in neither. */
static void places_of_what_straddles(void **state)
{
    (void) state;
    const int who[] = {1, 1}, compared[] = {300, 1100}, day[] = {800, 1200};
    const double t2[] = {1, 2};
    audit_scans scans = {2, who, compared, day};
    audit_lesion_counts counts = {t2, t2, NULL, NULL, NULL, NULL};
    audit_period_work work[PERIODS];
    audit_lesion_totals totals;
    struct room room;
    audit_lesion_sums x = sums_in(&room);
    int place_t2[4], place_gd[4];
    const int across[] = {AUDIT_PLACE_ACROSS, 0, AUDIT_PLACE_ACROSS, 0};
    const int later[] = {AUDIT_PLACE_ACROSS, 0, AUDIT_PLACE_HERE, 0};
    const int of_days[] = {0, 0, AUDIT_PLACE_HERE, 0};

    audit_sum_lesions(&scans, &counts, &times, cell, slack, AUDIT_DROP, 2, work,
                      &x, 2, &totals, place_t2, place_gd);
    assert_memory_equal(place_t2, across, sizeof place_t2);
    assert_memory_equal(place_gd, of_days, sizeof place_gd);
    audit_sum_lesions(&scans, &counts, &times, cell, slack, AUDIT_LATER, 2,
                      work, &x, 2, &totals, place_t2, place_gd);
    assert_memory_equal(place_t2, later, sizeof place_t2);
}

/*
 * Over many draws: periods that hold all days, one of them in two parts, share
 * all lesions and days, to the bit.
 */
static void shares_lose_nothing(void **state)
{
    (void) state;
    enum { N = 60, CELLS = 3 };
    uint32_t seed = 7;
    const int ones[] = {1, 1, 1, 1}, three[] = {1, 2, 2, 3};
    const int begin[] = {0, 700, 1500, 1100}, end[] = {700, 1100, 4000, 1500};
    const int cells[] = {0, 1, 1, 2};
    audit_times whole = {4, three, ones, begin, end};

    for (int draws = 0; draws < 500; draws++) {
        int who[N], compared[N], day[N];
        double t2[N], lesions = 0, days = 0, got = 0, got_days = 0;
        int today = 60;
        for (int i = 0; i < N; i++) {
            who[i] = 1;
            today += 1 + draw(&seed, 60);
            day[i] = today;
            compared[i] = draw(&seed, today);
            t2[i] = draw(&seed, 30);
            lesions += t2[i];
            days += day[i] - compared[i];
        }
        audit_scans scans = {N, who, compared, day};
        audit_lesion_counts counts = {t2, t2, NULL, NULL, NULL, NULL};
        audit_period_work work[3];
        audit_lesion_totals totals;
        struct room room;
        audit_lesion_sums x = sums_in(&room);

        audit_sum_lesions(&scans, &counts, &whole, cells, none, AUDIT_SHARE, 3,
                          work, &x, CELLS, &totals, NULL, NULL);
        for (int c = 0; c < CELLS; c++) {
            got += x.t2[c] + x.shared[c];
            got_days += x.t2_days[c] + x.shared_days[c];
        }
        assert_true(got_days == days);
        assert_true(got == lesions);
    }
}

/*
 * Over many draws: scans that one period holds are summed at once, unless places
 * are asked for; the sums are the same either way, and one at a time.
 */
static void short_way_is_the_long_way(void **state)
{
    (void) state;
    enum { N = 30, CELLS = 3 };
    uint32_t seed = 11;
    const int ones[] = {1, 1, 1, 1}, three[] = {1, 2, 2, 3};
    const int cells[] = {0, 1, 1, 2};

    for (int draws = 0; draws < 400; draws++) {
        int who[N], compared[N], day[N], today = 0;
        double t2[N], gd[N], active[N];
        /* Apart, the second in two ranges or one; or the third over the first. */
        int first = 300 + draw(&seed, 200), hole = draw(&seed, 2) * 100;
        int third = draw(&seed, 2) ? 900 : 200;
        int begin[] = {0, 500, 700 + hole, third};
        int end[] = {first, 700, 900, third + 400};
        for (int i = 0; i < N; i++) {
            who[i] = 1;
            today += 1 + draw(&seed, 80);
            day[i] = today;
            compared[i] = draw(&seed, 9) ? today - 1 - draw(&seed, 150) : NONE;
            t2[i] = draw(&seed, 6) ? (double) draw(&seed, 4) : NAN;
            gd[i] = draw(&seed, 4) ? (double) draw(&seed, 3) : NAN;
            active[i] = draw(&seed, 5) ? NAN : (double) draw(&seed, 3);
        }
        audit_scans scans = {N, who, compared, day};
        audit_lesion_counts counts = {t2, t2, gd, gd, active, active};
        audit_times whole = {4, three, ones, begin, end};
        audit_period_work work[3];
        audit_lesion_totals totals, long_totals;
        struct room room, long_room;
        audit_lesion_sums x = sums_in(&room), y = sums_in(&long_room);
        int place_t2[3 * N], place_gd[3 * N];
        audit_straddling rule = (audit_straddling) draw(&seed, 4);

        audit_sum_lesions(&scans, &counts, &whole, cells, slack, rule, 3, work,
                          &x, CELLS, &totals, NULL, NULL);
        audit_sum_lesions(&scans, &counts, &whole, cells, slack, rule, 3, work,
                          &y, CELLS, &long_totals, place_t2, place_gd);
        assert_true(totals.chosen == long_totals.chosen);
        assert_true(totals.unpaired == long_totals.unpaired);
        for (int k = 0; k < AUDIT_N_LESION_SUMS; k++) {
            double lone[CELLS];
            double *one[AUDIT_N_LESION_SUMS] = {NULL};
            one[k] = lone;
            audit_lesion_sums z = {one[0], one[1], one[2], one[3], one[4],
                                   one[5], one[6], one[7], one[8], one[9],
                                   one[10], one[11], one[12], one[13],
                                   one[14], one[15], one[16], one[17],
                                   one[18], one[19]};
            audit_sum_lesions(&scans, &counts, &whole, cells, slack, rule, 3,
                              work, &z, CELLS, &totals, NULL, NULL);
            for (int c = 0; c < CELLS; c++) {
                assert_true(room.x[k][c] == long_room.x[k][c]);
                assert_true(room.x[k][c] == lone[c]);
            }
        }
    }
}

static void refuses_ranges_that_cannot_be(void **state)
{
    (void) state;
    const int who[] = {1}, compared[] = {1}, day[] = {9};
    const int third[] = {1, 3}, nobody[] = {1, 0}, back[] = {2, 1}, out[] = {0, 2};
    const double t2 = 1;
    audit_scans scans = {1, who, compared, day};
    audit_lesion_counts counts = {&t2, &t2, NULL, NULL, NULL, NULL};
    audit_period_work work[PERIODS];
    audit_lesion_totals totals;
    struct room room;
    audit_lesion_sums x = sums_in(&room);
    struct {
        const int *period, *patient, *cell;
        audit_code code;
    } cases[] = {
        {third, patient, cell, AUDIT_BAD_GROUP},
        {period, nobody, cell, AUDIT_BAD_PATIENT},
        {back, patient, cell, AUDIT_NOT_SORTED},
        {period, patient, out, AUDIT_BAD_GROUP},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        audit_times bad = {2, cases[i].period, cases[i].patient, start, stop};
        audit_status status =
            audit_sum_lesions(&scans, &counts, &bad, cases[i].cell, slack,
                              AUDIT_DROP, PERIODS, work, &x, 2, &totals, NULL,
                              NULL);
        assert_true(status.code == cases[i].code && status.at == 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(straddling_interval),
        cmocka_unit_test(belongs_where_it_ends_or_nowhere),
        cmocka_unit_test(counts_and_bounds),
        cmocka_unit_test(combined_counts),
        cmocka_unit_test(rebaselined),
        cmocka_unit_test(places),
        cmocka_unit_test(places_of_what_straddles),
        cmocka_unit_test(shares_lose_nothing),
        cmocka_unit_test(short_way_is_the_long_way),
        cmocka_unit_test(refuses_ranges_that_cannot_be),
    };
    return cmocka_run_group_tests_name("lesion_cells", tests, NULL, NULL) != 0;
}
