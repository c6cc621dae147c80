/* audit_mean_of_rates() of any patients */
#include "fuzz.h"

#include "rates/mean_rates.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { n_groups = 3, bytes = 2 * sizeof(int32_t) + sizeof(double) };
    size_t n = size / bytes;
    double *time = take(&data, n, sizeof *time);
    double *events = take_counts(&data, n);
    int *group = take(&data, n, sizeof *group);
    double room[5][n_groups], workspace[2 * n_groups];
    audit_mean_rates rates = {room[0], room[1], room[2], room[3], room[4]};

    for (size_t i = 0; i < n; i++)
        group[i] = group[i] % 64 == 0 ? group[i] : 1 + (group[i] & 1);
    audit_status status = audit_mean_of_rates(events, time, group, n, n_groups,
                                              0.95, workspace, &rates);
    if (status.code != AUDIT_OK)
        MUST(status.at < n);
    else
        for (int g = 0; g < n_groups; g++)
            MUST(isnan(room[3][g]) || room[3][g] >= 0);
    free(time);
    free(events);
    free(group);
    return 0;
}
