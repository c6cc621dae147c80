/* audit_signed_rank_test() of any differences */
#include "fuzz.h"

#include "ranks/signed_rank.h"

static int compare(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { most = 30 };
    if (size < 3)
        return 0;
    size_t n = (size - 3) / 2 < most ? (size - 3) / 2 : most;
    audit_zeros zeros = (audit_zeros) (data[0] & 1);
    audit_question question = {
        (data[2] + 1) / 258.0,
        (audit_alternative) (data[1] % AUDIT_N_ALTERNATIVES), 0};
    double x[most];
    audit_signed_rank test;

    for (size_t i = 0; i < n; i++) {
        int16_t value;
        memcpy(&value, data + 3 + 2 * i, 2);
        /* Ties and zeros, or numbers of any size. */
        x[i] = data[0] & 2 ? value % 5 : ldexp(value, value % 60);
    }
    qsort(x, n, sizeof *x, compare);
    double *workspace = calloc(audit_signed_rank_workspace(n),
                               sizeof *workspace);
    MUST(audit_signed_rank_test(x, n, zeros, !(data[0] & 4), &question,
                                workspace, &test).code == AUDIT_OK);
    MUST(test.low <= test.high);
    MUST(test.p > 0 && test.p <= 1);
    MUST(test.n_zero <= test.n);
    MUST(isnan(test.estimate) ||
         (test.estimate >= x[0] && test.estimate <= x[n - 1]));
    free(workspace);
    return 0;
}
