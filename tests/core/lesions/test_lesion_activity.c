#include "test.h"

#include <math.h>

#include "lesions/lesion_activity.h"

enum { N_STATES = 4 };

static void activity_of_a_kind(void **state)
{
    (void) state;
    assert_int_equal(audit_activity_of(0, 0, 0), AUDIT_NOT_TOLD);
    assert_int_equal(audit_activity_of(2, 0, 0), AUDIT_WITHOUT);
    assert_int_equal(audit_activity_of(2, 0, 3), AUDIT_OPEN);
    assert_int_equal(audit_activity_of(1, 1, 3), AUDIT_WITH);
    assert_int_equal(audit_activity_of(1, 0, INFINITY), AUDIT_OPEN);
}

/* The other value of what is known. */
static audit_activity turned(audit_activity is)
{
    return is == AUDIT_WITH ? AUDIT_WITHOUT
           : is == AUDIT_WITHOUT ? AUDIT_WITH : is;
}

static int is_known(audit_activity is)
{
    return is == AUDIT_WITH || is == AUDIT_WITHOUT;
}

/*
 * Whatever the three show, and whatever was asked for: a patient is told of or not
 * whichever value a kind has; where nothing is open, either is known exactly if
 * all that was asked for are, or the combined count is.
 */
static void who_counts_does_not_depend_on_what_is_shown(void **state)
{
    (void) state;
    for (int k = 0; k < N_STATES * N_STATES * N_STATES * 4; k++) {
        const audit_activity is[] = {
            (audit_activity) (k % N_STATES),
            (audit_activity) (k / N_STATES % N_STATES),
            (audit_activity) (k / N_STATES / N_STATES % N_STATES),
        };
        int bits = k / (N_STATES * N_STATES * N_STATES);
        const audit_asked asked = {bits & 1, bits >> 1};
        audit_activity any = audit_any_activity(is[0], is[1], is[2], asked);

        for (int which = 0; which < 8; which++) {
            audit_activity other = audit_any_activity(
                which & 1 ? turned(is[0]) : is[0],
                which & 2 ? turned(is[1]) : is[1],
                which & 4 ? turned(is[2]) : is[2], asked);
            assert_int_equal(any == AUDIT_NOT_TOLD, other == AUDIT_NOT_TOLD);
        }
        int with = 0, open = 0, needed = asked.t2 + asked.gd;
        for (int i = 0; i < 3; i++) {
            with += is[i] == AUDIT_WITH;
            open += is[i] == AUDIT_OPEN;
        }
        int found = asked.t2 * is_known(is[0]) + asked.gd * is_known(is[1]);
        int told = (needed > 0 && found == needed) || is_known(is[2]);
        assert_int_equal(any != AUDIT_NOT_TOLD, told);
        assert_int_equal(any == AUDIT_WITH, told && with > 0);
        assert_int_equal(any == AUDIT_OPEN, told && with == 0 && open > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(activity_of_a_kind),
        cmocka_unit_test(who_counts_does_not_depend_on_what_is_shown),
    };
    return cmocka_run_group_tests_name("lesion_activity", tests, NULL, NULL) != 0;
}
