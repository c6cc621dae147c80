#include "event_incidence.h"

#include <math.h>

size_t audit_incidence_days(const audit_cell_rows *cells,
                            const audit_cell_ends *ends, const double *times,
                            size_t k)
{
    double last = 0;

    for (size_t c = 0; c < cells->n; c++)
        last = fmax(last, ends->day[c]);
    if (k == 0 || times[k - 1] < last)
        last = k == 0 ? 0 : floor(times[k - 1]);
    /* From day 0, and one for all that ends later. */
    return (size_t) last + 2;
}

/* Patients of each row by day: where the day is later, on the last. */
struct days {
    size_t n;
    int *events, *competing, *censored;
};

static size_t place(const struct days *days, size_t row, int day)
{
    size_t last = days->n - 1, d = (size_t) day;

    return row * days->n + (d < last ? d : last);
}

static int *ending(const struct days *days, const audit_cell_ends *ends,
                   size_t row, size_t c)
{
    int *of = ends->competing[c] ? days->competing : days->censored;

    return &of[place(days, row, ends->day[c])];
}

/* Moves the cells with a hit from their ends to their events, by 1; or back,
   by -1. */
static void move(const audit_hits *hits, size_t from, size_t to,
                 const audit_cell_rows *cells, const audit_cell_ends *ends,
                 const struct days *days, int by)
{
    for (size_t i = from; i < to; i++) {
        size_t c = (size_t) hits->cell[i];

        if (cells->row[c] < 1 ||
            (i > from && hits->cell[i] == hits->cell[i - 1]))
            continue;
        size_t row = (size_t) cells->row[c] - 1;
        *ending(days, ends, row, c) -= by;
        if (hits->time[i] != AUDIT_BEFORE)
            days->events[place(days, row, hits->time[i])] += by;
    }
}

static audit_curve part_of(const audit_curve *x, size_t at)
{
    return (audit_curve) {x->at_risk + at,   x->events + at, x->estimate + at,
                          x->std_error + at, x->low + at,    x->high + at};
}

void audit_event_incidence(const audit_hits *hits, size_t n, size_t n_outcomes,
                           const audit_cell_rows *cells,
                           const audit_cell_ends *ends,
                           audit_incidence_kind kind, const double *times,
                           size_t k, double conf_level, size_t days,
                           int *workspace, double *time,
                           const audit_curve *curve)
{
    size_t room = cells->n_rows * days, to = 0;
    struct days by_day = {days, workspace, workspace + room,
                          workspace + 2 * room};

    for (size_t i = 0; i < 3 * room; i++)
        workspace[i] = 0;
    for (size_t d = 0; d < days; d++)
        time[d] = (double) d;
    for (size_t c = 0; c < cells->n; c++)
        if (cells->row[c] > 0)
            ++*ending(&by_day, ends, (size_t) cells->row[c] - 1, c);
    for (size_t o = 0; o < n_outcomes; o++) {
        size_t from = to;

        while (to < n && (size_t) hits->outcome[to] == o + 1)
            to++;
        move(hits, from, to, cells, ends, &by_day, 1);
        for (size_t r = 0; r < cells->n_rows; r++) {
            size_t at = r * days;
            audit_tally tally = {days, time, by_day.events + at,
                                 by_day.competing + at, by_day.censored + at};
            audit_curve part = part_of(curve, (o * cells->n_rows + r) * k);
            audit_curve_incidence(&tally, kind, times, k, conf_level, &part);
        }
        move(hits, from, to, cells, ends, &by_day, -1);
    }
}
