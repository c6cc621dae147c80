/* audit_ci_proportion() of any counts */
#include "fuzz.h"

#include "proportions/ci_proportion.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (2 * sizeof(int32_t));
    double *x = take_counts(&data, n), *n_of = take_counts(&data, n);
    double *room = calloc(4 * n, sizeof *room);
    audit_question question = {0.9, AUDIT_TWO_SIDED, 0.3};
    audit_answer answer = {room, room + n, room + 2 * n, room + 3 * n};

    audit_status status =
        audit_ci_proportion(x, n_of, n, AUDIT_PROPORTION_CLOPPER_PEARSON,
                            &question, &answer);
    if (status.code != AUDIT_OK)
        MUST(status.at < n);
    else
        for (size_t i = 0; i < n; i++)
            if (!isnan(x[i]) && n_of[i] > 0) {
                MUST(0 <= answer.low[i] && answer.low[i] <= answer.estimate[i]);
                MUST(answer.estimate[i] <= answer.high[i]);
                MUST(answer.high[i] <= 1 && answer.p[i] >= 0);
            }
    free(x);
    free(n_of);
    free(room);
    return 0;
}
