/* lab_courses.h - the course of one abnormality within the days of a period */
#ifndef MSAUDIT_LAB_COURSES_H
#define MSAUDIT_LAB_COURSES_H

#include "periods/cells.h"
#include "lab_judge.h"

/*
 * Tests of one term, in order of patient and day, asked for a grade of at_grade
 * or more. Their grades lie from least to most and are decided from `from` on, as
 * in audit_lab_verdict: a test counts if its `from` is at_grade or less, and is
 * left out otherwise, whatever its value; one whose least is AUDIT_MISSING has no
 * value and is as not done. value is NaN where not known. direction is -1 where
 * low values are the worse, 1 where high ones are.
 */
typedef struct {
    size_t n;
    const int *patient, *day, *least, *most, *from;
    const double *value;
    int direction, at_grade;
} audit_graded_tests;

/*
 * Of each cell; days, grades and states are AUDIT_MISSING where there is none. A
 * state is one of audit_grade_state(): of a day it is that of the worst test that
 * counts, an open one between. What is sure, or may be, is said by all tests that
 * have a value, also by those that do not count: it is so whatever their limits,
 * or with some of them.
 */
typedef struct {
    int *graded, *ungraded; /* tests within the cell's ranges */
    int *limitless;         /* of the second those with a value */
    int *state;             /* of those that count */
    int *sure, *perhaps;    /* whether one of all tests is, may be, at_grade */
    int *least, *most;      /* the worst grade of all tests */
    int *baseline;          /* state on the last day with a test that counts up to
                               the origin */
    int *baseline_least, *baseline_most;   /* worst grade of all tests on the last */
    int *baseline_sure, *baseline_perhaps; /* day with a value up to the origin, */
    int *baseline_limitless;               /* and how many of them do not count */
    int *onset;             /* first day in the ranges at at_grade */
    int *normal;            /* last day before it that is below */
    int *nadir;             /* first day of the worst value from the onset to
                               recovery or the end */
    double *nadir_value;    /* that value */
    int *last_held;         /* last day at at_grade before recovery, or at all */
    int *recovered;         /* first of k days in a row that are below */
    int *over;              /* state of the recovery: AUDIT_AT_GRADE is over, open
                               where only open days hinder it; missing where all
                               tests after the onset are left out */
    int *onset_from, *onset_to; /* first and last day on which it may begin */
    int *over_from, *over_to;   /* on which it may be over; missing where it is
                                   not, or may not be, up to until */
    int *at_risk;           /* days of the ranges up to the onset, or all */
} audit_lab_course;

/*
 * times and cell are as of audit_cells(); a test belongs to the cell of the range
 * (start, stop] that holds its day. origin[c] is the day from which cell c is
 * counted, or AUDIT_MISSING. Recovery is looked for up to day until[p] of the
 * patient, which no range goes beyond; it takes k days in a row.
 */
void audit_lab_courses(const audit_graded_tests *tests,
                       const audit_times *times, const int *cell,
                       const int *origin, const int *until, int k,
                       const audit_lab_course *found, size_t n_cells);

/*
 * Of each patient the test nearest to day target[p], from first[p] to last[p],
 * both included: the least and the most grade, whether it counts, and its day.
 * Tests that count go before those that are left out, the later of two as near
 * before the earlier; of several on a day the worst is given. Without any test day
 * is AUDIT_MISSING. A patient of whom target is AUDIT_MISSING has none.
 */
typedef struct {
    int *least, *most, *counts, *day;
} audit_landmarks;

/* Of no test so far; then of tests from `from` to before `to`, up to the last. */
void audit_no_landmarks(size_t n_patients, const audit_landmarks *found);
void audit_landmark_grades(const audit_graded_tests *tests, size_t from,
                           size_t to, const int *target, const int *first,
                           const int *last, const audit_landmarks *found);

#endif
