/* audit_add_range() of any days */
#include "fuzz_history.h"

#include "periods/ranges.h"

static audit_status make(const struct fuzz_history *x, const int *option,
                         audit_period *period)
{
    for (int p = 0; p < N_PATIENTS; p++) {
        int days = audit_add_range(&period->ranges, &x->patients, p + 1,
                                   option[0],
                                   (long long) option[0] + option[1],
                                   option[2] & 1);
        period->membership[p] = days ? AUDIT_IN_PERIOD : AUDIT_NO_DAYS;
    }
    return audit_ok();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_period(data, size, make);
}
