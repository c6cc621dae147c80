/* audit_tally_times() and audit_curve_incidence() of any times */
#include "fuzz.h"

#include "curves/curve_incidence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (sizeof(double) + sizeof(int));
    double *time = take(&data, n, sizeof *time), *rising = calloc(n, sizeof *time);
    int *status = take(&data, n, sizeof *status);
    int *counts = calloc(3 * n, sizeof *counts);
    uint64_t *workspace = calloc(2 * n, sizeof *workspace);
    double *room = calloc(6 * n, sizeof *room);

    MUST(n == 0 || (rising && counts && workspace && room));
    for (size_t i = 0; i < n; i++) {
        status[i] = status[i] % 4;
        if (!(time[i] >= 0) && i % 8)
            time[i] = (double) (i % 5);
    }
    audit_tally tally = {0, rising, counts, counts + n, counts + 2 * n};
    audit_status found = audit_tally_times(time, status, n, workspace, &tally);
    if (found.code != AUDIT_OK) {
        MUST(found.at < n);
    } else {
        size_t all = 0, k = tally.n;
        for (size_t j = 0; j < k; j++) {
            MUST(j == 0 || rising[j] > rising[j - 1]);
            all += (size_t) (tally.events[j] + tally.competing[j] +
                             tally.censored[j]);
        }
        MUST(all == n);
        audit_curve x = {room, room + n, room + 2 * n, room + 3 * n,
                         room + 4 * n, room + 5 * n};
        for (int kind = 0; kind < 2; kind++) {
            audit_curve_incidence(&tally, (audit_incidence_kind) kind, rising, k,
                                  0.95, &x);
            for (size_t j = 0; j < k; j++)
                MUST(x.low[j] >= 0 && x.low[j] <= x.estimate[j] + 1e-9 &&
                     x.estimate[j] <= x.high[j] + 1e-9 && x.high[j] <= 1 &&
                     x.std_error[j] >= 0);
        }
    }
    free(time);
    free(rising);
    free(status);
    free(counts);
    free(workspace);
    free(room);
    return 0;
}
