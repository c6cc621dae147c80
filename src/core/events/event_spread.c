#include "event_spread.h"

/* The days of each row's cells, each number of them once: those of row r are from
   first[r] to first[r + 1]. */
struct bins {
    const size_t *first;
    const double *days, *often;
};

/* What cells of one outcome had, by row: a count of events or, of a cell that had
   one before, -1. */
struct runs {
    size_t *first;
    double *counts, *days;
};

static struct bins bin_days(const audit_cell_rows *cells, const int *order,
                            size_t *first, double *days, double *often)
{
    size_t n = 0, row = 0;

    for (size_t i = 0; i < cells->n; i++) {
        size_t c = (size_t) order[i];
        if (cells->row[c] < 1)
            continue;
        int is_new_row = (size_t) cells->row[c] != row;
        for (; row < (size_t) cells->row[c]; row++)
            first[row] = n;
        if (is_new_row || days[n - 1] != cells->days[c]) {
            days[n] = cells->days[c];
            often[n++] = 0;
        }
        often[n - 1]++;
    }
    for (; row <= cells->n_rows; row++)
        first[row] = n;
    return (struct bins) {first, days, often};
}

/* Deals the hits from `from` on, of one outcome, to the rows; where they end. */
static size_t deal(const audit_hits *hits, size_t from, size_t n, int outcome,
                   const audit_cell_rows *cells, struct runs *runs)
{
    size_t k = cells->n_rows, to = from, end, sum = 0;

    for (size_t r = 0; r <= k; r++)
        runs->first[r] = 0;
    for (; to < n && hits->outcome[to] == outcome; to++) {
        int c = hits->cell[to];
        if (cells->row[c] > 0 && (to == from || hits->cell[to - 1] != c))
            runs->first[cells->row[c]]++;
    }
    for (size_t r = 1; r <= k; r++) {
        size_t size = runs->first[r];
        runs->first[r] = sum;
        sum += size;
    }
    for (size_t i = from; i < to; i = end) {
        int c = hits->cell[i];

        for (end = i + 1; end < to && hits->cell[end] == c; end++)
            ;
        if (cells->row[c] < 1)
            continue;
        size_t at = runs->first[cells->row[c]]++;
        int is_before = hits->time[i] == AUDIT_BEFORE;
        runs->counts[at] = is_before ? -1 : (double) (end - i);
        runs->days[at] = cells->days[c];
    }
    return to;
}

/* The bin of so many days, among n in order. */
static size_t bin_of(const double *days, size_t n, double wanted)
{
    size_t low = 0;

    while (n > 1) {
        size_t half = n / 2;
        if (days[low + half] <= wanted)
            low += half;
        n -= half;
    }
    return low;
}

/* One row, without whoever had an event before. The counts of the others close
   up. */
static audit_spreading begin_row(const struct bins *bins, struct runs *runs,
                                 size_t r, double *often)
{
    const double *days = bins->days + bins->first[r];
    size_t n_days = bins->first[r + 1] - bins->first[r];
    size_t n_counts = 0, from = runs->first[r];

    for (size_t i = 0; i < n_days; i++)
        often[i] = bins->often[bins->first[r] + i];
    for (size_t i = from; i < runs->first[r + 1]; i++) {
        if (runs->counts[i] < 0) {
            often[bin_of(days, n_days, runs->days[i])]--;
        } else {
            runs->counts[from + n_counts] = runs->counts[i];
            runs->days[from + n_counts++] = runs->days[i];
        }
    }
    audit_group_counts group = {n_days, days, often, n_counts,
                                runs->counts + from, runs->days + from};
    if (n_counts == 0)
        return (audit_spreading) {.spread = audit_no_spread(1), .is_done = 1,
                                  .group = group};
    return audit_spread_begin(&group);
}

/* The next row, of the next outcome after the last. */
static void begin_next(audit_event_spread *work)
{
    struct bins bins = {work->first_days, work->days, work->often};
    struct runs runs = {work->first_counts, work->counts, work->count_days};

    if (work->row == work->cells->n_rows) {
        work->row = 0;
        work->outcome++;
    }
    if (work->outcome == work->n_outcomes || work->cells->n_rows == 0) {
        work->is_done = 1;
        return;
    }
    if (work->row == 0)
        work->next = deal(work->hits, work->next, work->n,
                          (int) work->outcome + 1, work->cells, &runs);
    work->now = begin_row(&bins, &runs, work->row, work->still);
}

audit_event_spread
audit_event_spread_begin(const audit_hits *hits, size_t n, size_t n_outcomes,
                         const audit_cell_rows *cells, const int *order,
                         const audit_spread_room *room, audit_spread *spread)
{
    size_t k = cells->n_rows, m = cells->n;
    double *x = room->values;
    struct bins bins = bin_days(cells, order, room->first, x, x + m);
    audit_event_spread work = {
        .hits = hits, .cells = cells, .n = n, .n_outcomes = n_outcomes,
        .first_days = bins.first, .days = bins.days, .often = bins.often,
        .first_counts = room->first + k + 1, .counts = x + 2 * m,
        .count_days = x + 3 * m, .still = x + 4 * m, .spread = spread,
    };

    begin_next(&work);
    return work;
}

audit_status audit_event_spread_go_on(audit_event_spread *work, size_t patients)
{
    for (size_t seen = 0; !work->is_done && seen < patients;) {
        size_t at = work->outcome * work->cells->n_rows + work->row;
        seen += work->now.group.n_times + work->now.group.n_counts + 1;
        audit_status status = audit_spread_go_on(&work->now);

        if (status.code != AUDIT_OK)
            return audit_fail(status.code, at);
        if (work->now.is_done) {
            work->spread[at] = work->now.spread;
            work->row++;
            begin_next(work);
        }
    }
    return audit_ok();
}

audit_status audit_spread_events(const audit_hits *hits, size_t n,
                                 size_t n_outcomes,
                                 const audit_cell_rows *cells,
                                 const int *order,
                                 const audit_spread_room *room,
                                 audit_spread *spread)
{
    audit_event_spread work = audit_event_spread_begin(
        hits, n, n_outcomes, cells, order, room, spread);
    audit_status status = audit_ok();

    while (status.code == AUDIT_OK && !work.is_done)
        status = audit_event_spread_go_on(&work, 1);
    return status;
}
