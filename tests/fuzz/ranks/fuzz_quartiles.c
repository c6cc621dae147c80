/* audit_find_quartiles() of any number of values at any level */
#include "fuzz.h"

#include "ranks/quartiles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    double value[256] = {0};
    size_t n = size < 1 ? 0 : size - 1 < 255 ? size - 1 : 255;
    double level = size < 1 ? 0.95 : (data[0] + 0.5) / 256;

    for (size_t i = 0; i < n; i++)
        value[i] = (i > 0 ? value[i - 1] : -100) + data[i + 1] % 4;
    audit_quartiles x = audit_find_quartiles(value, n, level);
    if (n == 0) {
        MUST(isnan(x.median) && isnan(x.low));
        return 0;
    }
    MUST(value[0] <= x.lower && x.lower <= x.median && x.median <= x.upper);
    MUST(x.upper <= value[n - 1]);
    MUST(x.low <= x.median && x.median <= x.high);
    return 0;
}
