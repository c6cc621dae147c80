/* audit_follow_up() of any days */
#include "fuzz.h"

#include "base/values.h"
#include "periods/follow_up.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (2 * sizeof(int32_t));
    int *end = take(&data, n, sizeof *end);
    int *death = take(&data, n, sizeof *death);
    int *to = calloc(n, sizeof *to), *by = calloc(n, sizeof *by);
    int lock = n % 2 ? AUDIT_MISSING : 1000;

    audit_follow_up(end, death, lock, n, to, by);
    for (size_t i = 0; i < n; i++) {
        MUST((to[i] == AUDIT_MISSING) == (by[i] == AUDIT_NOT_ENDED));
        MUST(to[i] == AUDIT_MISSING || lock == AUDIT_MISSING || to[i] <= lock);
        MUST(death[i] == AUDIT_MISSING || to[i] <= death[i]);
    }
    free(end);
    free(death);
    free(to);
    free(by);
    return 0;
}
