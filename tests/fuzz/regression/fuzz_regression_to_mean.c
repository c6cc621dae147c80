/* audit_regression_to_mean() of any patients */
#include "fuzz.h"

#include "regression/regression_to_mean.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { most = 16 };
    size_t n = size / 2 < most ? size / 2 : most;
    double events[most], time[most];
    audit_selection x = {n, 0, events, time, size % 2};
    audit_rtm found;

    for (size_t i = 0; i < n; i++) {
        uint8_t y = data[2 * i] < 220 ? data[2 * i] % 6 : data[2 * i];
        events[i] = y == 0 && x.is_truncated ? 1 : y;
        time[i] = (1 + data[2 * i + 1] % 64) / 60.0;
        if (data[2 * i + 1] == 255)
            events[i] = NAN;
        if (data[2 * i + 1] == 254)
            time[i] = 0;
        x.most = y > x.most ? y : x.most;
    }
    if (x.most == 0)
        x.most = 1;
    double *workspace = calloc(audit_rtm_workspace(&x), sizeof *workspace);
    MUST(workspace);
    audit_status status = audit_regression_to_mean(&x, 0.95, workspace, &found);
    if (status.code == AUDIT_OK) {
        MUST(found.low >= 0 && found.low <= found.high && found.high <= 1);
        MUST(found.low < found.high || found.ratio > 0.99);
        MUST(isnan(found.ratio) == (found.notes == AUDIT_RTM_NO_EVENTS));
        MUST(isnan(found.ratio) || (found.low <= found.ratio + 1e-9 &&
                                    found.ratio <= found.high + 1e-9));
        MUST(isnan(found.mean) || (found.mean >= 0 && isfinite(found.mean)));
    } else {
        MUST(status.code == AUDIT_BAD_COUNT || status.code == AUDIT_BAD_TIME);
    }
    free(workspace);
    return 0;
}
