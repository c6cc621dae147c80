/* audit_rare_limits() and audit_rare_p() of any law of counts */
#include "fuzz.h"

#include "distributions/minlike_blaker.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 7)
        return 0;
    uint16_t all, part;
    double low, high;

    memcpy(&all, data, 2);
    memcpy(&part, data + 2, 2);
    int is_poisson = data[4] & 1;
    audit_rarity rarity = (audit_rarity) (data[4] >> 1 & 1);
    audit_count_law law = {is_poisson ? INFINITY : all + 1.0,
                           is_poisson ? part : part % (all + 2)};
    double alpha = (data[5] + 1) / 300.0;

    MUST(audit_rare_limits(&law, rarity, alpha, &low, &high).code == AUDIT_OK);
    MUST(low <= high);
    double p = audit_rare_p(&law, rarity, (data[6] - 128) / 12.0);
    MUST(p >= 0 && p <= 1);
    /* Far outside nothing is left, near the middle all is. */
    if (isfinite(low))
        MUST(audit_rare_p(&law, rarity, low - 20) <= alpha);
    return 0;
}
