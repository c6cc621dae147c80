/* Onsets of rules of several tests in any samples */
#include "fuzz.h"

#include "labs/lab_composites.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { n_patients = 3 };
    const int first[] = {20, AUDIT_MISSING, 40}, last[] = {50, 90, 60};
    const int until[] = {90, 90, 70}, unit = 1, test_of[] = {1, 2, 0};
    const int part[] = {1, 1, 2}, rule_test[] = {1, 2, 2};
    const int direction[] = {-1, 1, 1}, or_at[] = {0, 1, 0};
    const int of[] = {AUDIT_OF_LLN, AUDIT_OF_VALUE, AUDIT_OF_BASELINE};
    const int accept[] = {AUDIT_HOLDS, AUDIT_HOLDS_NOT | AUDIT_NOT_KNOWN,
                          AUDIT_HOLDS};
    const int persist[] = {10, 10, 0};
    const double factor[] = {1, 3, 1.5}, factors[] = {1, 1, 1}, low = 2;
    audit_lab_conditions rule = {3, part, rule_test, direction, or_at, of,
                                 accept, persist, factor};
    size_t n = size / (2 * sizeof(int32_t) + 2 * sizeof(double));
    double *value = take(&data, n, sizeof *value);
    double *base = take(&data, n, sizeof *base);
    int *name = take(&data, n, sizeof *name);
    int *censored = take(&data, n, sizeof *censored);
    int *patient = calloc(n, sizeof *patient), *day = calloc(n, sizeof *day);
    int *sample = calloc(n, sizeof *sample), room[14][n_patients];

    for (size_t i = 0; i < n; i++) {
        patient[i] = 1 + (int) (n_patients * i / n);
        day[i] = (int) (n_patients * i % n * 120 / n);
        if (i > 0 && patient[i] == patient[i - 1] && day[i] < day[i - 1])
            day[i] = day[i - 1];
        name[i] &= 3;
        censored[i] %= 3;
    }
    audit_lab_values values = {n, 3, 1, {name, 1}, {&unit, 0}, value, censored,
                               {&low, 0}, {NULL, 0}, test_of, factors};
    audit_lab_baselines before = {base, sample};
    audit_lab_samples samples = {patient, day, sample, &values, &before};
    audit_lab_onsets found = {room[0], room[4], room[5], room[6], room[7],
                              room[8], room[1], room[2], room[3], room[9],
                              room[10], room[11], room[12], room[13]};
    for (int k = 1; k < 3; k++) {
        audit_find_onsets(&samples, &rule, first, last, until, n_patients, k,
                          &found);
        for (int p = 0; p < n_patients; p++) {
            MUST(room[1][p] == AUDIT_MISSING ||
                 (room[1][p] >= first[p] && room[1][p] <= last[p]));
            MUST(room[2][p] >= room[1][p]);
            MUST(room[3][p] == AUDIT_MISSING || room[3][p] > room[1][p]);
            MUST(room[5][p] <= room[6][p]);
            MUST((room[6][p] > 0) == (room[10][p] != AUDIT_MISSING));
            MUST(room[1][p] == AUDIT_MISSING || room[10][p] <= room[1][p]);
            MUST(room[10][p] <= room[11][p]);
            MUST(room[13][p] == AUDIT_MISSING ||
                 (room[12][p] != AUDIT_MISSING && room[12][p] <= room[13][p]));
        }
    }
    free(value);
    free(base);
    free(name);
    free(censored);
    free(patient);
    free(day);
    free(sample);
    return 0;
}
