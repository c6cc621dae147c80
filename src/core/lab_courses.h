/* lab_courses.h - the course of one abnormality within the days of a period */
#ifndef MSAUDIT_LAB_COURSES_H
#define MSAUDIT_LAB_COURSES_H

#include "cells.h"

/*
 * Tests of one term, in order of patient and day. grade is AUDIT_MISSING where
 * it is not decided, value NaN where not known. direction is -1 where low values
 * are the worse, 1 where high ones are.
 */
typedef struct {
    size_t n;
    const int *patient, *day, *grade;
    const double *value;
    int direction;
} audit_graded_tests;

/*
 * Of each cell; days and grades are AUDIT_MISSING where there is none. Tests of
 * one day are one, of the worst grade; those without a grade are counted, and
 * else passed over.
 */
typedef struct {
    int *graded, *ungraded; /* tests within the cell's ranges */
    int *worst;             /* grade of them */
    int *baseline;          /* grade on the last day with one up to the origin */
    int *onset;             /* first day in the ranges with a grade above 0 */
    int *normal;            /* last day before it with grade 0 */
    int *nadir;             /* first day of the worst value from the onset to
                               recovery or the end */
    double *nadir_value;    /* that value */
    int *last_held;         /* last day above 0 before recovery, or at all */
    int *recovered;         /* first of k days in a row with grade 0 */
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
 * both included: its grade and its day. Graded tests go before those that are
 * not, the later of two as near before the earlier, the worst of several on a
 * day. Without any test day is AUDIT_MISSING; with none that is graded, grade.
 * A patient of whom target is AUDIT_MISSING has none.
 */
void audit_landmark_grades(const audit_graded_tests *tests, const int *target,
                           const int *first, const int *last,
                           size_t n_patients, int *grade, int *day);

#endif
