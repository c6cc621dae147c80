#include "test.h"

#include "rates/patient_rates.h"

enum { GROUPS = 3 };

static double room[7][GROUPS], workspace[4 * GROUPS];

/* Nothing of what was there before is to be taken for a sum. */
static audit_patient_rates empty_rates(void)
{
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t i = 0; i < 7; i++)
            room[i][g] = workspace[g] = workspace[g + 3 * GROUPS] =
                workspace[g + GROUPS] = workspace[g + 2 * GROUPS] = NAN;
    return (audit_patient_rates) {room[0], room[1], room[2], room[3],
                                  room[4], room[5], room[6]};
}

/*
 * Group 1: 3, 1 and 0 events in 1, 2 and 1 years, r = 1; the squares of 2, -1
 * and -1 are 6 in all, S = 3 / 2 * 6 = 9, so the dispersion is 9 / 4 and the
 * standard error 3 / 4. Group 2: one patient. Group 3: none.
 */
static void by_hand(void **state)
{
    (void) state;
    const double events[] = {3, 2, 1, 0}, time[] = {1, 4, 2, 1};
    const int group[] = {1, 2, 1, 1};
    audit_patient_rates x = empty_rates();

    audit_status status = audit_rates_of_patients(events, time, group, 4,
                                                  GROUPS, workspace, &x);
    assert_int_equal(status.code, AUDIT_OK);
    assert_true(x.patients[0] == 3 && x.with_event[0] == 2);
    assert_true(x.events[0] == 4 && x.time[0] == 4);
    assert_close(x.dispersion[0], 2.25);
    assert_close(x.std_error[0], 0.75);
    assert_true(x.dispersion[1] == 1 && isnan(x.std_error[1]));
    assert_true(x.patients[2] == 0 && x.time[2] == 0 && x.dispersion[2] == 1);
}

static void who_has_no_time_is_left_out(void **state)
{
    (void) state;
    const double events[] = {1, 0, 1}, time[] = {1, 0, 1};
    const int group[] = {1, 1, 1};
    audit_patient_rates x = empty_rates();

    audit_rates_of_patients(events, time, group, 3, 1, workspace, &x);
    assert_true(x.patients[0] == 2 && x.left_out[0] == 1);
    assert_true(x.dispersion[0] == 1 && x.std_error[0] == 0);
}

static void without_events_dispersion_is_1(void **state)
{
    (void) state;
    const double events[] = {0, 0}, time[] = {1, 2};
    const int group[] = {1, 1};
    audit_patient_rates x = empty_rates();

    audit_rates_of_patients(events, time, group, 2, 1, workspace, &x);
    assert_true(x.dispersion[0] == 1);
}

struct refusal {
    const char *name;
    double events, time;
    int group;
    audit_code code;
};

static const struct refusal refusals[] = {
    {"group 0", 1, 1, 0, AUDIT_BAD_GROUP},
    {"group 4", 1, 1, 4, AUDIT_BAD_GROUP},
    {"half an event", 0.5, 1, 1, AUDIT_BAD_COUNT},
    {"missing events", NAN, 1, 1, AUDIT_BAD_COUNT},
    {"negative time", 1, -1, 1, AUDIT_BAD_TIME},
    {"missing time", 1, NAN, 1, AUDIT_BAD_TIME},
    {"infinite time", 1, INFINITY, 1, AUDIT_BAD_TIME},
    {"vanishing time", 1, 1e-60, 1, AUDIT_BAD_TIME},
    {"endless time", 1, 1e308, 1, AUDIT_BAD_TIME},
    {"events in no time", 1, 0, 1, AUDIT_EVENTS_IN_NO_TIME},
};

static void is_refused(void **state)
{
    const struct refusal *x = *state;
    const double events[] = {0, x->events}, time[] = {1, x->time};
    const int group[] = {1, x->group};
    audit_patient_rates rates = empty_rates();

    audit_status status = audit_rates_of_patients(events, time, group, 2,
                                                  GROUPS, workspace, &rates);
    assert_int_equal(status.code, x->code);
    assert_int_equal(status.at, 1);
}

/* 10^16 and eight ones, of which a sum of doubles loses each: none is lost. */
static void small_times_beside_a_great_one_add_up(void **state)
{
    (void) state;
    double events[9], time[9];
    int group[9];
    audit_patient_rates x = empty_rates();

    for (int i = 0; i < 9; i++) {
        events[i] = 1;
        time[i] = i == 0 ? 1e16 : 1;
        group[i] = 1;
    }
    audit_rates_of_patients(events, time, group, 9, 1, workspace, &x);
    assert_true(x.time[0] == 1e16 + 8);
    assert_true(x.patients[0] == 9 && x.with_event[0] == 9);
}

