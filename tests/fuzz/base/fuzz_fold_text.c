/* Text of any bytes: within its room, and the same when it is done again */
#include "fuzz.h"

#include "base/fold_text.h"

static char *folded(const char *text, size_t n, audit_folding how, size_t *size)
{
    uint32_t *workspace = calloc(audit_fold_workspace(n) + 1, sizeof *workspace);
    char *out = calloc(audit_fold_room(n) + 1, 1);

    MUST(workspace && out);
    *size = audit_fold_text(text, n, how, workspace, out);
    MUST(*size <= audit_fold_room(n));
    free(workspace);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = take(&data, size, 1);

    for (int how = AUDIT_TIDY; how <= AUDIT_FOLD; how++) {
        size_t n, n_again;
        char *once = folded(text, size, (audit_folding) how, &n);
        char *again = folded(once, n, (audit_folding) how, &n_again);
        MUST(n == n_again && memcmp(once, again, n) == 0);
        free(once);
        free(again);
    }
    free(text);
    return 0;
}
