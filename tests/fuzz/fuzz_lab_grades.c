/* audit_grade_labs() and states of any values */
#include "fuzz.h"

#include "lab_grades.h"
#include "values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { bytes = 2 * sizeof(int32_t) + 3 * sizeof(double) };
    const int rule_test[] = {1, 1, 2}, direction[] = {-1, -1, 1};
    const int rule_grade[] = {2, 1, 1};
    const int of[] = {AUDIT_OF_VALUE, AUDIT_OF_LLN, AUDIT_OF_ULN};
    const double factor[] = {0.8, 1, 1.5};
    audit_lab_rules rules = {3, rule_test, direction, rule_grade, of, factor};
    size_t n = size / bytes;
    double *value = take(&data, n, sizeof *value);
    double *low = take(&data, n, sizeof *low);
    double *high = take(&data, n, sizeof *high);
    int *test = take(&data, n, sizeof *test);
    int *censored = take(&data, n, sizeof *censored);
    int *grade = calloc(n, sizeof *grade), *reason = calloc(n, sizeof *reason);

    for (size_t i = 0; i < n; i++) {
        test[i] &= 3;
        censored[i] = censored[i] % 3;
    }
    audit_lab_values values = {n, test, censored, value, low, high};
    MUST(audit_grade_labs(&values, &rules, grade, reason).code == AUDIT_OK);
    for (size_t i = 0; i < n; i++) {
        int decided = reason[i] == AUDIT_GRADED ||
                      reason[i] == AUDIT_CENSOR_DECIDES;
        MUST(decided == (grade[i] != AUDIT_MISSING));
        MUST(!decided || (grade[i] >= 0 && grade[i] <= 2));
    }
    audit_lab_states(&values, grade);
    for (size_t i = 0; i < n; i++) {
        int both_low = AUDIT_LOW | AUDIT_NOT_LOW;
        int both_high = AUDIT_HIGH | AUDIT_NOT_HIGH;
        MUST((grade[i] & both_low) != both_low);
        MUST((grade[i] & both_high) != both_high);
    }
    free(value);
    free(low);
    free(high);
    free(test);
    free(censored);
    free(grade);
    free(reason);
    return 0;
}
