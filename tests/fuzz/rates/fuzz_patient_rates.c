/* audit_rates_of_patients() of any patients */
#include "fuzz.h"

#include "rates/patient_rates.h"
#include "rates/pooled_rate.h"

enum { N_GROUPS = 3 };

/* The limits lie about the rate, whatever the counts. */
static void bound(const double *events, const double *time, const int *group,
                  size_t n, const audit_patient_rates *rates)
{
    const audit_question question = {0.95, AUDIT_TWO_SIDED, 1};
    size_t first[N_GROUPS + 1];
    double *space = calloc(2 * n + 1, sizeof *space);
    audit_spread spread[N_GROUPS];

    MUST(space);
    if (audit_spread_of_patients(events, time, group, n, N_GROUPS, 1, first,
                                 space, spread).code == AUDIT_OK)
        for (int g = 0; g < N_GROUPS; g++) {
            audit_interval x;
            double rate = rates->events[g] / rates->time[g];

            if (rates->time[g] == 0)
                continue;
            MUST(spread[g].jackknife >= 1 && spread[g].alpha >= 0);
            audit_status status = audit_pooled_rate(
                rates->events[g], rates->time[g], rates->patients[g] > 1,
                &spread[g], &question, &x);
            MUST(status.code != AUDIT_OK ||
                 (x.low >= 0 && x.low <= rate && rate <= x.high));
        }
    free(space);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { n_groups = N_GROUPS, bytes = 2 * sizeof(int32_t) + sizeof(double) };
    size_t n = size / bytes;
    double *time = take(&data, n, sizeof *time);
    double *events = take_counts(&data, n);
    int *group = take(&data, n, sizeof *group);
    double room[7][n_groups], workspace[4 * n_groups];
    audit_patient_rates rates = {room[0], room[1], room[2], room[3],
                                 room[4], room[5], room[6]};

    for (size_t i = 0; i < n; i++)
        group[i] = group[i] % 64 == 0 ? group[i] : 1 + (group[i] & 1);
    audit_status status = audit_rates_of_patients(
        events, time, group, n, n_groups, workspace, &rates);
    if (status.code != AUDIT_OK)
        MUST(status.at < n);
    else {
        for (int g = 0; g < n_groups; g++) {
            MUST(room[0][g] + room[2][g] <= (double) n);
            MUST(room[5][g] >= 1);
        }
        bound(events, time, group, n, &rates);
    }
    free(time);
    free(events);
    free(group);
    return 0;
}
