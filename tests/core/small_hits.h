/* small_hits.h - a few cells' random hits, and what they are by looking at all */
#ifndef MSAUDIT_SMALL_HITS_H
#define MSAUDIT_SMALL_HITS_H

#include "events/event_sums.h"

enum { N_CELLS = 8, N_ROWS = 2, N_OUTCOMES = 3, MOST_HITS = 64, N_DAYS = 12 };

/* Random cells of two rows, one of them in none, and hits in their order. */
struct example {
    int row[N_CELLS], days[N_CELLS], end[N_CELLS], competing[N_CELLS];
    size_t n;
    int outcome[MOST_HITS], cell[MOST_HITS], time[MOST_HITS], event[MOST_HITS];
};

static inline struct example random_example(uint32_t *seed)
{
    struct example x = {.n = 0};

    for (int c = 0; c < N_CELLS; c++) {
        x.row[c] = c == 5 ? 0 : 1 + draw(seed, N_ROWS);
        x.days[c] = x.end[c] = 1 + draw(seed, N_DAYS - 1);
        x.competing[c] = draw(seed, 2);
    }
    for (int o = 1; o <= N_OUTCOMES; o++)
        for (int c = 0; c < N_CELLS; c++) {
            int time = draw(seed, 6) == 0 ? AUDIT_BEFORE : 0;
            for (int k = draw(seed, 4); k > 0 && x.n < MOST_HITS; k--) {
                if (x.n > 0 && x.cell[x.n - 1] == c && x.outcome[x.n - 1] == o)
                    time = time < 0 ? 0 : time + draw(seed, 2);
                if (time > x.days[c])
                    continue;
                x.outcome[x.n] = o;
                x.cell[x.n] = c;
                x.time[x.n] = time;
                x.event[x.n] = (int) x.n;
                x.n++;
            }
        }
    return x;
}

/* What the i-th patient of an outcome has: -1 of one who is left out. */
static inline int count_of(const struct example *x, int o, int c, int *first)
{
    int count = 0;

    *first = x->days[c];
    for (size_t i = 0; i < x->n; i++)
        if (x->outcome[i] == o && x->cell[i] == c) {
            if (x->time[i] == AUDIT_BEFORE)
                return -1;
            if (count++ == 0)
                *first = x->time[i];
        }
    return count;
}

#endif
