#include "test.h"

#include "small_history.h"

/* (start, stop] cut to the follow-up (100, 200], or open at its beginning. */
struct cut {
    const char *name;
    int from;
    long long start, stop;
    int stopped, n, range[2], window[2], is_stopped;
};

static const struct cut cuts[] = {
    {"inside", 100, 120, 150, 1, 1, {120, 150}, {120, 149}, 1},
    {"begins before", 100, 50, 150, 0, 1, {100, 150}, {100, 149}, 0},
    {"no beginning known", NONE, 50, 150, 0, 1, {50, 150}, {50, 149}, 0},
    {"ends with follow-up", 100, 120, 200, 1, 1, {120, 200}, {120, 200}, 1},
    {"ends after it", 100, 120, 300, 1, 1, {120, 200}, {120, 200}, 0},
    {"before it", 100, 50, 100, 0, 0, {0, 0}, {0, 0}, 0},
    {"after it", 100, 200, 300, 0, 0, {0, 0}, {0, 0}, 0},
    {"no days", 100, 150, 150, 0, 0, {0, 0}, {0, 0}, 0},
    {"one day", 100, 199, 200, 0, 1, {199, 200}, {199, 200}, 0},
    {"far away", 100, -4000000000LL, 4000000000LL, 0, 1, {100, 200},
     {100, 200}, 0},
};

static void is_cut(void **state)
{
    const struct cut *x = *state;
    const int to = 200;
    audit_patients patients = {1, &x->from, &to};
    struct found found;
    audit_ranges *ranges = &empty_period(&found)->ranges;

    assert_int_equal(audit_add_range(ranges, &patients, 1, x->start, x->stop,
                                     x->stopped), x->n);
    assert_int_equal(ranges->n, x->n);
    if (x->n == 0)
        return;
    assert_int_equal(found.start[0], x->range[0]);
    assert_int_equal(found.stop[0], x->range[1]);
    assert_int_equal(found.first[0], x->window[0]);
    assert_int_equal(found.last[0], x->window[1]);
    assert_int_equal(found.stopped[0], x->is_stopped);
}

int main(void)
{
    return RUN_CASES("a range", is_cut, cuts) != 0;
}
