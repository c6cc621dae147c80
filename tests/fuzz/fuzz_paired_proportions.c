/* audit_compare_paired_tables() of any tables */
#include "fuzz.h"

#include "paired_proportions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (4 * sizeof(int32_t));
    double *x[4], *room = calloc(6 * n, sizeof *room);

    for (int i = 0; i < 4; i++)
        x[i] = take_counts(&data, n);
    audit_paired_tables tables = {n, x[0], x[1], x[2], x[3]};
    audit_paired_differences found = {room, room + n, room + 2 * n,
                                      room + 3 * n, room + 4 * n,
                                      room + 5 * n};
    audit_status status = audit_compare_paired_tables(&tables, 0.95,
                                                      AUDIT_TWO_SIDED, &found);
    if (status.code != AUDIT_OK)
        MUST(status.at < n);
    else
        for (size_t i = 0; i < n; i++)
            if (!isnan(found.estimate[i])) {
                MUST(-1 <= found.low[i] && found.low[i] <= found.estimate[i]);
                MUST(found.estimate[i] <= found.high[i] && found.high[i] <= 1);
                for (int k = 3; k < 6; k++)
                    MUST(room[k * (int) n + (int) i] >= 0 &&
                         room[k * (int) n + (int) i] <= 1);
            }
    for (int i = 0; i < 4; i++)
        free(x[i]);
    free(room);
    return 0;
}
