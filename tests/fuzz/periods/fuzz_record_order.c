/* audit_record_order() of any records */
#include "fuzz.h"

#include "base/values.h"
#include "periods/record_order.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { n_patients = 5 };
    size_t n = size / (2 * sizeof(int32_t));
    int *patient = take(&data, n, sizeof *patient);
    int *day = take(&data, n, sizeof *day);
    int *order = calloc(n, sizeof *order), sorted;
    int *workspace = calloc(audit_record_order_workspace(n, n_patients),
                            sizeof *workspace);

    for (size_t i = 0; i < n; i++) {
        patient[i] = patient[i] % 256 == 0 ? patient[i]
                                           : 1 + (patient[i] & 3);
        day[i] = day[i] % 64 == 0 ? day[i] : day[i] % 100;
    }
    audit_status status = audit_record_order(patient, day, n, n_patients,
                                             workspace, order, &sorted);
    if (status.code != AUDIT_OK)
        MUST(status.at < n);
    else
        for (size_t i = 1; i < n; i++) {
            int a = sorted ? (int) i - 1 : order[i - 1];
            int b = sorted ? (int) i : order[i];
            MUST(patient[a] < patient[b] ||
                 (patient[a] == patient[b] &&
                  (day[a] < day[b] || (day[a] == day[b] && a < b))));
        }
    MUST(audit_tied_records(patient, day, n, order) <= n);
    free(patient);
    free(day);
    free(order);
    free(workspace);
    return 0;
}
