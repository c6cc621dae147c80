#include "test.h"

#include <limits.h>

#include "curves/day_grid.h"

static void the_range_is_of_whole_numbers(void **state)
{
    (void) state;
    const double whole[] = {3, -7, 0, 9007199254740992.0};
    const double bad[][2] = {{1, 0.5}, {NAN, 1}, {INFINITY, 1}, {1, 1e300}};
    double least, most;

    assert_true(audit_whole_range(whole, 4, &least, &most));
    assert_true(least == -7 && most == 0x1p53);
    assert_true(audit_whole_range(whole, 0, &least, &most));
    assert_true(least == 0 && most == -1);
    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_false(audit_whole_range(bad[i], 2, &least, &most));
}

/* Those below 2^51 and those beyond are told from fractions in two ways. */
static void whole_numbers_are_so_below_and_beyond_2_to_51(void **state)
{
    (void) state;
    double x[9], least, most;

    for (int power = 0; power <= 53; power++)
        for (int sign = -1; sign <= 1; sign += 2) {
            double end = sign * ldexp(1, power);

            for (size_t i = 0; i < LENGTH(x); i++)
                x[i] = end - sign * (double) i;
            assert_true(audit_whole_range(x, LENGTH(x), &least, &most));
            assert_true((sign > 0 ? most : least) == end);
            assert_true((sign > 0 ? least : most) == end - 8 * sign);
            if (power == 53)
                continue;
            x[3] = end - sign * 0.5;
            assert_false(audit_whole_range(x, LENGTH(x), &least, &most));
            x[8] = x[3];
            x[3] = end;
            assert_false(audit_whole_range(x, LENGTH(x), &least, &most));
        }
}

/* Bad ones at each of the places that are gone through four by four. */
static void one_that_is_not_whole_is_seen_wherever_it_is(void **state)
{
    (void) state;
    const double bad[] = {0.25, NAN, INFINITY, -INFINITY, 0x1p54,
                          0x1p51 + 0.5, -1e-300};
    double x[11], least, most;

    for (size_t i = 0; i < LENGTH(x); i++)
        x[i] = (double) i - 4;
    for (size_t i = 0; i < LENGTH(x); i++) {
        for (size_t k = 0; k < LENGTH(bad); k++) {
            double kept = x[i];

            x[i] = bad[k];
            assert_false(audit_whole_range(x, LENGTH(x), &least, &most));
            x[i] = kept;
        }
        for (size_t k = 0; k < 2; k++) {
            double kept = x[i], end = k ? 0x1p52 + 1 : -0x1p53;

            x[i] = end;
            assert_true(audit_whole_range(x, LENGTH(x), &least, &most));
            assert_true((k ? most : least) == end);
            x[i] = kept;
        }
    }
}

static void the_range_of_ints_is_of_all(void **state)
{
    (void) state;
    const int x[] = {3, INT_MIN, 0, INT_MAX};
    double least, most;

    audit_int_range(x, 4, &least, &most);
    assert_true(least == INT_MIN && most == INT_MAX);
    for (int one = -5; one <= 5; one++) {
        double same = one;

        audit_int_range(&one, 1, &least, &most);
        assert_true(least == one && most == one);
        assert_true(audit_whole_range(&same, 1, &least, &most));
        assert_true(least == one && most == one);
    }
    audit_int_range(x, 0, &least, &most);
    assert_true(least == 0 && most == -1);
}

static void places_count_from_the_first(void **state)
{
    (void) state;
    const double x[] = {5, 3, 9, 3.5, 10};
    int place[5], workspace[8], code[5];

    /* Nothing of what was in the room before counts, nor is more of it needed. */
    for (size_t first = 0; first < 3; first++) {
        int *rank = just_ints(3 - first), *just = just_ints(2);
        const double two[] = {(double) first, 2};

        assert_int_equal(audit_whole_codes(two, 2, (double) first, 2, rank,
                                           just).code, AUDIT_OK);
        assert_true(just[0] == 1 && just[1] == (first < 2 ? 2 : 1));
        free(rank);
        free(just);
    }

    assert_int_equal(audit_whole_places(x, 3, 3, 9, place).code, AUDIT_OK);
    assert_memory_equal(place, ((const int[]) {2, 0, 6}), 3 * sizeof(int));
    assert_int_equal(audit_whole_places(x, 4, 3, 9, place).at, 3);
    assert_int_equal(audit_whole_places(x + 4, 1, 3, 9, place).code,
                     AUDIT_BAD_TIME);
    assert_int_equal(audit_whole_codes(x, 3, 3, 9, workspace, code).code,
                     AUDIT_OK);
    assert_memory_equal(code, ((const int[]) {2, 1, 3}), 3 * sizeof(int));
    assert_int_equal(audit_whole_codes(x, 4, 3, 10, workspace, code).code,
                     AUDIT_BAD_PATIENT);
    const double all[] = {8, 7, 7, 9};
    assert_int_equal(audit_whole_codes(all, 4, 7, 9, workspace, code).code,
                     AUDIT_OK);
    assert_memory_equal(code, ((const int[]) {2, 1, 1, 3}), 4 * sizeof(int));
}

static void ids_that_rise_are_counted(void **state)
{
    (void) state;
    const double x[] = {-2, -2, 0.5, 7, 7}, back[] = {1, 3, 2}, none[] = {NAN};
    const int ints[] = {4, 4, 5}, down[] = {5, 4};
    int code[5];

    assert_true(audit_codes_of_rising(x, 5, code));
    assert_memory_equal(code, ((const int[]) {1, 1, 2, 3, 3}), sizeof code);
    assert_false(audit_codes_of_rising(back, 3, code));
    assert_false(audit_codes_of_rising(none, 1, code));
    assert_true(audit_codes_of_rising_ints(ints, 3, code));
    assert_memory_equal(code, ((const int[]) {1, 1, 2}), 3 * sizeof(int));
    assert_false(audit_codes_of_rising_ints(down, 2, code));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_range_is_of_whole_numbers),
        cmocka_unit_test(whole_numbers_are_so_below_and_beyond_2_to_51),
        cmocka_unit_test(one_that_is_not_whole_is_seen_wherever_it_is),
        cmocka_unit_test(the_range_of_ints_is_of_all),
        cmocka_unit_test(places_count_from_the_first),
        cmocka_unit_test(ids_that_rise_are_counted),
    };
    return cmocka_run_group_tests_name("day_grid", tests, NULL, NULL) != 0;
}
