/* curve_steps.h - a curve at each place of its grid */
#ifndef MSAUDIT_CURVE_STEPS_H
#define MSAUDIT_CURVE_STEPS_H

#include "curve_limits.h"
#include "influence.h"

/* Arrays of n_places elements, at_risk of one more. */
typedef struct {
    double *at_risk, *events; /* as of audit_at_risk() */
    double *value;            /* the curve, its events at the place included */
    double *own, *drift;      /* of its influences, as of influence.h; those of a
                                 share are of its log, with the other sign */
} audit_curve_steps;

/* How many doubles these arrays take, and where they lie in so many. */
size_t audit_curve_steps_size(size_t n_places);
audit_curve_steps audit_curve_steps_in(size_t n_places, double *room);

/* The rest, from those at risk and the events. */
void audit_make_curve(audit_curve_kind kind, size_t n_places,
                      const audit_curve_steps *curve);

/* What the influences are to be multiplied with to be those of the curve. */
static inline double audit_influence_factor(audit_curve_kind kind, double value)
{
    return kind == AUDIT_MCF ? 1 : -value;
}

/* The curve before its first place: nobody has had an event. */
static inline double audit_curve_origin(audit_curve_kind kind)
{
    return kind == AUDIT_MCF ? 0 : 1;
}

/*
 * The curve at places asked for, in turn: the number at risk on the time, the
 * events since the time asked for before it, and the point with a standard error
 * of 0 still.
 */
typedef struct {
    audit_curve_kind kind;
    size_t n_places;
    const audit_curve_steps *curve;
    size_t counted; /* places whose events have been counted */
    size_t seen;    /* places whose number at risk has been looked at */
    double had;     /* events so far */
    double least;   /* fewest at risk so far since somebody first was */
    double at_risk, events;
} audit_curve_reader;

audit_curve_reader audit_read_curve(audit_curve_kind kind, size_t n_places,
                                    const audit_curve_steps *curve);
audit_point audit_next_point(audit_curve_reader *reader,
                             const audit_places *at, size_t j);

#endif
