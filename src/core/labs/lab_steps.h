/* lab_steps.h - verdicts on a test of given limits, as steps of its value */
#ifndef MSAUDIT_LAB_STEPS_H
#define MSAUDIT_LAB_STEPS_H

#include <stdint.h>
#include <string.h>

#include "lab_judge.h"

/*
 * While test, unit and limits stay the same, the verdict on a value that is not
 * censored and has no baseline changes at a few values alone. A laboratory has few
 * limits, so they are kept: of[k] is the verdict on a value that has reached k of
 * the steps. These rise, in the unit of the rules; those that there are not are
 * HUGE_VAL.
 */
enum { AUDIT_MOST_STEPS = 8 };

typedef enum {
    AUDIT_EMPTY_STEPS,
    AUDIT_MET_STEPS, /* met once, not worked out yet */
    AUDIT_NO_STEPS,  /* each value must be judged */
    AUDIT_FULL_STEPS
} audit_steps_kind;

typedef struct {
    audit_steps_kind kind;
    int name, unit, test;
    uint64_t low, high; /* bits of the limits, in the unit of the value */
    double factor;      /* to the unit of the rules */
    double step[AUDIT_MOST_STEPS];
    audit_lab_verdict of[AUDIT_MOST_STEPS + 1];
} audit_lab_steps;

/* n of them, a power of 2, empty at first. */
typedef struct {
    audit_lab_steps *at;
    size_t n;
} audit_steps_table;

/* How many are enough for so many values. */
size_t audit_steps_enough(size_t n_values);

/*
 * Of a name, unit and limits whose steps are not in the table: takes a place for
 * them, if one is free, and works them out the second time. lab has what they are
 * in the unit of the rules; its test has rules, and none of these asks for a
 * baseline where one may be known.
 */
void audit_meet_steps(audit_steps_table *table, const audit_lab_judge *judge,
                      int name, int unit, double low, double high,
                      audit_lab lab);

static inline uint64_t audit_bits(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* Where steps are looked for first; the other place is its neighbour, ^ 1. */
static inline size_t audit_steps_place(const audit_steps_table *table,
                                       int name, int unit, uint64_t low,
                                       uint64_t high)
{
    const uint64_t odd = 0x9E3779B97F4A7C15;
    uint64_t mixed = (low ^ (high * odd)) * odd;

    mixed += ((uint64_t) (unsigned) name << 32) + (unsigned) unit;
    return (size_t) (((mixed ^ mixed >> 32) * odd) >> 40) & (table->n - 1);
}

static inline int audit_steps_are(const audit_lab_steps *steps, int name,
                                  int unit, uint64_t low, uint64_t high)
{
    return steps->name == name && steps->unit == unit && steps->low == low &&
           steps->high == high;
}

/* Spelt out, since a loop that waits for its sum takes twice as long. */
static inline const audit_lab_verdict *
audit_at_step(const audit_lab_steps *steps, double value)
{
    const double *x = steps->step;
    int k = ((value >= x[0]) + (value >= x[1])) +
            ((value >= x[2]) + (value >= x[3])) +
            ((value >= x[4]) + (value >= x[5])) +
            ((value >= x[6]) + (value >= x[7]));

    return &steps->of[k];
}

#endif
