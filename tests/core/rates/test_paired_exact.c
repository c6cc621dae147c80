#include "test.h"

#include "rates/paired_exact.h"

static double workspace[64];

/* Three patients with 2, 1 and 2 events and the odds 1/2, 1 and 3. */
static audit_paired_law three(double second)
{
    static const double events[] = {2, 1, 2};
    static double log_times[3];

    log_times[0] = log(0.5);
    log_times[1] = 0;
    log_times[2] = log(3);
    return (audit_paired_law) {3, events, log_times, 5, second};
}

/* Every way in which five events may fall, each with its probability. */
static audit_paired_tails by_enumeration(int second, double ratio)
{
    const double odds[] = {0.5, 0.5, 1, 3, 3};
    audit_paired_tails tails = {0, 0, 0};

    for (int way = 0; way < 32; way++) {
        double weight = 1;
        int sum = 0;

        for (int event = 0; event < 5; event++) {
            double p = odds[event] * ratio / (1 + odds[event] * ratio);
            int is_second = way >> event & 1;
            weight *= is_second ? p : 1 - p;
            sum += is_second;
        }
        *(sum < second ? &tails.fewer : sum > second ? &tails.more
                                                     : &tails.equal) += weight;
    }
    return tails;
}

static void tails_are_those_of_enumeration(void **state)
{
    (void) state;
    const double ratios[] = {0.01, 0.4, 1, 7};

    for (int second = 0; second <= 5; second++)
        for (size_t i = 0; i < LENGTH(ratios); i++) {
            audit_paired_law law = three(second);
            audit_paired_tails got =
                audit_tails_at(&law, log(ratios[i]), 0, workspace);
            audit_paired_tails want = by_enumeration(second, ratios[i]);

            assert_close(got.fewer, want.fewer);
            assert_close(got.equal, want.equal);
            assert_close(got.more, want.more);
        }
}

static void limits_leave_equal_tails(void **state)
{
    (void) state;
    for (int second = 0; second <= 5; second++) {
        audit_paired_law law = three(second);
        double low = 1, high = 1;

        audit_status status = audit_paired_limits(
            &law, 1, 0.95, AUDIT_TWO_SIDED, workspace, &low, &high);
        assert_int_equal(status.code, AUDIT_OK);
        if (second == 0) {
            assert_true(low == 0);
        } else {
            audit_paired_tails at = by_enumeration(second, low);
            assert_close(at.equal + at.more, 0.025);
        }
        if (second == 5) {
            assert_true(high == INFINITY);
        } else {
            audit_paired_tails at = by_enumeration(second, high);
            assert_close(at.equal + at.fewer, 0.025);
        }
    }
}

/* With a half of the weight on what was seen the limits draw together. */
static void midp_limits_leave_equal_tails(void **state)
{
    (void) state;
    for (int second = 1; second < 5; second++) {
        audit_paired_law law = three(second);
        double low = 1, high = 1;

        audit_paired_limits(&law, 0.5, 0.9, AUDIT_TWO_SIDED, workspace, &low,
                            &high);
        audit_paired_tails at = by_enumeration(second, low);
        assert_close(at.equal / 2 + at.more, 0.05);
        at = by_enumeration(second, high);
        assert_close(at.equal / 2 + at.fewer, 0.05);
    }
}

/* Leaving out what is negligible changes no digit of a tail. */
static void cutting_changes_nothing(void **state)
{
    (void) state;
    enum { n = 300 };
    static double events[n], log_times[n], room[n + 1];

    for (int i = 0; i < n; i++) {
        events[i] = 1;
        log_times[i] = -1 + 2.0 * i / n;
    }
    audit_paired_law law = {n, events, log_times, n, 170};
    audit_paired_tails whole = audit_tails_at(&law, 0, 0, room);
    audit_paired_tails cut = audit_tails_at(&law, 0, 1e-25, room);
    assert_close(cut.fewer, whole.fewer);
    assert_close(cut.more / whole.more, 1);
    assert_close(whole.fewer + whole.equal + whole.more, 1);
}

/* All with the same odds is a binomial, which another way computes. */
static void equal_times_are_a_binomial(void **state)
{
    (void) state;
    const double events[] = {2, 3}, alike[] = {0, 0}, apart[] = {0, 1e-14};
    audit_paired_law one = {2, events, alike, 5, 2};
    audit_paired_law other = {2, events, apart, 5, 2};
    audit_paired_tails a = audit_tails_at(&one, 0.3, 0, workspace);
    audit_paired_tails b = audit_tails_at(&other, 0.3, 0, workspace);

    assert_close(a.fewer, b.fewer);
    assert_close(a.equal, b.equal);
    assert_close(a.more, b.more);
}

static void without_events_all_is_possible(void **state)
{
    (void) state;
    audit_paired_law law = {0, NULL, NULL, 0, 0};
    double low = 1, high = 1;

    audit_paired_limits(&law, 1, 0.95, AUDIT_TWO_SIDED, workspace, &low, &high);
    assert_true(low == 0 && high == INFINITY);
    assert_true(audit_tails_at(&law, 0, 0, workspace).equal == 1);
}

