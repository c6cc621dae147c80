/* Dates, months and times of any kind */
#include "fuzz.h"

#include "base/values.h"
#include "periods/days.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int x[4] = {0};
    double time = 0;

    if (size >= sizeof x + sizeof time) {
        memcpy(x, data, sizeof x);
        memcpy(&time, data + sizeof x, sizeof time);
    }
    int day = audit_day_of_date(x[0], x[1], x[2]);
    MUST(day == AUDIT_MISSING || (day >= -719162 && day <= 2932896));
    for (int clock = AUDIT_CALENDAR; clock <= AUDIT_NUMBERS; clock++) {
        int later = audit_add_months(x[0], x[3], (audit_clock) clock);
        if (later != AUDIT_MISSING)
            MUST(x[3] == 0 ? later == x[0]
                           : (x[3] > 0) == (later >= x[0]) || later == x[0]);
    }
    int whole;
    if (audit_whole_days(&time, 1, -1000, 1000, &whole).code == AUDIT_OK)
        MUST(whole == AUDIT_MISSING || (whole >= -1000 && whole <= 1000));
    return 0;
}
