/* audit_compare_proportions() of any tables, by each method */
#include "fuzz.h"

#include "proportions/boschloo.h"
#include "proportions/two_proportions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    audit_two_proportions_method method = (audit_two_proportions_method)
        (data[0] % AUDIT_N_TWO_PROPORTIONS_METHODS);
    audit_alternative side =
        (audit_alternative) (data[1] % AUDIT_N_ALTERNATIVES);
    size_t n = (size - 2) / 8 < 8 ? (size - 2) / 8 : 8;
    double x[4][8], room[64], workspace[AUDIT_BOSCHLOO_WORKSPACE];

    for (size_t i = 0; i < n; i++)
        for (int j = 0; j < 4; j++) {
            uint16_t count;
            memcpy(&count, data + 2 + 8 * i + 2 * (size_t) j, 2);
            /* Small tables, for which all is computed, and large ones. */
            x[j][i] = data[1] & 128 ? count : count % 40;
        }
    audit_two_proportions pairs = {n, x[0], x[1], x[2], x[3]};
    audit_two_proportions_answer answer = {
        room, room + n, room + 2 * n, room + 3 * n, room + 4 * n,
        room + 5 * n, room + 6 * n, room + 7 * n};
    audit_status status = audit_compare_proportions(
        &pairs, method, level_of(data[0] / 16), side, workspace, &answer);
    if (status.code != AUDIT_OK) {
        MUST(status.at < n && status.code == AUDIT_BAD_COUNT);
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        MUST(answer.low[i] <= answer.high[i]);
        for (size_t k = 3; k < 7; k++)
            MUST(room[k * n + i] >= 0 && room[k * n + i] <= 1);
        MUST(isnan(answer.p_boschloo[i]) ||
             (answer.p_boschloo[i] >= 0 && answer.p_boschloo[i] <= 1));
    }
    return 0;
}
