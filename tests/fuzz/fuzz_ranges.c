/* audit_add_range() of any days */
#include "fuzz_history.h"

#include "ranges.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_history history;
    struct fuzz_period found;
    int option[3] = {0};

    if (size >= sizeof option) {
        memcpy(option, data, sizeof option);
        data += sizeof option;
        size -= sizeof option;
    }
    take_history(&data, &size, &history);
    audit_period *period = room_for(&found, N_PATIENTS);
    audit_status status = audit_ok();

    for (int p = 0; p < N_PATIENTS; p++)
        found.membership[p] =
            audit_add_range(&period->ranges, &history.patients, p + 1,
                            option[0], (long long) option[0] + option[1],
                            option[2] & 1) ? AUDIT_IN_PERIOD : AUDIT_NO_DAYS;
    if (status.code == AUDIT_OK)
        check_period(&history, &found);
    free_history(&history);
    free_period(&found);
    return 0;
}
