/* lab_findings.h - what a patient's laboratory shows within days */
#ifndef MSAUDIT_LAB_FINDINGS_H
#define MSAUDIT_LAB_FINDINGS_H

#include "cells.h"

/*
 * Graded tests in order of patient and day. grade is AUDIT_MISSING where it is
 * not decided.
 */
typedef struct {
    size_t n;
    const int *patient, *day, *grade;
} audit_graded;

/*
 * Of each cell: how many of its tests are graded, how many are not, and the
 * worst grade, AUDIT_MISSING without one. A test belongs to the cell of the
 * range (start, stop] that holds its day. times and cell are as of
 * audit_cells().
 */
void audit_worst_grades(const audit_graded *tests, const audit_times *times,
                        const int *cell, int *graded, int *ungraded,
                        int *worst, size_t n_cells);

/*
 * Of each patient the test nearest to day target[p], from first[p] to last[p],
 * both included: its grade and its day. Graded tests go before those that are
 * not, the later of two as near before the earlier, the worst of several on a
 * day. Without any test day is AUDIT_MISSING; with none that is graded, grade.
 * A patient of whom target is AUDIT_MISSING has none.
 */
void audit_landmark_grades(const audit_graded *tests, const int *target,
                           const int *first, const int *last,
                           size_t n_patients, int *grade, int *day);

/*
 * States of tests (lab_grades.h) in order of patient, day and sample: rows of
 * one patient, day and sample are one sample.
 */
typedef struct {
    size_t n;
    const int *patient, *day, *sample, *test, *state;
} audit_lab_samples;

/*
 * A rule holds in a sample if each condition does: test[i] has the state
 * state[i], one of the bits of lab_grades.h. Of several rows of a test in a
 * sample one is enough. It is known not to hold if one condition is.
 */
typedef struct {
    size_t n;
    const int *test, *state;
} audit_lab_conditions;

/* Of each patient; days are AUDIT_MISSING where there is none. */
typedef struct {
    int *known;     /* samples within the days in which it is known */
    int *onset;     /* first day within them on which it holds */
    int *last_held; /* last day before recovery on which it is abnormal */
    int *recovered; /* first day after onset on which it is over */
} audit_lab_onsets;

/*
 * Within days first[p] to last[p], both included. What was abnormal by the rule
 * (its conditions LOW and HIGH) is over on the first day after the onset, up to
 * until[p], on which all of those tests are known not to be; last_held is the
 * last day before it, the onset included, on which one of them is.
 */
void audit_find_onsets(const audit_lab_samples *samples,
                       const audit_lab_conditions *rule, const int *first,
                       const int *last, const int *until, size_t n_patients,
                       const audit_lab_onsets *found);

#endif
