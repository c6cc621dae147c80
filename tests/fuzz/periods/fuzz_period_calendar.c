/* audit_period_calendar() of any history */
#include "fuzz_history.h"

#include "periods/period_calendar.h"

static audit_status make(const struct fuzz_history *x, const int *option,
                         audit_period *period)
{
    return audit_period_calendar(&x->patients, &x->treatments,
                                 small_day(option[0]), small_day(option[1]),
                                 period);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_period(data, size, make);
}
