/* lab_composites.h - rules that several tests of one sample decide together */
#ifndef MSAUDIT_LAB_COMPOSITES_H
#define MSAUDIT_LAB_COMPOSITES_H

#include "lab_judge.h"

/*
 * Rows of patients in order of patient, day and sample: those of one patient, day
 * and sample are one sample. baselines are of the rows, or NULL.
 */
typedef struct {
    const int *patient, *day, *sample;
    const audit_lab_values *values;
    const audit_lab_baselines *baselines;
} audit_lab_samples;

/* What may be found of a condition: bits of a sum. */
enum { AUDIT_HOLDS = 1, AUDIT_HOLDS_NOT = 2, AUDIT_NOT_KNOWN = 4 };

/*
 * Conditions in order of part. Condition i asks whether the sample's test[i] is
 * beyond factor[i] times of[i] (audit_beyond(); of several rows of a test one is
 * enough), and is met by what accept[i] has of the three answers. A part holds in
 * a sample if all its conditions are met, and the rule if one of its parts does.
 * With persist[i] days above 0, the same for all conditions of a part, the part
 * must hold again in a sample so many days later or more, and in none between
 * be known not to.
 */
typedef struct {
    size_t n;
    const int *part, *test, *direction, *or_at, *of, *accept, *persist;
    const double *factor;
} audit_lab_conditions;

/*
 * Of each patient; days are AUDIT_MISSING where there is none. A sample in which a
 * test that a condition needs is there without the limit or unit that decides
 * does not count, whatever its values, so that who is known does not depend on
 * them. One that a bound leaves open counts, and is not known. What is sure, or may
 * be, is said by all samples: it is so whatever the limits that are missing, or
 * with some of them.
 */
typedef struct {
    int *known;     /* samples that count within the days in which it is known */
    int *open;      /* those that a bound leaves open */
    int *sure, *may, *may_not; /* of all samples: it holds, may hold, may not */
    int *firm;      /* samples in which it can be known, whatever the limits */
    int *onset;     /* first day within them on which it holds */
    int *last_held; /* last day before recovery on which it is abnormal */
    int *recovered; /* first of k days after the onset on which it is over */
    int *perhaps_over; /* whether it may be over, by days that a bound leaves open */
    int *onset_from, *onset_to; /* first and last day on which it may begin */
    int *over_from, *over_to;   /* and on which it may be over; missing where it
                                   is not, or may not be */
} audit_lab_onsets;

/*
 * Within days first[p] to last[p], both included. What is abnormal by the rule
 * is what a condition met by AUDIT_HOLDS alone says. It is over on a day after
 * the onset, up to until[p], on which all of that is known not to be; last_held
 * is the last day before recovery, the onset included, on which one of it is.
 * Days after until[p] confirm nothing.
 */
void audit_find_onsets(const audit_lab_samples *samples,
                       const audit_lab_conditions *rule, const int *first,
                       const int *last, const int *until, size_t n_patients,
                       int k, const audit_lab_onsets *found);

#endif
