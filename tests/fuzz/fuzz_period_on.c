/* audit_period_on() of any history */
#include "fuzz_history.h"

#include "period_on.h"

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
    audit_period *period = room_for(&found, history.treatments.n);
    audit_status status = audit_period_on(
        &history.patients, &history.treatments, 1, option[0] & 63,
        option[1] & 127, period);
    if (status.code == AUDIT_OK)
        check_period(&history, &found);
    free_history(&history);
    free_period(&found);
    return 0;
}
