/* audit_find_first_events() of any events */
#include "fuzz.h"

#include "first_events.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (2 * sizeof(int32_t));
    const int period[] = {1, 1, 1, 2}, who[] = {1, 1, 2, 1};
    const int first[] = {0, 50, 0, 0}, last[] = {20, 90, 90, 1000};
    const int days[] = {20, 40, 90, 1000}, cell[] = {0, 0, 1, 2};
    audit_windows windows = {4, period, who, first, last, days, cell};
    int *patient = take(&data, n, sizeof *patient);
    int *day = take(&data, n, sizeof *day);
    int events[3], time[3], before[3];
    audit_first_events found = {events, time, before};

    for (size_t i = 0; i < n; i++) {
        patient[i] = patient[i] % 64 == 0 ? patient[i] : 1 + (int) (2 * i / n);
        day[i] = day[i] % 64 == 0 ? day[i] : (int) i % 100;
    }
    audit_status status =
        audit_find_first_events(patient, day, n, &windows, &found, 3);
    if (status.code != AUDIT_OK)
        MUST(status.at < n);
    else
        for (int c = 0; c < 3; c++) {
            MUST(events[c] >= 0 && (size_t) events[c] <= n);
            MUST(time[c] >= 0 && time[c] <= 1000);
        }
    free(patient);
    free(day);
    return 0;
}
