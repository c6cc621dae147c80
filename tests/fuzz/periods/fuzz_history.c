/* audit_next_course() of any history */
#include "fuzz_history.h"

#include "periods/history.h"

static audit_status make(const struct fuzz_history *x, const int *option,
                         audit_period *period)
{
    audit_status status = audit_check_history(&x->patients, &x->treatments);
    audit_rows rows = {0, 0};
    int grace = option[0] & 31;

    for (int p = 1; p <= N_PATIENTS && status.code == AUDIT_OK; p++) {
        audit_course course, last = {INT_MIN, INT_MIN, 0};

        rows = audit_rows_of(&x->treatments, rows.last, p);
        for (size_t row = rows.first;
             audit_next_course(&x->treatments, rows, &row, 1, grace,
                               x->to[p - 1], &course); last = course) {
            MUST(course.start >= last.start && row <= rows.last);
            MUST((long long) course.start - last.stop > grace);
        }
    }
    for (int p = 0; p < N_PATIENTS; p++)
        period->membership[p] = AUDIT_NO_DAYS;
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_period(data, size, make);
}
