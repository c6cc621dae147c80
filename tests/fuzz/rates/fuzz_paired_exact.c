/* audit_paired_limits() of any law */
#include "fuzz.h"

#include "rates/paired_exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { most = 10 };
    size_t n = size / 3 < most ? size / 3 : most;
    double events[most], log_times[most], total = 0, second = 0, at = -3;
    double workspace[most * 16 + 1], low = 1, high = 1;

    for (size_t i = 0; i < n; i++) {
        events[i] = 1 + data[3 * i] % 15;
        at += data[3 * i + 1] / 100.0;
        log_times[i] = at;
        total += events[i];
        second += data[3 * i + 2] % ((int) events[i] + 1);
    }
    audit_paired_law law = {n, events, log_times, total, second};
    MUST(audit_paired_workspace(&law) <= sizeof workspace / sizeof *workspace);
    audit_status status = audit_paired_limits(&law, 1, 0.95, AUDIT_TWO_SIDED,
                                              workspace, &low, &high);
    MUST(status.code == AUDIT_OK);
    MUST((low == 0) == (second == 0) && low <= high);
    MUST((high == INFINITY) == (second == total));
    audit_paired_tails tails = audit_tails_at(&law, 0, 0, workspace);
    MUST(fabs(tails.fewer + tails.equal + tails.more - 1) < 1e-12);
    return 0;
}
