#include "test.h"

#include "curves/end_tally.h"

enum { MOST = 200 };

struct tally {
    audit_status status;
    size_t n;
    double time[MOST];
    int events[MOST], competing[MOST], censored[MOST];
};

static struct tally tally_of(const double *time, const int *status, size_t n)
{
    struct tally x;
    uint64_t workspace[2 * MOST];
    audit_tally out = {0, x.time, x.events, x.competing, x.censored};

    x.status = audit_tally_times(time, status, n, workspace, &out);
    x.n = out.n;
    return x;
}

static void times_are_counted_in_order(void **state)
{
    (void) state;
    const double time[] = {5, 0, 2.5, 5, 1e300, 5, -0.0};
    const int status[] = {1, 0, 2, 3, 1, 0, 1};
    struct tally x = tally_of(time, status, 7);

    assert_int_equal(x.status.code, AUDIT_OK);
    assert_int_equal(x.n, 4);
    assert_true(x.time[0] == 0 && !signbit(x.time[0]) && x.time[1] == 2.5);
    assert_true(x.time[2] == 5 && x.time[3] == 1e300);
    assert_true(x.events[0] == 1 && x.competing[0] == 0 && x.censored[0] == 1);
    assert_true(x.events[1] == 0 && x.competing[1] == 1 && x.censored[1] == 0);
    assert_true(x.events[2] == 1 && x.competing[2] == 1 && x.censored[2] == 1);
    assert_true(x.events[3] == 1 && x.competing[3] == 0 && x.censored[3] == 0);
}

/* Every time is found where counting finds it, whatever digits it has. */
static void of_any_times(void **state)
{
    (void) state;
    uint32_t seed = 4;

    for (int round = 0; round < 300; round++) {
        size_t n = (size_t) draw(&seed, MOST);
        double time[MOST];
        int status[MOST];

        for (size_t i = 0; i < n; i++) {
            time[i] = round % 3 == 0 ? draw(&seed, 30)
                    : round % 3 == 1 ? exp(draw(&seed, 90) - 40.0)
                    : i % 50 == 0 ? 1e9 : 1 + draw(&seed, 1000) / 1e3;
            status[i] = draw(&seed, 4);
        }
        struct tally x = tally_of(time, status, n);
        size_t all = 0;
        for (size_t j = 0; j < x.n; j++) {
            int counts[3] = {0, 0, 0};
            assert_true(j == 0 || x.time[j] > x.time[j - 1]);
            for (size_t i = 0; i < n; i++)
                counts[status[i] > 2 ? 2 : status[i]] += time[i] == x.time[j];
            assert_int_equal(x.censored[j], counts[0]);
            assert_int_equal(x.events[j], counts[1]);
            assert_int_equal(x.competing[j], counts[2]);
            all += (size_t) (counts[0] + counts[1] + counts[2]);
        }
        assert_int_equal(all, n);
    }
}

static void refuses_what_is_no_time_or_status(void **state)
{
    (void) state;
    const double bad[] = {-1, NAN, INFINITY}, good[] = {1, 2};
    const int ones[] = {1, 1}, below[] = {0, -1};

    for (size_t i = 0; i < 3; i++) {
        const double time[] = {1, bad[i]};
        struct tally x = tally_of(time, ones, 2);
        assert_true(x.status.code == AUDIT_BAD_TIME && x.status.at == 1);
    }
    struct tally x = tally_of(good, below, 2);
    assert_true(x.status.code == AUDIT_BAD_GROUP && x.status.at == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_counted_in_order),
        cmocka_unit_test(of_any_times),
        cmocka_unit_test(refuses_what_is_no_time_or_status),
    };
    return cmocka_run_group_tests_name("end_tally", tests, NULL, NULL) != 0;
}
