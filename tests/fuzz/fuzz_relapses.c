/* audit_keep_relapses() of any onsets */
#include "fuzz.h"

#include "relapses.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (2 * sizeof(int32_t));
    int *patient = take(&data, n, sizeof *patient);
    int *onset = take(&data, n, sizeof *onset);
    int *counts = calloc(n, sizeof *counts);

    for (size_t i = 0; i < n; i++)
        patient[i] = patient[i] % 64 == 0 ? patient[i]
                                          : 1 + (int) (3 * i / n);
    audit_status status = audit_keep_relapses(patient, onset, n, 30, counts);
    if (status.code != AUDIT_OK)
        MUST(status.at < n);
    else if (n > 0)
        MUST(counts[0] == 1);
    free(patient);
    free(onset);
    free(counts);
    return 0;
}
