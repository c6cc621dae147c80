/* audit_period_window() of any history */
#include "fuzz_history.h"

#include "periods/period_window.h"

static audit_status make(const struct fuzz_history *x, const int *option,
                         audit_period *period)
{
    audit_window window = {1, option[0] % 40, option[1] % 80,
                           (audit_until) ((unsigned) option[2] % 3),
                           option[0] & 127, option[1] & 63,
                           option[2] & 8 ? AUDIT_CALENDAR : AUDIT_NUMBERS};

    return audit_period_window(&x->patients, &x->treatments, &window, period);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_period(data, size, make);
}
