/* audit_compare_paired_tables() of any tables */
#include "fuzz.h"

#include "proportions/paired_proportions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (4 * sizeof(int32_t));
    audit_paired_method method =
        (audit_paired_method) (size % AUDIT_N_PAIRED_METHODS);
    double *x[4], *room = calloc(7 * n, sizeof *room);

    for (int i = 0; i < 4; i++)
        x[i] = take_counts(&data, n);
    audit_paired_tables tables = {n, x[0], x[1], x[2], x[3]};
    audit_paired_answer found = {room, room + n, room + 2 * n, room + 3 * n,
                                 room + 4 * n, room + 5 * n, room + 6 * n};
    audit_status status = audit_compare_paired_tables(
        &tables, method, level_of((uint8_t) (size / AUDIT_N_PAIRED_METHODS)),
        AUDIT_TWO_SIDED, &found);
    if (status.code != AUDIT_OK)
        MUST(status.at < n && status.code != AUDIT_NO_ROOT);
    else
        for (size_t i = 0; i < n; i++)
            if (!isnan(found.low[i])) {
                MUST(found.low[i] <= found.high[i]);
                for (size_t k = 3; k < 7; k++)
                    MUST(room[k * n + i] >= 0 && room[k * n + i] <= 1);
            }
    for (int i = 0; i < 4; i++)
        free(x[i]);
    free(room);
    return 0;
}
