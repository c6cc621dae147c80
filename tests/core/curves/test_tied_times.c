#include "test.h"

#include "curves/tied_times.h"

static void neighbours_within_the_tolerance_are_one(void **state)
{
    (void) state;
    const double time[] = {0, 1, 1.25, 1.5, 2, 3};
    const int none[6] = {0};
    const double wanted[] = {0, 1, 1, 1, 2, 3};
    double one[6];
    size_t different;

    assert_int_equal(audit_tie_times(time, none, 6, 0.25, one, &different).code,
                     AUDIT_OK);
    assert_memory_equal(one, wanted, sizeof wanted);
    assert_int_equal(different, 4);
    /* Without a tolerance the same time alone is. */
    const double twice[] = {1, 1, 1.0000000000000002};
    audit_tie_times(twice, none, 3, 0, one, &different);
    assert_memory_equal(one, twice, sizeof twice);
    assert_int_equal(different, 2);
    audit_tie_times(time, none, 0, 1, one, &different);
    assert_int_equal(different, 0);
}

static void the_time_asked_for_stands_for_those_tied_to_it(void **state)
{
    (void) state;
    double time[] = {1, 1.25, 1.5, 4, 5, 5.25};
    const int asked[] = {0, 1, 1, 1, 1, 0};
    const double wanted[] = {1.25, 1.25, 1.25, 4, 5, 5};
    size_t different;

    /* In the place of the times themselves. */
    audit_tie_times(time, asked, 6, 0.25, time, &different);
    assert_memory_equal(time, wanted, sizeof wanted);
    assert_int_equal(different, 3);
}

static void what_does_not_rise_or_end_is_refused(void **state)
{
    (void) state;
    const double bad[][3] = {{1, 0.5, 2}, {NAN, 1, 2}, {1, 2, INFINITY}};
    const size_t at[] = {1, 0, 2};
    const int none[3] = {0};
    double one[3];
    size_t different;

    for (size_t i = 0; i < LENGTH(bad); i++) {
        audit_status status = audit_tie_times(bad[i], none, 3, 0, one,
                                              &different);
        assert_int_equal(status.code, AUDIT_BAD_TIME);
        assert_int_equal(status.at, at[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_within_the_tolerance_are_one),
        cmocka_unit_test(the_time_asked_for_stands_for_those_tied_to_it),
        cmocka_unit_test(what_does_not_rise_or_end_is_refused),
    };

    return cmocka_run_group_tests_name("tied_times", tests, NULL, NULL) != 0;
}
