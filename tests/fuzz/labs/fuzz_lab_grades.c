/* audit_grade_labs() and the states of any values */
#include "fuzz.h"

#include "labs/lab_baselines.h"
#include "labs/lab_grades.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { bytes = 4 * sizeof(int32_t) + 4 * sizeof(double) };
    const int rule_test[] = {1, 1, 2, 2, 2}, term[] = {1, 1, 2, 2, 2};
    const int direction[] = {-1, -1, 1, 1, 1}, or_at[] = {0, 0, 0, 1, 0};
    const int rule_grade[] = {2, 1, 2, 1, 1};
    const int of[] = {AUDIT_OF_VALUE, AUDIT_OF_LLN, AUDIT_OF_ULN_OR_BASELINE,
                      AUDIT_OF_BASELINE, AUDIT_OF_ULN};
    const int kind[] = {AUDIT_ANY_BASELINE, AUDIT_ANY_BASELINE,
                        AUDIT_ANY_BASELINE, AUDIT_HIGH_BASELINE,
                        AUDIT_NOT_HIGH_BASELINE};
    const double factor[] = {0.8, 1, 1.5, 1.2, 1}, plus[] = {0, 0, 20, 0, 0};
    const int test_of[] = {1, 2, 0};
    const double factors[] = {1, 1, 1, 1e-3, NAN, 1};
    audit_lab_rules rules = {5, 2, rule_test, term, direction, or_at,
                             rule_grade, of, kind, factor, plus, NULL, NULL};
    size_t n = size / bytes, first[4];
    double *value = take(&data, n, sizeof *value);
    double *low = take(&data, n, sizeof *low);
    double *high = take(&data, n, sizeof *high);
    double *base = take(&data, n, sizeof *base);
    int *name = take(&data, n, sizeof *name);
    int *unit = take(&data, n, sizeof *unit);
    int *censored = take(&data, n, sizeof *censored);
    int *state = take(&data, n, sizeof *state);
    int *grade = calloc(n, sizeof *grade), *reason = calloc(n, sizeof *reason);
    int *rule = calloc(n, sizeof *rule);

    for (size_t i = 0; i < n; i++) {
        censored[i] = censored[i] % 3;
        state[i] &= 31;
    }
    audit_lab_values values = {n, 3, 2, {name, 1}, {unit, 1}, value, censored,
                               {low, 1}, {high, 1}, test_of, factors};
    audit_lab_baselines before = {base, state};
    audit_lab_graded graded = {.grade = grade, .reason = reason, .rule = rule};
    audit_lab_steps steps[8];
    audit_steps_table table = {steps, 8};
    MUST(audit_index_rules(&rules, first).code == AUDIT_OK);
    for (int known = 0; known < 2; known++) {
        audit_lab_judge judge = {&rules, first, known};
        audit_grade_labs(&values, known ? &before : NULL, &judge, &table,
                         &graded);
        for (size_t i = 0; i < n; i++) {
            int decided = reason[i] == AUDIT_GRADED ||
                          reason[i] == AUDIT_NO_BASELINE ||
                          reason[i] == AUDIT_CENSOR_DECIDES;
            MUST(decided == (grade[i] != AUDIT_MISSING));
            MUST(!decided || (grade[i] >= 0 && grade[i] <= 2));
            MUST((rule[i] != AUDIT_MISSING) == (grade[i] > 0));
            /* What steps say is what the rules do. */
            if (reason[i] < AUDIT_NO_RANGE && reason[i] != AUDIT_GRADED)
                continue;
            audit_lab_verdict found = audit_judge_lab(
                &judge, audit_lab_at(&values, i), known ? base[i] : NAN,
                known ? state[i] : 0);
            MUST(audit_lab_grade(&found) == grade[i]);
            MUST(found.least <= found.most);
            MUST(found.reason == reason[i]);
            MUST(found.rule == rule[i]);
        }
    }
    for (size_t i = 0; i < n; i++) {
        int both_low = AUDIT_LOW | AUDIT_NOT_LOW;
        int both_high = AUDIT_HIGH | AUDIT_NOT_HIGH;
        int found = audit_range_state(audit_lab_at(&values, i));
        MUST((found & both_low) != both_low);
        MUST((found & both_high) != both_high);
    }
    free(value);
    free(low);
    free(high);
    free(base);
    free(name);
    free(unit);
    free(censored);
    free(state);
    free(grade);
    free(reason);
    free(rule);
    return 0;
}
