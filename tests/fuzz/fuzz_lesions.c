/* Scans of any kind placed in periods */
#include "fuzz.h"

#include "lesions.h"
#include "values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (3 * sizeof(int32_t));
    const int who[] = {1, 1};
    const int start[] = {0, 300}, stop[] = {200, 400};
    audit_period_ranges period = {2, who, start, stop};
    audit_slack slack = {60, 60};
    int *x[3], *room[3];

    for (int i = 0; i < 3; i++) {
        x[i] = take(&data, n, sizeof(int));
        room[i] = calloc(n, sizeof(int));
    }
    for (size_t i = 0; i < n; i++) {
        int wild = x[0][i] % 64 == 0;
        x[0][i] = wild ? x[0][i] : 1;
        x[2][i] = wild ? x[2][i] : (int) (1000 * i / n);
        x[1][i] = wild ? x[1][i] : x[2][i] - 1 - (x[1][i] & 511);
    }
    audit_scans scans = {n, x[0], x[1], x[2]};
    audit_status status = audit_fit_intervals(&scans, &period, slack, room[0],
                                              room[1], room[2]);
    if (status.code != AUDIT_OK) {
        MUST(status.at < n);
    } else {
        for (size_t i = 0; i < n; i++) {
            MUST(room[0][i] >= AUDIT_APART && room[0][i] <= AUDIT_FITS);
            MUST((room[1][i] > 0) == (room[0][i] != AUDIT_APART));
            MUST((room[2][i] == AUDIT_MISSING) == (room[1][i] == 0));
        }
        MUST(audit_fit_scans(&scans, &period, slack, room[0],
                             room[1]).code == AUDIT_OK);
        for (size_t i = 0; i < n; i++)
            MUST(room[0][i] == AUDIT_MISSING ||
                 (room[0][i] >= 0 && room[0][i] <= slack.after));
    }
    for (int i = 0; i < 3; i++) {
        free(x[i]);
        free(room[i]);
    }
    return 0;
}
