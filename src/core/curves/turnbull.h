/* turnbull.h - when events fell of which only an interval is known */
#ifndef MSAUDIT_TURNBULL_H
#define MSAUDIT_TURNBULL_H

#include "base/status.h"
#include "turnbull_mass.h"

/*
 * Of weight[i] patients the event fell into (left[i], right[i]], or at left[i]
 * where the two are equal; an infinite right says that it had not happened by
 * left. by_left has the elements, from 0, in order of left, exact times before
 * others of the same; by_right in order of right.
 */
typedef struct {
    size_t n;
    const double *left, *right, *weight;
    const int *by_left, *by_right;
} audit_censored;

/* More intervals with mass than this are not polished by Newton's method. */
enum { AUDIT_TURNBULL_MOST = 400 };

/* Room for the work: so many doubles and ints. */
size_t audit_turnbull_doubles(size_t n);
size_t audit_turnbull_ints(size_t n);

/*
 * Turnbull's estimate: the innermost intervals (from[j], to[j]], in which alone
 * there can be mass (exact where the two are equal), and the most likely
 * mass[j] of each; at most n of them, *n_intervals says how many. *off is by how
 * much the estimate misses the conditions of the maximum: with D(j) the mean
 * over the patients of 1 over the mass of their interval, where j is in it, the
 * greatest D(j) - 1 of all j, or 1 - D(j) of those with mass.
 *
 * By steps of expectation and maximisation and of the iterative convex minorant,
 * then Newton's on the intervals with mass, which come and go.
 *
 * Refused: a right before the left (AUDIT_BAD_INTERVAL), NaN or a left below 0 or
 * infinite (AUDIT_BAD_TIME), a weight that is not above 0 and finite
 * (AUDIT_BAD_COUNT), an order that is none or has an element twice
 * (AUDIT_NOT_SORTED).
 */
audit_status audit_turnbull(const audit_censored *x, double *doubles, int *ints,
                            double *from, double *to, double *mass,
                            size_t *n_intervals, double *off);

/*
 * Where the work stands. n_intervals and off hold when it is done; the patients'
 * numbers and the room are the work's until then.
 */
typedef struct {
    size_t n_intervals;
    double off;
    int is_done;
    /* The rest is the work's own. */
    audit_masses masses;
    size_t most;
    int warmed, polished; /* steps so far, of each kind */
} audit_turnbull_work;

/*
 * The same in steps: begin, and go on by so many, as often as it takes until
 * `is_done`. A step is some passes over the patients and, of many intervals with
 * mass, as many equations as AUDIT_TURNBULL_MOST.
 */
audit_status audit_turnbull_begin(const audit_censored *x, double *doubles,
                                  int *ints, double *from, double *to,
                                  double *mass, audit_turnbull_work *work);
void audit_turnbull_go_on(audit_turnbull_work *work, size_t steps);

#endif
