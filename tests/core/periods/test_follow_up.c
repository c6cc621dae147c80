#include "test.h"

#include "base/values.h"
#include "periods/follow_up.h"

struct patient {
    const char *name;
    int end, death, lock, to, by;
};

static const int none = AUDIT_MISSING;
static const struct patient patients[] = {
    {"the record is first", 10, 20, 30, 10, AUDIT_ENDED_BY_RECORD},
    {"death is first", 20, 10, 30, 10, AUDIT_ENDED_BY_DEATH},
    {"the lock is first", 20, 30, 10, 10, AUDIT_ENDED_BY_DATA_LOCK},
    {"death on the day of the record", 10, 10, 10, 10, AUDIT_ENDED_BY_DEATH},
    {"the record on the day of the lock", 10, INT_MIN, 10, 10,
     AUDIT_ENDED_BY_RECORD},
    {"the lock alone", INT_MIN, INT_MIN, 10, 10, AUDIT_ENDED_BY_DATA_LOCK},
    {"none of the three", INT_MIN, INT_MIN, INT_MIN, INT_MIN, AUDIT_NOT_ENDED},
    {"before 1970", -10, -20, 30, -20, AUDIT_ENDED_BY_DEATH},
};

static void ends(void **state)
{
    const struct patient *x = *state;
    int to, by;

    audit_follow_up(&x->end, &x->death, x->lock, 1, &to, &by);
    assert_int_equal(to, x->to);
    assert_int_equal(by, x->by);
}

static void of_nobody_nothing_is_said(void **state)
{
    (void) state;
    int to = 7, by = 7;

    audit_follow_up(&none, &none, 3, 0, &to, &by);
    assert_int_equal(to, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_nobody_nothing_is_said),
    };
    int failed = cmocka_run_group_tests_name("follow_up", tests, NULL, NULL);
    failed += RUN_CASES("an end", ends, patients);
    return failed != 0;
}
