/* audit_shared_days() of any ranges */
#include "fuzz.h"

#include "periods/shared_days.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { periods = 3 };
    size_t n = size / (4 * sizeof(int32_t)), running[periods];
    audit_shared sums[periods * periods] = {{0}};
    audit_shared_table table = {1, periods, periods, sums};
    int *x[4];

    for (int i = 0; i < 4; i++)
        x[i] = take(&data, n, sizeof(int));
    /* In order of patient and day, and of one period apart, as the contract asks: each
       range ends before the next of its period begins. */
    for (size_t i = 0; i < n; i++) {
        x[0][i] = 1 + (int) (i % periods);
        x[1][i] = 1 + (int) (3 * i / n);
        x[2][i] = 20 * (int) i + (x[2][i] & 7);
        x[3][i] = x[2][i] + (x[3][i] & 31);
    }
    audit_day_ranges ranges = {n, x[0], x[1], x[2], x[3]};
    size_t until = size % 5;
    for (size_t row = 0; row < n;) {
        size_t next = audit_shared_days(&ranges, row, row + until + 1, running,
                                        &table);
        MUST(next > row && next <= n);
        row = next;
    }
    for (int i = 0; i < periods * periods; i++) {
        MUST(sums[i].days >= 0 && (sums[i].days > 0) == (sums[i].patients > 0));
        MUST(sums[i].days == 0 || i % periods > i / periods);
    }
    for (int i = 0; i < 4; i++)
        free(x[i]);
    return 0;
}
