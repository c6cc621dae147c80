/* audit_period_given() of any ranges */
#include "fuzz.h"

#include "base/values.h"
#include "periods/period_given.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { n_patients = 3 };
    const int from[] = {0, AUDIT_MISSING, 500}, to[] = {900, 800, 100};
    audit_patients patients = {n_patients, from, to};
    size_t n = size / (3 * sizeof(int32_t));
    int *patient = take(&data, n, sizeof *patient);
    int *start = take(&data, n, sizeof *start);
    int *stop = take(&data, n, sizeof *stop);
    int *column[6], membership[n_patients], notes[n_patients];

    for (size_t i = 0; i < n; i++)
        patient[i] = patient[i] % 64 == 0 ? patient[i]
                                          : 1 + (int) (i * n_patients / n);
    for (int i = 0; i < 6; i++)
        column[i] = calloc(n, sizeof(int));
    audit_period period = {{0, column[0], column[1], column[2], column[3],
                            column[4], column[5]}, membership, notes};
    audit_status status =
        audit_period_given(&patients, patient, start, stop, n, &period);
    if (status.code != AUDIT_OK)
        MUST(status.at < n);
    MUST(period.ranges.n <= n);
    for (int i = 0; i < 6; i++)
        free(column[i]);
    free(patient);
    free(start);
    free(stop);
    return 0;
}
