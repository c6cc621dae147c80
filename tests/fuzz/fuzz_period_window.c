/* audit_period_window() of any history */
#include "fuzz_history.h"

#include "period_window.h"

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
    audit_window window = {1, option[0] % 40, option[1] % 80,
                           (audit_until) ((unsigned) option[2] % 3),
                           option[2] & 8 ? AUDIT_CALENDAR : AUDIT_NUMBERS};
    audit_status status = audit_period_window(
        &history.patients, &history.treatments, &window, period);
    if (status.code == AUDIT_OK)
        check_period(&history, &found);
    free_history(&history);
    free_period(&found);
    return 0;
}
