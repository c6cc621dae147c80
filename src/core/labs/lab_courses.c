#include "lab_courses.h"

#include <stdlib.h>

#include "base/values.h"

/* The tests of one day of a patient, and what they come to. */
typedef struct {
    int day, state, least, most, counting, left_out, limitless, valued;
    int sure, perhaps;
    double value; /* the worst of those that count */
} lab_day;

static int is_worse(double x, double than, int direction)
{
    return !isnan(x) && (isnan(than) || direction * (x - than) > 0);
}

/* At a grade is worse than open, and that than below it; missing is least. */
static int worse_state(int x, int y)
{
    static const int rank[] = {2, 1, 3}; /* open, below, at */
    int of_x = x == AUDIT_MISSING ? 0 : rank[x + 1];
    int of_y = y == AUDIT_MISSING ? 0 : rank[y + 1];

    return of_x >= of_y ? x : y;
}

static void add_test(const audit_graded_tests *tests, size_t i, lab_day *found)
{
    int least = tests->least[i], most = tests->most[i];
    int counts = least != AUDIT_MISSING && tests->from[i] <= tests->at_grade;

    found->counting += counts;
    found->left_out += !counts;
    if (least == AUDIT_MISSING)
        return;
    found->valued = 1;
    found->sure |= least >= tests->at_grade;
    found->perhaps |= most >= tests->at_grade;
    if (least > found->least) /* AUDIT_MISSING is the least */
        found->least = least;
    if (most > found->most)
        found->most = most;
    found->limitless += !counts;
    if (!counts)
        return;
    found->state = worse_state(
        found->state, audit_grade_state(least, most, tests->at_grade));
    if (is_worse(tests->value[i], found->value, tests->direction))
        found->value = tests->value[i];
}

/* Reads the day that begins with test i; the end is the next one's first. */
static size_t read_day(const audit_graded_tests *tests, size_t i,
                       lab_day *found)
{
    int patient = tests->patient[i];

    *found = (lab_day) {tests->day[i], AUDIT_MISSING, AUDIT_MISSING,
                        AUDIT_MISSING, 0, 0, 0, 0, 0, 0, NAN};
    for (; i < tests->n && tests->patient[i] == patient &&
           tests->day[i] == found->day; i++)
        add_test(tests, i, found);
    return i;
}

/*
 * A course so far, by the days that count: how many normal days in a row, and the
 * first of them; how many if open days are normal; which days there were.
 */
typedef struct {
    int in_row, first_of_row, open_row;
    int maybe, counted, left_out;
} recovery;

static void go_on_perhaps(const lab_day *day, int k, recovery *normal)
{
    normal->counted |= day->state != AUDIT_MISSING;
    normal->left_out |= day->state == AUDIT_MISSING && day->valued;
    if (day->state == AUDIT_MISSING)
        return;
    normal->open_row = day->state == AUDIT_AT_GRADE ? 0 : normal->open_row + 1;
    normal->maybe |= normal->open_row >= k;
}

/*
 * Normal days in a row after the first onset that may be, if each day that may be
 * normal is so; and after the last one, if each that may be abnormal is.
 */
typedef struct {
    int in_row, first;
} run_of_days;

typedef struct {
    run_of_days soonest, latest;
} extremes;

static void run_on(run_of_days *run, const lab_day *day, int is_normal, int k,
                   int *over)
{
    if (!is_normal) {
        run->in_row = 0;
        return;
    }
    if (run->in_row++ == 0)
        run->first = day->day;
    if (run->in_row == k)
        *over = run->first;
}

/*
 * The first onset that may be is the first day that may be abnormal, the last one
 * the first day that surely is, or the last that may be. From a later one it can
 * be over no sooner, so that these two span all that may be.
 */
static void take_extremes(const lab_day *day, int in_range, int until, int k,
                          const audit_lab_course *found, size_t c,
                          extremes *by_all)
{
    if (!day->valued)
        return;
    if (day->day <= until) {
        if (found->onset_from[c] != AUDIT_MISSING &&
            found->over_from[c] == AUDIT_MISSING)
            run_on(&by_all->soonest, day, !day->sure, k, &found->over_from[c]);
        if (found->onset_to[c] != AUDIT_MISSING &&
            found->over_to[c] == AUDIT_MISSING)
            run_on(&by_all->latest, day, !day->perhaps, k, &found->over_to[c]);
    }
    /* found->sure[c] is still that of the days before. */
    if (!in_range || !day->perhaps || found->sure[c] == 1)
        return;
    if (found->onset_from[c] == AUDIT_MISSING)
        found->onset_from[c] = day->day;
    found->onset_to[c] = day->day;
    found->over_to[c] = AUDIT_MISSING;
    by_all->latest.in_row = 0;
}

static void go_on(const lab_day *day, int k, int direction,
                  const audit_lab_course *found, size_t c, recovery *normal)
{
    go_on_perhaps(day, k, normal);
    if (day->state == AUDIT_BELOW_GRADE) {
        if (normal->in_row++ == 0)
            normal->first_of_row = day->day;
        if (normal->in_row == k)
            found->recovered[c] = normal->first_of_row;
    } else if (day->state != AUDIT_MISSING) {
        normal->in_row = 0;
    }
    if (day->state != AUDIT_AT_GRADE)
        return;
    found->last_held[c] = day->day;
    if (is_worse(day->value, found->nadir_value[c], direction)) {
        found->nadir_value[c] = day->value;
        found->nadir[c] = day->day;
    }
}

