#include "test.h"

#include "base/status.h"

static void every_code_has_a_message(void **state)
{
    (void) state;
    const char *unknown = audit_message(AUDIT_N_CODES);
    for (int code = 0; code < AUDIT_N_CODES; code++)
        assert_string_not_equal(audit_message((audit_code) code), unknown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_message),
    };
    return cmocka_run_group_tests_name("status", tests, NULL, NULL) != 0;
}
