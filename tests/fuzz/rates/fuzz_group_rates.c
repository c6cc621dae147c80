/* audit_compare_groups(), audit_reduced_errors() and audit_welch_statistic() of any
   patients */
#include "fuzz.h"

#include "rates/group_rates.h"
#include "rates/patient_rates.h"
#include "rates/reduced_error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { most = 20 };
    size_t n = size / 3 < most ? size / 3 : most, n1 = 0;
    double events[most], time[most], workspace[8], of[7][2];
    double reduced[2], freedom[2];
    int group[most], order[most];
    audit_reduced_sums sums[2];
    audit_patient_rates rates = {of[0], of[1], of[2], of[3],
                                 of[4], of[5], of[6]};

    for (size_t i = 0; i < n; i++) {
        time[i] = data[3 * i + 1] / 50.0;
        events[i] = time[i] > 0 ? data[3 * i] % 8 : 0;
        group[i] = 1 + data[3 * i + 2] % 2;
        n1 += group[i] == 1;
        order[i] = (int) i;
    }
    MUST(audit_rates_of_patients(events, time, group, n, 2, workspace,
                                 &rates).code == AUDIT_OK);
    audit_reduced_errors(events, time, group, n, 2, of[3], of[4], sums, reduced,
                         freedom);
    audit_group x[2];
    for (int k = 0; k < 8; k++) {
        for (int g = 0; g < 2; g++) {
            MUST(isnan(reduced[g]) ||
                 (reduced[g] >= 0 && freedom[g] >= 1 &&
                  freedom[g] <= of[0][g] - 1));
            x[g] = (audit_group) {of[0][g], of[3][g], of[4][g], of[5][g],
                                  k < 4 ? of[6][g] : reduced[g],
                                  k < 4 ? of[0][g] - 1 : freedom[g]};
        }
        audit_rates_measure measure = (audit_rates_measure) (k % 2);
        audit_question question = {0.95, AUDIT_TWO_SIDED, k % 2 == 0};
        audit_group_comparison found;

        MUST(audit_compare_groups(&x[0], &x[1], measure,
                                  (audit_group_method) (k / 2 % 2), &question,
                                  &found).code == AUDIT_OK);
        MUST(found.interval.low <= found.interval.high);
        MUST(found.interval.p >= 0 && found.interval.p <= 1);
    }
    double t = audit_welch_statistic(events, time, order, n, n1,
                                     AUDIT_RATES_RATIO);
    MUST(isnan(t) || isfinite(t));
    return 0;
}
