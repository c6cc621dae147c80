/* Courses, landmarks and baselines of any tests */
#include "fuzz.h"

#include "labs/lab_baselines.h"
#include "labs/lab_courses.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { n_patients = 3, n_cells = 3 };
    const int period[] = {1, 1, 1, 2}, who[] = {1, 1, 2, 1};
    const int cell[] = {0, 0, 1, 2};
    const int start[] = {0, 60, 0, 50}, stop[] = {50, 80, 100, 100};
    const int origin[] = {0, AUDIT_MISSING, 50};
    const int target[] = {30, AUDIT_MISSING, 50}, first[] = {20, 0, 40};
    const int last[] = {50, 90, 60}, until[] = {110, 110, 110};
    const int test_of[] = {1, 0, 2, 2}, unit = 1;
    const double factor[] = {1, 1, 2, 1}, high = 4;
    audit_times times = {4, period, who, start, stop};
    size_t n = size / (2 * sizeof(int32_t) + sizeof(double));
    double *value = take(&data, n, sizeof *value);
    int *grade = take(&data, n, sizeof *grade);
    int *name = take(&data, n, sizeof *name);
    int *most = calloc(n, sizeof *most), *from = calloc(n, sizeof *from);
    int *patient = calloc(n, sizeof *patient), *day = calloc(n, sizeof *day);
    int *state = calloc(n, sizeof *state), room[25][n_patients];
    double *base = calloc(n, sizeof *base), nadir[n_cells];

    for (size_t i = 0; i < n; i++) {
        patient[i] = 1 + (int) (n_patients * i / n);
        day[i] = (int) (n_patients * i % n * 120 / n);
        if (i > 0 && patient[i] == patient[i - 1] && day[i] < day[i - 1])
            day[i] = day[i - 1];
        from[i] = 1 + (grade[i] >> 8 & 3);
        most[i] = (grade[i] & 3) + (grade[i] >> 4 & 1);
        grade[i] = grade[i] % 5 == 0 ? AUDIT_MISSING : grade[i] & 3;
        if (grade[i] == AUDIT_MISSING)
            most[i] = AUDIT_MISSING;
        name[i] &= 7;
    }
    audit_graded_tests tests = {n, patient, day, grade, most, from, value, 1,
                                1};
    audit_lab_course found = {room[0], room[1], room[2], room[3], room[4],
                              room[5], room[6], room[7], room[8], room[9],
                              room[10], room[11], room[12], room[13],
                              room[14], room[15], room[16], nadir, room[17],
                              room[18], room[19], room[20], room[21], room[22],
                              room[23], room[24]};
    for (int k = 1; k < 3; k++) {
        audit_lab_courses(&tests, &times, cell, origin, until, k, &found,
                          n_cells);
        for (int c = 0; c < n_cells; c++) {
            int began = found.onset[c] != AUDIT_MISSING;
            MUST((found.graded[c] > 0) == (found.state[c] != AUDIT_MISSING));
            MUST(began == (found.state[c] == AUDIT_AT_GRADE));
            MUST(found.least[c] <= found.most[c]);
            MUST(found.sure[c] <= found.perhaps[c]);
            MUST((found.perhaps[c] == 1) ==
                 (found.onset_from[c] != AUDIT_MISSING));
            MUST(found.onset_from[c] <= found.onset_to[c]);
            MUST(!began || found.onset_to[c] <= found.onset[c]);
            MUST(found.over_to[c] == AUDIT_MISSING ||
                 (found.over_from[c] != AUDIT_MISSING &&
                  found.over_from[c] <= found.over_to[c]));
            MUST(began == (found.over[c] != AUDIT_MISSING) ||
                 found.recovered[c] == AUDIT_MISSING);
            MUST(!began || found.last_held[c] >= found.onset[c]);
            MUST(found.recovered[c] == AUDIT_MISSING ||
                 found.recovered[c] > found.last_held[c]);
            MUST(found.normal[c] == AUDIT_MISSING ||
                 found.normal[c] < found.onset[c]);
            MUST(found.at_risk[c] >= 0 && found.at_risk[c] <= 100);
        }
    }
    audit_landmarks at = {room[0], room[2], room[3], room[1]};
    audit_no_landmarks(n_patients, &at);
    audit_landmark_grades(&tests, 0, tests.n, target, first, last, &at);
    for (int p = 0; p < n_patients; p++)
        MUST(room[1][p] == AUDIT_MISSING ||
             (room[1][p] >= first[p] && room[1][p] <= last[p]));
    audit_lab_values values = {n, 4, 1, {name, 1}, {&unit, 0}, value, NULL,
                               {NULL, 0}, {&high, 0}, test_of, factor};
    double work_value[3];
    int work_state[3], work_day[3];
    audit_baseline_work work = {work_value, work_state, work_day};
    audit_find_baselines(patient, day, &values, target, 2, base, state, &work);
    for (size_t i = 0; i < n; i++)
        MUST((state[i] != AUDIT_BY_RANGE || isnan(base[i])));
    free(value);
    free(grade);
    free(name);
    free(most);
    free(from);
    free(patient);
    free(day);
    free(state);
    free(base);
    return 0;
}
