/* audit_drug_on_day() of any courses, in order of patient or not */
#include "fuzz.h"

#include "periods/drug_on_day.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / 28;
    int *x[7], *drug = calloc(n, sizeof *drug);

    for (int i = 0; i < 7; i++)
        x[i] = take(&data, n, sizeof *x[i]);
    for (size_t i = 0; i < n; i++) {
        x[0][i] = 1 + (int) (i / 3);
        x[1][i] = 1 + (x[1][i] & 7);
        x[4][i] = x[4][i] & 15;
    }
    audit_treatments courses = {n, x[0], x[1], x[2], x[3]};
    audit_drug_on_day(&courses, x[4], x[5], x[6], n, drug);
    for (size_t i = 0; i < n; i++)
        MUST(drug[i] >= 0 && drug[i] <= 8);
    for (int i = 0; i < 7; i++)
        free(x[i]);
    free(drug);
    return 0;
}
