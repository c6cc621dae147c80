/* audit_period_gap() of any history */
#include "fuzz_history.h"

#include "periods/period_gap.h"

static audit_status make(const struct fuzz_history *x, const int *option,
                         audit_period *period)
{
    return audit_period_gap(&x->patients, &x->treatments, option[0] & 3,
                            option[1] & 3, period);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_period(data, size, make);
}
