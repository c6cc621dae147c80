/* audit_median() of any number of values at any level */
#include "fuzz.h"

#include "ranks/medians.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    double value[256] = {0};
    size_t n = size < 2 ? 0 : data[0];
    double level = size < 2 ? 0.95 : (data[1] + 0.5) / 256;

    for (size_t i = 0; i < n; i++)
        value[i] = (double) i;
    audit_middle x = audit_median(value, n, level);
    MUST(n == 0 ? isnan(x.estimate) : x.low <= x.estimate && x.estimate <= x.high);
    return 0;
}