static void one_side_is_open(void **state)
{
    (void) state;
    audit_paired_law law = three(3);
    double low = 1, high = 1;

    audit_paired_limits(&law, 1, 0.95, AUDIT_LESS, workspace, &low, &high);
    assert_true(low == 0);
    audit_paired_tails at = by_enumeration(3, high);
    assert_close(at.equal + at.fewer, 0.05);
}

static void refuses_more_events_than_it_can(void **state)
{
    (void) state;
    const double events = 30000, log_times = 0;
    audit_paired_law law = {1, &events, &log_times, events, 10};
    double low = 1, high = 1;

    assert_int_equal(audit_paired_limits(&law, 1, 0.95, AUDIT_LESS, workspace,
                                         &low, &high).code, AUDIT_TOO_MANY);
}

/*
 * With any weight on what was seen, at any level: of equal * weight and the tail
 * either the target is met or no ratio has it, whichever way that is.
 */
static void limits_of_any_level_meet_it_or_are_an_end(void **state)
{
    (void) state;
    const double weights[] = {1, 0.5}, tails[] = {0.01, 0.3, 0.5, 0.7, 0.95};

    for (int k = 0; k < 6 * 2 * 5; k++) {
        int second = k % 6;
        double weight = weights[k / 6 % 2], tail = tails[k / 12];
        audit_paired_law law = three(second);
        double low = 1, high = 1, none = 1;

        assert_int_equal(audit_paired_limits(&law, weight, 1 - tail,
                                             AUDIT_GREATER, workspace, &low,
                                             &none).code, AUDIT_OK);
        assert_true(none == INFINITY);
        /* At 0 the probability of so many or more is 0, or of none the weight;
           far off it is 1, or of all the weight. */
        double least = second == 0 ? weight : 0, most = second == 5 ? weight : 1;
        if (tail <= least && second == 0) {
            assert_true(low == 0);
        } else if (tail >= most) {
            assert_true(low == (second == 0 ? 0 : INFINITY));
        } else {
            audit_paired_tails at = by_enumeration(second, low);
            assert_close(at.equal * weight + at.more, tail);
        }
        none = 1;
        assert_int_equal(audit_paired_limits(&law, weight, 1 - tail, AUDIT_LESS,
                                             workspace, &none, &high).code,
                         AUDIT_OK);
        assert_true(none == 0);
        least = second == 5 ? weight : 0;
        most = second == 0 ? weight : 1;
        if (tail <= least && second == 5) {
            assert_true(high == INFINITY);
        } else if (tail >= most) {
            assert_true(high == (second == 5 ? INFINITY : 0));
        } else {
            audit_paired_tails at = by_enumeration(second, high);
            assert_close(at.equal * weight + at.fewer, tail);
        }
    }
}

/* Of one patient with 3 of 4 events in the second period, at even odds. */
static void one_patient_is_a_binomial(void **state)
{
    (void) state;
    double *events = just_doubles(1), *log_times = just_doubles(1);

    *events = 4;
    *log_times = log(2);
    audit_paired_law law = {1, events, log_times, 4, 3};
    double *room = just_doubles(audit_paired_workspace(&law));
    audit_paired_tails at = audit_tails_at(&law, -log(2), 0, room);
    assert_close(at.fewer, 11.0 / 16);
    assert_close(at.equal, 4.0 / 16);
    assert_close(at.more, 1.0 / 16);
    law = (audit_paired_law) {0, NULL, NULL, 0, 0};
    at = audit_tails_at(&law, 0.4, 0, room);
    assert_true(at.fewer == 0 && at.equal == 1 && at.more == 0);
    free(events);
    free(log_times);
    free(room);
}

/* In just the room that is asked for. */
static void as_much_room_as_it_says_is_enough(void **state)
{
    (void) state;
    for (int second = 0; second <= 5; second++) {
        audit_paired_law law = three(second);
        double *room = just_doubles(audit_paired_workspace(&law));
        double low = 1, high = 1;
        audit_paired_tails at = audit_tails_at(&law, 0.2, 0, room);

        assert_close(at.fewer + at.equal + at.more, 1);
        assert_int_equal(audit_paired_limits(&law, 0.5, 0.9, AUDIT_TWO_SIDED,
                                             room, &low, &high).code, AUDIT_OK);
        assert_true(low < high);
        free(room);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_are_those_of_enumeration),
        cmocka_unit_test(limits_leave_equal_tails),
        cmocka_unit_test(midp_limits_leave_equal_tails),
        cmocka_unit_test(cutting_changes_nothing),
        cmocka_unit_test(equal_times_are_a_binomial),
        cmocka_unit_test(without_events_all_is_possible),
        cmocka_unit_test(one_side_is_open),
        cmocka_unit_test(refuses_more_events_than_it_can),
        cmocka_unit_test(limits_of_any_level_meet_it_or_are_an_end),
        cmocka_unit_test(one_patient_is_a_binomial),
        cmocka_unit_test(as_much_room_as_it_says_is_enough),
    };
    return cmocka_run_group_tests_name("paired_exact", tests, NULL, NULL) != 0;
}
