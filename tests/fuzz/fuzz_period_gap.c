/* audit_period_gap() of any history */
#include "fuzz_history.h"

#include "period_gap.h"

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
    audit_status status = audit_period_gap(
        &history.patients, &history.treatments, option[0] & 3, option[1] & 3,
        period);
    if (status.code == AUDIT_OK)
        check_period(&history, &found);
    free_history(&history);
    free_period(&found);
    return 0;
}
