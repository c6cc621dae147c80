/* audit_keep_relapses() of any onsets, and the time at risk of them */
#include "fuzz.h"

#include "events/at_risk.h"
#include "events/relapses.h"

/* One range a record, in two periods; into just the room that is enough. */
static void take_out(const int *patient, const int *day, const int *counts,
                     const int *from, size_t n, int quiet)
{
    int *x[8];
    for (int i = 0; i < 8; i++)
        x[i] = calloc(n + 2 * n, sizeof *x[i]);
    for (size_t i = 0; i < n; i++) {
        x[0][i] = 1 + (int) (2 * i / n);
        x[1][i] = 1 + (int) (6 * i / n) % 3;
        x[2][i] = (int) i * 10;
        x[3][i] = (int) i * 10 + 9;
    }
    audit_times times = {n, x[0], x[1], x[2], x[3]};
    audit_new_times left = {x[4], x[5], x[6], x[7]};
    size_t k = audit_time_at_risk(&times, from, patient, day, counts, n, quiet,
                             &left);
    MUST(k <= 3 * n);
    for (size_t i = 0; i < k; i++)
        MUST(x[6][i] < x[7][i] && x[6][i] >= 0 && x[7][i] <= (int) n * 10);
    for (int i = 0; i < 8; i++)
        free(x[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    audit_relapse_rule rule = {1 + data[0] % 64, data[0] / 128, data[1]};
    data += 2;
    size_t n = (size - 2) / (3 * sizeof(int32_t));
    int *patient = take(&data, n, sizeof *patient);
    int *onset = take(&data, n, sizeof *onset);
    int *end = take(&data, n, sizeof *end);
    int *counts = calloc(n, sizeof *counts);

    for (size_t i = 0; i < n; i++)
        patient[i] = patient[i] % 64 == 0 ? patient[i]
                                          : 1 + (int) (3 * i / n);
    audit_status status =
        audit_keep_relapses(patient, onset, end, n, &rule, counts);
    if (status.code != AUDIT_OK) {
        MUST(status.at < n);
    } else if (n > 0) {
        MUST(counts[0] == 1);
        take_out(patient, onset, counts, end, n, rule.quiet);
    }
    free(patient);
    free(onset);
    free(end);
    free(counts);
    return 0;
}