/*
 * The state at baseline is that of the last day with a test that counts; what it
 * may be is said by the last day with a value.
 */
static void take_baseline(const lab_day *day, const audit_lab_course *found,
                          size_t c)
{
    if (!day->valued)
        return;
    found->baseline_sure[c] = day->sure;
    found->baseline_perhaps[c] = day->perhaps;
    found->baseline_least[c] = day->least;
    found->baseline_most[c] = day->most;
    found->baseline_limitless[c] = day->limitless;
    if (day->state != AUDIT_MISSING)
        found->baseline[c] = day->state;
}

static void take_day(const lab_day *day, const audit_lab_course *found,
                     size_t c)
{
    found->graded[c] += day->counting;
    found->ungraded[c] += day->left_out;
    found->limitless[c] += day->limitless;
    if (!day->valued)
        return;
    if (found->sure[c] == AUDIT_MISSING)
        found->sure[c] = found->perhaps[c] = 0;
    found->sure[c] |= day->sure;
    found->perhaps[c] |= day->perhaps;
    found->state[c] = worse_state(found->state[c], day->state);
    if (day->least > found->least[c])
        found->least[c] = day->least;
    if (day->most > found->most[c])
        found->most[c] = day->most;
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
    recovery normal = {0, 0, 0, 0, 0, 0};
    extremes by_all = {{0, 0}, {0, 0}};
    lab_day day;

    while (test < tests->n && tests->patient[test] == who) {
        test = read_day(tests, test, &day);
        if (origin != AUDIT_MISSING && day.day <= origin)
            take_baseline(&day, found, c);
        while (range < to && day.day > times->stop[range])
            range++;
        int had = found->onset[c] != AUDIT_MISSING;
        int in_range = range < to && day.day > times->start[range];
        take_extremes(&day, in_range, until, k, found, c, &by_all);
        if (in_range) {
            take_day(&day, found, c);
            if (day.state == AUDIT_AT_GRADE && !had) {
                found->onset[c] = day.day;
                for (size_t i = from; i < range; i++)
                    found->at_risk[c] += times->stop[i] - times->start[i];
                found->at_risk[c] += day.day - times->start[range];
                found->last_held[c] = found->nadir[c] = day.day;
                found->nadir_value[c] = day.value;
            }
        }
        if (found->onset[c] == AUDIT_MISSING) {
            if (day.state == AUDIT_BELOW_GRADE)
                found->normal[c] = day.day;
        } else if (had && found->recovered[c] == AUDIT_MISSING &&
                   day.day <= until) {
            go_on(&day, k, tests->direction, found, c, &normal);
        }
    }
    if (found->onset[c] != AUDIT_MISSING) {
        found->over[c] = found->recovered[c] != AUDIT_MISSING ? AUDIT_AT_GRADE
                       : normal.left_out && !normal.counted ? AUDIT_MISSING
                       : normal.maybe ? AUDIT_BOUND_OPEN : AUDIT_BELOW_GRADE;
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
        found->graded[c] = found->ungraded[c] = found->limitless[c] = 0;
        found->at_risk[c] = 0;
        found->state[c] = found->sure[c] = found->perhaps[c] = AUDIT_MISSING;
        found->least[c] = found->most[c] = found->baseline[c] = AUDIT_MISSING;
        found->baseline_least[c] = found->baseline_most[c] = AUDIT_MISSING;
        found->baseline_sure[c] = found->baseline_perhaps[c] = AUDIT_MISSING;
        found->baseline_limitless[c] = found->over[c] = AUDIT_MISSING;
        found->onset_from[c] = found->onset_to[c] = AUDIT_MISSING;
        found->over_from[c] = found->over_to[c] = AUDIT_MISSING;
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

/* Whether a test is a better landmark than that of the best day so far. */
static int is_nearer(int day, int counts, int target, int best_day,
                     int best_counts)
{
    if (best_day == AUDIT_MISSING || counts != best_counts)
        return best_day == AUDIT_MISSING || counts;

    int away = abs(day - target), best_away = abs(best_day - target);
    return away != best_away ? away < best_away : day > best_day;
}

void audit_no_landmarks(size_t n_patients, const audit_landmarks *found)
{
    for (size_t p = 0; p < n_patients; p++) {
        found->least[p] = found->most[p] = found->day[p] = AUDIT_MISSING;
        found->counts[p] = 0;
    }
}

void audit_landmark_grades(const audit_graded_tests *tests, size_t from,
                           size_t to, const int *target, const int *first,
                           const int *last, const audit_landmarks *found)
{
    for (size_t i = from; i < to && i < tests->n; i++) {
        size_t p = (size_t) tests->patient[i] - 1;
        int day = tests->day[i];
        int least = tests->least[i], most = tests->most[i];
        int counts = tests->from[i] <= tests->at_grade;

        if (target[p] == AUDIT_MISSING || least == AUDIT_MISSING ||
            day < first[p] || day > last[p])
            continue;
        if (is_nearer(day, counts, target[p], found->day[p],
                      found->counts[p])) {
            found->day[p] = day;
            found->counts[p] = counts;
            found->least[p] = least;
            found->most[p] = most;
        } else if (day == found->day[p] && counts == found->counts[p]) {
            if (least > found->least[p])
                found->least[p] = least;
            if (most > found->most[p])
                found->most[p] = most;
        }
    }
}
