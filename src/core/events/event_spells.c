#include "event_spells.h"

struct cut {
    const int *patient, *day, *counts;
    size_t n, record;        /* the next record to look at */
    int cell, origin, is_over;
    size_t k;                /* spells so far */
    const audit_event_spells *spells;
};

static void add(struct cut *x, int start, int stop, double events)
{
    x->spells->cell[x->k] = x->cell;
    x->spells->start[x->k] = (double) start - x->origin;
    x->spells->stop[x->k] = (double) stop - x->origin;
    x->spells->events[x->k++] = events;
}

static void skip_to(struct cut *x, int who, int start)
{
    while (x->record < x->n &&
           (x->patient[x->record] < who ||
            (x->patient[x->record] == who && x->day[x->record] <= start)))
        x->record++;
}

/* The events of the next day with records, up to `stop`; *day is that day. */
static double events_of_day(struct cut *x, int who, int *day)
{
    double events = 0;

    *day = x->day[x->record];
    for (; x->record < x->n && x->patient[x->record] == who &&
           x->day[x->record] == *day; x->record++)
        events += x->counts[x->record] != 0;
    return events;
}

static void cut_range(struct cut *x, int who, int start, int stop,
                      int first_only)
{
    skip_to(x, who, start);
    while (!x->is_over && x->record < x->n && x->patient[x->record] == who &&
           x->day[x->record] <= stop) {
        int day;
        double events = events_of_day(x, who, &day);

        if (events == 0)
            continue;
        add(x, start, day, first_only ? 1 : events);
        start = day;
        x->is_over = first_only;
    }
    if (!x->is_over && start < stop)
        add(x, start, stop, 0);
}

size_t audit_cut_at_events(const int *patient, const int *day,
                           const int *counts, size_t n,
                           const audit_times *times, const int *cell,
                           int first_only, const audit_event_spells *spells)
{
    struct cut x = {patient, day, counts, n, 0, -1, 0, 0, 0, spells};

    for (size_t i = 0; i < times->n; i++) {
        /* Another period walks through the patients anew. */
        if (i > 0 && times->period[i] != times->period[i - 1])
            x.record = 0;
        if (cell[i] != x.cell) {
            x.cell = cell[i];
            x.origin = times->start[i];
            x.is_over = 0;
        }
        cut_range(&x, times->patient[i], times->start[i], times->stop[i],
                  first_only);
    }
    return x.k;
}
