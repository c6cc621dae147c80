/* Worst grades, landmarks and onsets of any tests */
#include "fuzz.h"

#include "lab_findings.h"
#include "lab_grades.h"
#include "values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { n_patients = 3 };
    const int period[] = {1, 1, 2}, who[] = {1, 2, 1}, cell[] = {0, 1, 2};
    const int start[] = {0, 0, 50}, stop[] = {60, 100, 100};
    const int target[] = {30, AUDIT_MISSING, 50}, first[] = {20, 0, 40};
    const int last[] = {50, 90, 60}, until[] = {90, 90, 90};
    const int rule_test[] = {1, 2};
    const int rule_state[] = {AUDIT_LOW, AUDIT_NOT_HIGH};
    audit_times times = {3, period, who, start, stop};
    audit_lab_conditions rule = {2, rule_test, rule_state};
    size_t n = size / (3 * sizeof(int32_t));
    int *day = take(&data, n, sizeof *day);
    int *grade = take(&data, n, sizeof *grade);
    int *test = take(&data, n, sizeof *test);
    int *patient = calloc(n, sizeof *patient);
    int *sample = calloc(n, sizeof *sample);
    int room[4][n_patients];

    for (size_t i = 0; i < n; i++) {
        patient[i] = 1 + (int) (n_patients * i / n);
        sample[i] = day[i] & 1;
        day[i] = (int) (i * 3 % 100);
        grade[i] = grade[i] % 5 == 0 ? AUDIT_MISSING : grade[i] & 3;
        test[i] = test[i] & 3;
    }
    audit_graded tests = {n, patient, day, grade};
    audit_worst_grades(&tests, &times, cell, room[0], room[1], room[2], 3);
    for (int c = 0; c < 3; c++)
        MUST((room[0][c] > 0) == (room[2][c] != AUDIT_MISSING));
    audit_landmark_grades(&tests, target, first, last, n_patients, room[0],
                          room[1]);
    for (int p = 0; p < n_patients; p++)
        MUST(room[1][p] == AUDIT_MISSING ||
             (room[1][p] >= first[p] && room[1][p] <= last[p]));
    for (size_t i = 0; i < n; i++)
        grade[i] &= 15;
    audit_lab_samples samples = {n, patient, day, sample, test, grade};
    audit_lab_onsets found = {room[0], room[1], room[2], room[3]};
    audit_find_onsets(&samples, &rule, first, last, until, n_patients, &found);
    for (int p = 0; p < n_patients; p++)
        MUST(room[1][p] == AUDIT_MISSING || room[2][p] >= room[1][p]);
    free(day);
    free(grade);
    free(test);
    free(patient);
    free(sample);
    return 0;
}
