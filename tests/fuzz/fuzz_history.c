/* audit_next_course() of any history */
#include "fuzz_history.h"

#include "history.h"

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
    audit_period *period = room_for(&found, 0);
    audit_status status =
        audit_check_history(&history.patients, &history.treatments);

    for (int p = 1; p <= N_PATIENTS && status.code == AUDIT_OK; p++) {
        static size_t first;
        first = p == 1 ? 0 : first;
        audit_rows rows = audit_rows_of(&history.treatments, first, p);
        audit_course course, last = {INT_MIN, INT_MIN, 0};
        size_t row = rows.first;

        while (audit_next_course(&history.treatments, rows, &row, 1,
                                 option[0] & 31, history.to[p - 1], &course)) {
            MUST(course.start >= last.start && row <= rows.last);
            MUST((long long) course.start - last.stop > (option[0] & 31));
            last = course;
        }
        first = rows.last;
    }
    for (int p = 0; p < N_PATIENTS; p++)
        found.membership[p] = period->notes[p] = AUDIT_NO_DAYS;
    if (status.code == AUDIT_OK)
        check_period(&history, &found);
    free_history(&history);
    free_period(&found);
    return 0;
}