/* Two groups of many counts: each has the variance that its own sums say. */
static void groups_have_their_own_variance(void **state)
{
    (void) state;
    enum { n = 60 };
    double events[n], time[n], rate[2] = {0, 0}, sums[2][3] = {{0}};
    int group[n];
    uint32_t seed = 91;
    audit_patient_rates x = empty_rates();

    for (int i = 0; i < n; i++) {
        int g = draw(&seed, 2);
        group[i] = g + 1;
        events[i] = draw(&seed, 6);
        time[i] = 0.5 + draw(&seed, 5);
        sums[g][0]++;
        sums[g][1] += events[i];
        sums[g][2] += time[i];
    }
    audit_rates_of_patients(events, time, group, n, 2, workspace, &x);
    for (int g = 0; g < 2; g++) {
        double squares = 0, m = sums[g][0];

        rate[g] = sums[g][1] / sums[g][2];
        for (int i = 0; i < n; i++)
            if (group[i] == g + 1)
                squares += pow(events[i] - rate[g] * time[i], 2);
        assert_true(x.patients[g] == m && x.events[g] == sums[g][1]);
        assert_close(x.time[g], sums[g][2]);
        assert_close(x.std_error[g], sqrt(m / (m - 1) * squares) / sums[g][2]);
        assert_close(x.dispersion[g],
                     fmax(1, m / (m - 1) * squares / sums[g][1]));
    }
}

/* Two groups, their patients mixed up and one without time, in thirds of events. */
static void the_spread_is_that_of_each_group(void **state)
{
    (void) state;
    const double events[] = {9, 3, 0, 0, 12, 3}, time[] = {3, 6, 3, 0, 3, 9};
    const int group[] = {1, 2, 1, 1, 2, 1};
    const double y[] = {3, 0, 1}, t[] = {1, 1, 3};
    size_t first[3];
    double space[12];
    audit_spread found[2], alone;
    audit_group_counts one = {3, t, NULL, 3, y, t};

    assert_int_equal(audit_spread_of_patients(events, time, group, 6, 2, 3,
                                              first, space, found).code,
                     AUDIT_OK);
    assert_int_equal(audit_spread_of(&one, &alone).code, AUDIT_OK);
    assert_true(first[0] == 0 && first[1] == 3 && first[2] == 5);
    assert_close(found[0].effective, alone.effective);
    assert_close(found[0].jackknife, alone.jackknife);
    assert_close(found[0].alpha, alone.alpha);
    assert_close(found[1].effective, 9.0 / 5);
}

/* Many groups, of none, one and more patients, by one patient at a time and by all. */
static void steps_lead_where_the_whole_does(void **state)
{
    (void) state;
    enum { n = 300, k = 40 };
    const size_t at_once[] = {1, 50, 1000000};
    double events[n], time[n], space[2 * n];
    int group[n], calls[3] = {0, 0, 0};
    size_t first[k + 1];
    audit_spread whole[k], found[k];
    uint32_t seed = 18;

    for (int i = 0; i < n; i++) {
        group[i] = 1 + draw(&seed, 1 + draw(&seed, k));
        time[i] = draw(&seed, 9) ? 0.5 + draw_share(&seed) : 0;
        events[i] = time[i] > 0 ? draw(&seed, 1 + draw(&seed, 9)) : 0;
    }
    assert_int_equal(audit_spread_of_patients(events, time, group, n, k, 1,
                                              first, space, whole).code,
                     AUDIT_OK);
    for (int j = 0; j < 3; j++) {
        audit_patient_spread work = audit_patient_spread_begin(
            events, time, group, n, k, 1, first, space, found);

        for (; !work.is_done; calls[j]++)
            assert_int_equal(audit_patient_spread_go_on(&work, at_once[j]).code,
                             AUDIT_OK);
        for (int g = 0; g < k; g++) {
            assert_true(found[g].effective == whole[g].effective);
            assert_true(found[g].jackknife == whole[g].jackknife);
            assert_true(found[g].alpha == whole[g].alpha);
        }
    }
    assert_true(calls[0] > k && calls[1] < calls[0] && calls[2] == 1);
    assert_true(whole[0].alpha > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(who_has_no_time_is_left_out),
        cmocka_unit_test(without_events_dispersion_is_1),
        cmocka_unit_test(small_times_beside_a_great_one_add_up),
        cmocka_unit_test(groups_have_their_own_variance),
        cmocka_unit_test(the_spread_is_that_of_each_group),
        cmocka_unit_test(steps_lead_where_the_whole_does),
    };
    int failed =
        cmocka_run_group_tests_name("patient_rates", tests, NULL, NULL);
    failed += RUN_CASES("a patient", is_refused, refusals);
    return failed != 0;
}
