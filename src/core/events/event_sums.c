#include "event_sums.h"

#include <math.h>

/* What all cells of a row add up to, and what is left of the squares of the
   days, and of the counts about their mean, for one outcome. */
struct rows {
    size_t n;
    double *patients, *days, *squares, *left, *spread;
};

static void sum_rows(const audit_cell_rows *cells, struct rows *rows)
{
    for (size_t r = 0; r < rows->n; r++)
        rows->patients[r] = rows->days[r] = rows->squares[r] = 0;
    for (size_t c = 0; c < cells->n; c++) {
        double days = cells->days[c];

        if (cells->row[c] < 1)
            continue;
        size_t r = (size_t) cells->row[c] - 1;
        rows->patients[r]++;
        rows->days[r] += days;
        rows->squares[r] += days * days;
    }
}

/* The end of the hits of one outcome and cell that begin with the i-th. */
static size_t run_end(const audit_hits *hits, size_t n, size_t i)
{
    size_t end = i + 1;

    while (end < n && hits->outcome[end] == hits->outcome[i] &&
           hits->cell[end] == hits->cell[i])
        end++;
    return end;
}

static void add_run(const audit_hits *hits, size_t first, double count,
                    double days, size_t r, double *left,
                    const audit_event_sums *sums, size_t at)
{
    *left -= days * days;
    if (hits->time[first] == AUDIT_BEFORE) {
        sums->patients[at + r]--;
        sums->days[at + r] -= days;
        sums->first_days[at + r] -= days;
    } else {
        sums->with_event[at + r]++;
        sums->twice[at + r] += count >= 2;
        sums->events[at + r] += count;
        sums->first_days[at + r] += hits->time[first] - days;
    }
}

static void begin(const struct rows *rows, const audit_event_sums *sums,
                  size_t at)
{
    for (size_t r = 0; r < rows->n; r++) {
        sums->patients[at + r] = rows->patients[r];
        sums->days[at + r] = sums->first_days[at + r] = rows->days[r];
        sums->with_event[at + r] = sums->twice[at + r] = 0;
        sums->events[at + r] = 0;
        rows->left[r] = rows->squares[r];
    }
}

/* Patients without an event are as far from their mean as their days say. */
static void disperse(const audit_hits *hits, size_t from, size_t to,
                     const audit_cell_rows *cells, struct rows *rows,
                     const audit_event_sums *sums, size_t at)
{
    for (size_t r = 0; r < rows->n; r++) {
        double rate = sums->events[at + r] / sums->days[at + r];
        rows->spread[r] = rate * rate * rows->left[r];
    }
    for (size_t i = from, end; i < to; i = end) {
        size_t c = (size_t) hits->cell[i];

        end = run_end(hits, to, i);
        if (hits->time[i] == AUDIT_BEFORE || cells->row[c] < 1)
            continue;
        size_t r = (size_t) cells->row[c] - 1;
        double rate = sums->events[at + r] / sums->days[at + r];
        double away = (double) (end - i) - rate * cells->days[c];
        rows->spread[r] += away * away;
    }
    for (size_t r = 0; r < rows->n; r++) {
        double n = sums->patients[at + r], y = sums->events[at + r];
        sums->dispersion[at + r] =
            n > 1 && y > 0 ? fmax(1, n / (n - 1) * rows->spread[r] / y) : 1;
    }
}

void audit_sum_events(const audit_hits *hits, size_t n, size_t n_outcomes,
                      const audit_cell_rows *cells, double *workspace,
                      const audit_event_sums *sums)
{
    size_t k = cells->n_rows, to = 0;
    struct rows rows = {k, workspace, workspace + k, workspace + 2 * k,
                        workspace + 3 * k, workspace + 4 * k};

    sum_rows(cells, &rows);
    for (size_t o = 0; o < n_outcomes; o++) {
        size_t from = to, at = o * k;

        begin(&rows, sums, at);
        while (to < n && (size_t) hits->outcome[to] == o + 1) {
            size_t c = (size_t) hits->cell[to], first = to;

            to = run_end(hits, n, to);
            if (cells->row[c] < 1)
                continue;
            size_t r = (size_t) cells->row[c] - 1;
            add_run(hits, first, (double) (to - first), cells->days[c], r,
                    &rows.left[r], sums, at);
        }
        disperse(hits, from, to, cells, &rows, sums, at);
    }
}
