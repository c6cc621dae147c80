#include "lab_findings.h"

#include <stdlib.h>

#include "lab_grades.h"
#include "values.h"

void audit_worst_grades(const audit_graded *tests, const audit_times *times,
                        const int *cell, int *graded, int *ungraded,
                        int *worst, size_t n_cells)
{
    for (size_t c = 0; c < n_cells; c++) {
        graded[c] = ungraded[c] = 0;
        worst[c] = AUDIT_MISSING;
    }

    size_t test = 0;
    for (size_t i = 0; i < times->n; i++) {
        int who = times->patient[i], c = cell[i];

        /* Another period walks through the patients anew. */
        if (i > 0 && times->period[i] != times->period[i - 1])
            test = 0;
        while (test < tests->n &&
               (tests->patient[test] < who ||
                (tests->patient[test] == who &&
                 tests->day[test] <= times->start[i])))
            test++;
        for (; test < tests->n && tests->patient[test] == who &&
               tests->day[test] <= times->stop[i]; test++) {
            int grade = tests->grade[test];

            graded[c] += grade != AUDIT_MISSING;
            ungraded[c] += grade == AUDIT_MISSING;
            if (grade > worst[c]) /* AUDIT_MISSING is the least int */
                worst[c] = grade;
        }
    }
}

/* Whether a test is a better landmark than the best so far. */
static int is_nearer(int day, int grade, int target, int best_day,
                     int best_grade)
{
    int is_graded = grade != AUDIT_MISSING;

    if (best_day == AUDIT_MISSING ||
        is_graded != (best_grade != AUDIT_MISSING))
        return best_day == AUDIT_MISSING || is_graded;

    int away = abs(day - target), best_away = abs(best_day - target);
    if (away != best_away)
        return away < best_away;
    return day > best_day || (day == best_day && grade > best_grade);
}

void audit_landmark_grades(const audit_graded *tests, const int *target,
                           const int *first, const int *last,
                           size_t n_patients, int *grade, int *day)
{
    for (size_t p = 0; p < n_patients; p++)
        grade[p] = day[p] = AUDIT_MISSING;
    for (size_t i = 0; i < tests->n; i++) {
        size_t p = (size_t) tests->patient[i] - 1;

        if (target[p] == AUDIT_MISSING || tests->day[i] < first[p] ||
            tests->day[i] > last[p])
            continue;
        if (is_nearer(tests->day[i], tests->grade[i], target[p], day[p],
                      grade[p])) {
            day[p] = tests->day[i];
            grade[p] = tests->grade[i];
        }
    }
}

/* A condition in rows i to end - 1: 1 holds, 0 does not, -1 is not known. */
static int holds(const audit_lab_samples *samples, size_t i, size_t end,
                 int test, int state)
{
    int opposite = state == AUDIT_LOW ? AUDIT_NOT_LOW
                 : state == AUDIT_NOT_LOW ? AUDIT_LOW
                 : state == AUDIT_HIGH ? AUDIT_NOT_HIGH : AUDIT_HIGH;
    int found = -1;

    for (; i < end; i++) {
        if (samples->test[i] != test)
            continue;
        if (samples->state[i] & state)
            return 1;
        if (samples->state[i] & opposite)
            found = 0;
    }
    return found;
}

/* The end of the sample that begins with row i. */
static size_t sample_end(const audit_lab_samples *samples, size_t i)
{
    size_t end = i + 1;

    while (end < samples->n && samples->patient[end] == samples->patient[i] &&
           samples->day[end] == samples->day[i] &&
           samples->sample[end] == samples->sample[i])
        end++;
    return end;
}

/*
 * The whole rule in a sample, or what is abnormal by it alone, which is enough
 * if one of its conditions holds.
 */
static int rule_holds(const audit_lab_samples *samples, size_t i, size_t end,
                      const audit_lab_conditions *rule)
{
    int all = 1;

    for (size_t k = 0; k < rule->n; k++) {
        int one = holds(samples, i, end, rule->test[k], rule->state[k]);
        if (one == 0)
            return 0;
        if (one < 0)
            all = -1;
    }
    return all;
}

static int is_abnormal(const audit_lab_samples *samples, size_t i, size_t end,
                       const audit_lab_conditions *rule)
{
    int any = 0;

    for (size_t k = 0; k < rule->n; k++) {
        if (rule->state[k] != AUDIT_LOW && rule->state[k] != AUDIT_HIGH)
            continue;
        int one = holds(samples, i, end, rule->test[k], rule->state[k]);
        if (one == 1)
            return 1;
        if (one < 0)
            any = -1;
    }
    return any;
}

void audit_find_onsets(const audit_lab_samples *samples,
                       const audit_lab_conditions *rule, const int *first,
                       const int *last, const int *until, size_t n_patients,
                       const audit_lab_onsets *found)
{
    for (size_t p = 0; p < n_patients; p++) {
        found->known[p] = 0;
        found->onset[p] = found->last_held[p] = AUDIT_MISSING;
        found->recovered[p] = AUDIT_MISSING;
    }
    for (size_t i = 0, end; i < samples->n; i = end) {
        size_t p = (size_t) samples->patient[i] - 1;
        int day = samples->day[i];

        end = sample_end(samples, i);
        if (first[p] == AUDIT_MISSING || day < first[p])
            continue;
        if (day <= last[p]) {
            int held = rule_holds(samples, i, end, rule);

            found->known[p] += held >= 0;
            if (held == 1 && found->onset[p] == AUDIT_MISSING)
                found->onset[p] = found->last_held[p] = day;
        }
        if (found->onset[p] == AUDIT_MISSING || day > until[p] ||
            found->recovered[p] != AUDIT_MISSING || day == found->onset[p])
            continue;
        int abnormal = is_abnormal(samples, i, end, rule);
        if (abnormal == 1)
            found->last_held[p] = day;
        else if (abnormal == 0)
            found->recovered[p] = day;
    }
}
