#include "event_hits.h"

#include "base/values.h"

static audit_status check_events(const audit_events *x, size_t n_outcomes)
{
    for (size_t i = 0; i < x->n; i++) {
        if (x->day[i] == AUDIT_MISSING)
            return audit_fail(AUDIT_BAD_DAY, i);
        if (x->outcome[i] < 1 || (size_t) x->outcome[i] > n_outcomes)
            return audit_fail(AUDIT_BAD_GROUP, i);
        if (i > 0 && (x->patient[i] < x->patient[i - 1] ||
                      (x->patient[i] == x->patient[i - 1] &&
                       x->day[i] < x->day[i - 1])))
            return audit_fail(AUDIT_NOT_SORTED, i);
    }
    return audit_ok();
}

struct walk {
    const audit_events *events;
    size_t event;           /* the next to look at */
    size_t *next;           /* place of the next hit of each outcome */
    const audit_hits *hits; /* NULL: they are counted alone */
};

static void hit(struct walk *x, int cell, int time)
{
    int outcome = x->events->outcome[x->event];
    size_t place = x->next[outcome - 1]++;

    if (!x->hits)
        return;
    x->hits->outcome[place] = outcome;
    x->hits->cell[place] = cell;
    x->hits->time[place] = time;
    x->hits->event[place] = (int) x->event;
}

static int is_of(const struct walk *x, int patient)
{
    return x->event < x->events->n &&
           x->events->patient[x->event] == patient;
}

static void walk_window(struct walk *x, const audit_windows *windows, size_t i,
                        int earlier, int is_first, int with_before)
{
    int who = windows->patient[i], first = windows->first[i];

    while (x->event < x->events->n && x->events->patient[x->event] < who)
        x->event++;
    for (; is_of(x, who) && x->events->day[x->event] < first; x->event++)
        if (is_first && with_before)
            hit(x, windows->cell[i], AUDIT_BEFORE);
    for (; is_of(x, who) && x->events->day[x->event] <= windows->last[i];
         x->event++)
        hit(x, windows->cell[i], earlier + x->events->day[x->event] - first);
}

static void walk(struct walk *x, const audit_windows *windows, int with_before)
{
    int earlier = 0; /* days at risk in the cell's windows before this one */

    for (size_t i = 0; i < windows->n; i++) {
        int is_first = i == 0 || windows->cell[i] != windows->cell[i - 1];

        /* Another period walks through the patients anew. */
        if (i == 0 || windows->period[i] != windows->period[i - 1])
            x->event = 0;
        earlier = is_first ? 0 : earlier + windows->days[i - 1];
        walk_window(x, windows, i, earlier, is_first, with_before);
    }
}

audit_status audit_count_hits(const audit_events *events,
                              const audit_windows *windows, int with_before,
                              size_t n_outcomes, size_t *next, size_t *n_hits)
{
    audit_status status = check_events(events, n_outcomes);
    struct walk x = {events, 0, next, NULL};

    if (status.code != AUDIT_OK)
        return status;
    for (size_t o = 0; o < n_outcomes; o++)
        next[o] = 0;
    walk(&x, windows, with_before);
    *n_hits = 0;
    for (size_t o = 0; o < n_outcomes; o++) {
        size_t here = next[o];
        next[o] = *n_hits;
        *n_hits += here;
    }
    return status;
}

void audit_list_hits(const audit_events *events, const audit_windows *windows,
                     int with_before, size_t *next, const audit_hits *hits)
{
    struct walk x = {events, 0, next, hits};

    walk(&x, windows, with_before);
}
