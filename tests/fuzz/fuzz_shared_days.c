/* audit_shared_days() of any ranges */
#include "fuzz.h"

#include "shared_days.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (6 * sizeof(int32_t));
    int *x[6];

    for (int i = 0; i < 6; i++)
        x[i] = take(&data, n, sizeof(int));
    /* In order of patient and day, and apart, as the contract asks. */
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 6; k += 3) {
            x[k][i] = 1 + (int) (3 * i / n);
            x[k + 1][i] = 20 * (int) i + (x[k + 1][i] & 7);
            x[k + 2][i] = x[k + 1][i] + 1 + (x[k + 2][i] & 7);
        }
    audit_period_ranges a = {n, x[0], x[1], x[2]}, b = {n, x[3], x[4], x[5]};
    audit_shared one = audit_shared_days(&a, &b);
    MUST(one.days >= 0 && one.patients >= 0 && one.patients <= (double) n);
    MUST((one.days > 0) == (one.patients > 0));
    for (int i = 0; i < 6; i++)
        free(x[i]);
    return 0;
}
