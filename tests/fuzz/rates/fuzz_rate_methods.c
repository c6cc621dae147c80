/* audit_rate_limits() and audit_rate_p() of any count, level and side */
#include "fuzz.h"

#include "rates/rate_methods.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 11)
        return 0;
    audit_rate_method method =
        (audit_rate_method) (data[0] % AUDIT_N_RATE_METHODS);
    audit_alternative side =
        (audit_alternative) (data[1] % AUDIT_N_ALTERNATIVES);
    uint32_t count, level, mean;
    double low, high;

    memcpy(&count, data + 2, 4);
    memcpy(&level, data + 6, 4);
    mean = data[10];
    double x = count >> data[10] % 32;
    double conf_level = (level % 99998 + 1) / 100000.0;
    audit_status status =
        audit_rate_limits(method, x, conf_level, side, &low, &high);

    MUST(status.code == AUDIT_OK);
    MUST(0 <= low && low <= high);
    /* One side of a low level may leave the count on its other side. */
    if (conf_level >= 0.8 && method != AUDIT_RATE_SCAS &&
        method != AUDIT_RATE_BYAR && method != AUDIT_RATE_ROTHMAN &&
        method != AUDIT_RATE_JEFFREYS)
        MUST(low <= x * (1 + 1e-9) && x <= high * (1 + 1e-9));
    double p = audit_rate_p(method, x, mean / 8.0 * (x + 1), side);
    MUST(p >= 0 && p <= 1);
    return 0;
}
