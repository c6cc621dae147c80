#include "spells.h"

#include <math.h>

#include "values.h"

audit_status audit_check_spells(const audit_spells *x, size_t n_patients)
{
    for (size_t i = 0; i < x->n; i++) {
        int same = i > 0 && x->patient[i] == x->patient[i - 1];

        if (x->patient[i] < 1 || (size_t) x->patient[i] > n_patients)
            return audit_fail(AUDIT_BAD_PATIENT, i);
        if (!(x->start[i] <= x->stop[i]) || !isfinite(x->stop[i]))
            return audit_fail(AUDIT_BAD_INTERVAL, i);
        if (!audit_is_count(x->events[i]))
            return audit_fail(AUDIT_BAD_COUNT, i);
        if (i > 0 && (x->patient[i] < x->patient[i - 1] ||
                      (same && x->start[i] < x->start[i - 1])))
            return audit_fail(AUDIT_NOT_SORTED, i);
        if (same && x->start[i] < x->stop[i - 1])
            return audit_fail(AUDIT_OVERLAP, i);
        if (!audit_has_length(x, (int) i) && x->events[i] > 0 &&
            !(same && x->stop[i - 1] == x->start[i]))
            return audit_fail(AUDIT_EVENTS_IN_NO_TIME, i);
    }
    return audit_ok();
}

audit_walk audit_begin_walk(const audit_spells *spells)
{
    double first = spells->n > 0 ? spells->start[spells->by_start[0]] : 0;

    return (audit_walk) {spells, 0, 0, first, 0, INFINITY};
}

double audit_next_stop(const audit_walk *walk)
{
    const audit_spells *x = walk->spells;

    return walk->left < x->n ? x->stop[x->by_stop[walk->left]] : INFINITY;
}

/* Nobody enters or leaves between the last time and this one. */
static void move_to(audit_walk *walk, double time)
{
    if (time > walk->now) {
        walk->least = fmin(walk->least, walk->at_risk);
        walk->now = time;
    }
}

void audit_walk_to(audit_walk *walk, double time)
{
    const audit_spells *x = walk->spells;

    for (; walk->entered < x->n; walk->entered++) {
        int spell = x->by_start[walk->entered];

        if (x->start[spell] >= time)
            break;
        move_to(walk, x->start[spell]);
        walk->at_risk += audit_has_length(x, spell);
    }
    move_to(walk, time);
}

size_t audit_n_stopping(const audit_walk *walk, double time)
{
    const audit_spells *x = walk->spells;
    size_t last = walk->left;

    while (last < x->n && x->stop[x->by_stop[last]] == time)
        last++;
    return last - walk->left;
}

double audit_events_at(const audit_walk *walk, double time)
{
    const audit_spells *x = walk->spells;
    size_t n = audit_n_stopping(walk, time);
    double events = 0;

    for (size_t i = 0; i < n; i++)
        events += x->events[x->by_stop[walk->left + i]];
    return events;
}

void audit_walk_past(audit_walk *walk, double time)
{
    const audit_spells *x = walk->spells;
    size_t n = audit_n_stopping(walk, time);

    for (size_t i = 0; i < n; i++, walk->left++)
        walk->at_risk -= audit_has_length(x, x->by_stop[walk->left]);
}
