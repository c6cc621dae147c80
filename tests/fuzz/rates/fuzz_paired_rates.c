/* audit_compare_pairs() of any patients, and the exact law behind it */
#include "fuzz.h"

#include "rates/paired_rates.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { most = 12 };
    size_t n = size / 4 < most ? size / 4 : most;
    double x[4][most], time = 0.1;
    double workspace[4 * most + 4 * most * 20 + 2];
    audit_question question = {0.95, AUDIT_TWO_SIDED, 1};
    audit_paired_rate_method method =
        (audit_paired_rate_method) (size % AUDIT_N_PAIRED_RATE_METHODS);
    audit_paired_rates rates;

    for (size_t i = 0; i < n; i++) {
        x[0][i] = data[4 * i] % 20;
        x[2][i] = data[4 * i + 1] % 20;
        x[1][i] = 1 + data[4 * i + 2] % 3;
        time += data[4 * i + 3];
        x[3][i] = x[1][i] * time;
        if (data[4 * i + 2] == 255)
            x[0][i] = data[4 * i + 3] % 2 ? NAN : -1;
    }
    audit_pairs pairs = {n, x[0], x[1], x[2], x[3]};
    MUST(audit_pairs_workspace(&pairs) <= sizeof workspace / sizeof *workspace);
    audit_status status =
        audit_compare_pairs(&pairs, method, size / 8 % 2, &question,
                            workspace, &rates);
    if (status.code != AUDIT_OK) {
        MUST(status.code == AUDIT_NOT_SORTED || status.code == AUDIT_BAD_COUNT);
        return 0;
    }
    MUST(rates.low <= rates.high);
    if (method == AUDIT_PAIRED_DIFFERENCE) {
        MUST(isnan(rates.exact_low) && isnan(rates.p_exact));
        /* An interval of no length would claim to know. */
        MUST(rates.low < rates.high);
    } else if (method == AUDIT_PAIRED_CR2_ALONE) {
        MUST(isnan(rates.p_sign_flip) == !isnan(rates.std_error));
    } else {
        MUST(rates.low >= 0);
        MUST(rates.exact_low >= 0 && rates.exact_low <= rates.exact_high);
    }
    MUST(rates.p >= 0 && rates.p <= 1);
    MUST(isnan(rates.p_sign_flip) ? method == AUDIT_PAIRED_CR2_ALONE
                                  : rates.p_sign_flip > 0 &&
                                        rates.p_sign_flip <= 1);
    /* The scaled interval is about the ratio of the pooled rates. */
    MUST(method == AUDIT_PAIRED_SCALED_EXACT || isnan(rates.estimate) ||
         rates.low <= rates.estimate * (1 + 1e-9));
    return 0;
}
