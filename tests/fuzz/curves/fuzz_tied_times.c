/* audit_tie_times() of arbitrary times within an arbitrary tolerance */
#include "fuzz.h"

#include "curves/tied_times.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    double within = 0;
    size_t different, n;

    if (size >= sizeof within) {
        memcpy(&within, data, sizeof within);
        data += sizeof within;
        size -= sizeof within;
    }
    n = size / (sizeof(double) + sizeof(int));
    double *time = take(&data, n, sizeof *time);
    int *asked = take(&data, n, sizeof *asked);
    double *one = calloc(n, sizeof *one);
    audit_status status = audit_tie_times(time, asked, n, within, one,
                                          &different);

    MUST(status.code == AUDIT_OK || status.at < n);
    for (size_t i = 0; status.code == AUDIT_OK && i < n; i++) {
        MUST(i == 0 || one[i] >= one[i - 1]);
        MUST(different <= n && different > 0);
    }
    free(time);
    free(asked);
    free(one);
    return 0;
}
