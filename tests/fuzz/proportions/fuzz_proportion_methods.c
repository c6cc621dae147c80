/* audit_proportion_limits(), their p values and the odds from them */
#include "fuzz.h"

#include "proportions/odds.h"
#include "proportions/proportion_methods.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 15)
        return 0;
    audit_proportion_method method =
        (audit_proportion_method) (data[0] % AUDIT_N_PROPORTION_METHODS);
    audit_alternative side =
        (audit_alternative) (data[1] % AUDIT_N_ALTERNATIVES);
    uint32_t all, part, level;
    double low, high;

    memcpy(&all, data + 2, 4);
    memcpy(&part, data + 6, 4);
    memcpy(&level, data + 10, 4);
    all = (all >> data[14] % 32) + (all >> data[14] % 32 == 0);
    double n = all, x = all == UINT32_MAX ? part : part % (all + 1);
    double conf_level = (level % 99998 + 1) / 100000.0;

    MUST(audit_proportion_limits(method, x, n, conf_level, side, &low,
                                 &high).code == AUDIT_OK);
    MUST(0 <= low && low <= high && high <= 1);
    double p = audit_proportion_p(method, x, n, data[14] / 255.0, side);
    MUST(p >= 0 && p <= 1);
    MUST(audit_odds_limits(method, x, n, conf_level, side, &low,
                           &high).code == AUDIT_OK);
    MUST(0 <= low && low <= high * (1 + 1e-9));
    return 0;
}
