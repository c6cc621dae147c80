/* audit_period_on() of any history */
#include "fuzz_history.h"

#include "periods/period_on.h"

static audit_status make(const struct fuzz_history *x, const int *option,
                         audit_period *period)
{
    return audit_period_on(&x->patients, &x->treatments, 1, option[0] & 63,
                           option[1] & 127, period);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_period(data, size, make);
}
