/* audit_compare_rates() of any counts and years, by each method */
#include "fuzz.h"

#include "rates/two_rates.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    audit_two_rates_method method =
        (audit_two_rates_method) (data[0] % AUDIT_N_TWO_RATES_METHODS);
    int is_ratio = method <= AUDIT_RATIO_WALD_LOG;
    audit_question question = {
        level_of(data[0] / 16), (audit_alternative) (data[1] % AUDIT_N_ALTERNATIVES), is_ratio};
    size_t n = (size - 2) / (4 * sizeof(int32_t));
    double *x[4], *room = calloc(6 * n, sizeof *room);

    data += 2;
    for (int i = 0; i < 4; i++)
        x[i] = take_counts(&data, n);
    /* Years of a life or two, in quarters; some none, some negative. */
    for (size_t i = 0; i < n; i++)
        for (int j = 1; j < 4; j += 2)
            x[j][i] = fmod(x[j][i], 1000) / 4;
    audit_two_rates pairs = {n, x[0], x[1], x[2], x[3]};
    audit_answer answer = {room, room + n, room + 2 * n, room + 3 * n};
    audit_status status = audit_compare_rates(&pairs, method, &question,
                                              &answer, room + 4 * n,
                                              room + 5 * n);
    if (status.code != AUDIT_OK)
        MUST(status.at < n && status.code != AUDIT_NO_ROOT);
    else
        for (size_t i = 0; i < n; i++) {
            if (isnan(answer.low[i]))
                continue;
            MUST(answer.low[i] <= answer.high[i]);
            MUST(!is_ratio || answer.low[i] >= 0);
            MUST(answer.p[i] >= 0 && answer.p[i] <= 1);
            MUST(room[4 * n + i] >= 0 && room[5 * n + i] <= 1);
        }
    for (int i = 0; i < 4; i++)
        free(x[i]);
    free(room);
    return 0;
}
