#include "lab_courses.h"

#include <stdlib.h>

#include "values.h"

/* The tests of one day of a patient, and what they come to. */
typedef struct {
    int day, worst, graded, ungraded;
    double value; /* the worst of the day, graded or not */
} lab_day;

static int is_worse(double x, double than, int direction)
{
    return !isnan(x) && (isnan(than) || direction * (x - than) > 0);
}

/* Reads the day that begins with test i; the end is the next one's first. */
static size_t read_day(const audit_graded_tests *tests, size_t i,
                       lab_day *found)
{
    int patient = tests->patient[i];

    *found = (lab_day) {tests->day[i], AUDIT_MISSING, 0, 0, NAN};
    for (; i < tests->n && tests->patient[i] == patient &&
           tests->day[i] == found->day; i++) {
        int is_graded = tests->grade[i] != AUDIT_MISSING;

        found->graded += is_graded;
        found->ungraded += !is_graded;
        if (tests->grade[i] > found->worst) /* AUDIT_MISSING is the least */
            found->worst = tests->grade[i];
        if (is_graded &&
            is_worse(tests->value[i], found->value, tests->direction))
            found->value = tests->value[i];
    }
    return i;
}

/* A course so far: how many normal days in a row, and the first of them. */
typedef struct {
    int in_row, first_of_row;
} recovery;

static void go_on(const lab_day *day, int k, int direction,
                  const audit_lab_course *found, size_t c, recovery *normal)
{
    if (day->worst == AUDIT_MISSING)
        return;
    if (day->worst > 0) {
        found->last_held[c] = day->day;
        normal->in_row = 0;
        if (is_worse(day->value, found->nadir_value[c], direction)) {
            found->nadir_value[c] = day->value;
            found->nadir[c] = day->day;
        }
        return;
    }
    if (normal->in_row++ == 0)
        normal->first_of_row = day->day;
    if (normal->in_row == k)
        found->recovered[c] = normal->first_of_row;
}

/*
 * One cell: its ranges are `from` to `to` - 1, the patient's tests begin with
 * `test`.
 */
static void one_cell(const audit_graded_tests *tests, size_t test,
                     const audit_times *times, size_t from, size_t to,
                     int origin, int until, int k,
                     const audit_lab_course *found, size_t c)
{
    int who = times->patient[from];
    size_t range = from;
    recovery normal = {0, 0};
    lab_day day;

    while (test < tests->n && tests->patient[test] == who) {
        test = read_day(tests, test, &day);
        if (origin != AUDIT_MISSING && day.day <= origin &&
            day.worst != AUDIT_MISSING)
            found->baseline[c] = day.worst;
        while (range < to && day.day > times->stop[range])
            range++;
        if (range < to && day.day > times->start[range]) {
            found->graded[c] += day.graded;
            found->ungraded[c] += day.ungraded;
            if (day.worst > found->worst[c])
                found->worst[c] = day.worst;
            if (day.worst > 0 && found->onset[c] == AUDIT_MISSING) {
                found->onset[c] = day.day;
                for (size_t i = from; i < range; i++)
                    found->at_risk[c] += times->stop[i] - times->start[i];
                found->at_risk[c] += day.day - times->start[range];
            }
        }
        if (found->onset[c] == AUDIT_MISSING) {
            if (day.worst == 0)
                found->normal[c] = day.day;
        } else if (found->recovered[c] == AUDIT_MISSING && day.day <= until) {
            go_on(&day, k, tests->direction, found, c, &normal);
        }
    }
    if (found->onset[c] == AUDIT_MISSING) {
        found->normal[c] = AUDIT_MISSING;
        for (size_t i = from; i < to; i++)
            found->at_risk[c] += times->stop[i] - times->start[i];
    }
}

void audit_lab_courses(const audit_graded_tests *tests,
                       const audit_times *times, const int *cell,
                       const int *origin, const int *until, int k,
                       const audit_lab_course *found, size_t n_cells)
{
    size_t test = 0;

    for (size_t c = 0; c < n_cells; c++) {
        found->graded[c] = found->ungraded[c] = found->at_risk[c] = 0;
        found->worst[c] = found->baseline[c] = AUDIT_MISSING;
        found->onset[c] = found->normal[c] = found->nadir[c] = AUDIT_MISSING;
        found->last_held[c] = found->recovered[c] = AUDIT_MISSING;
        found->nadir_value[c] = NAN;
    }
    for (size_t i = 0, end; i < times->n; i = end) {
        size_t c = (size_t) cell[i];

        for (end = i + 1; end < times->n && cell[end] == cell[i]; end++)
            ;
        /* Another period walks through the patients anew. */
        if (i > 0 && times->period[i] != times->period[i - 1])
            test = 0;
        while (test < tests->n && tests->patient[test] < times->patient[i])
            test++;
        one_cell(tests, test, times, i, end, origin[c],
                 until[times->patient[i] - 1], k, found, c);
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

void audit_landmark_grades(const audit_graded_tests *tests, const int *target,
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
