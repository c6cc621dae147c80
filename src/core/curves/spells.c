#include "spells.h"

#include "base/values.h"

/* Sums of counts up to it have no error, so that their order is no matter. */
static const double most_events = 0x1p52;

static audit_code code_of(const audit_spells *x, size_t i)
{
    double start = x->start ? x->start[i] - x->first : -1;
    double stop = x->stop[i] - x->first;

    if (x->patient && (x->patient[i] < x->least ||
                       (double) x->patient[i] - x->least >=
                           (double) x->n_patients))
        return AUDIT_BAD_PATIENT;
    /* NaN compares with nothing. */
    if (!(stop >= 0 && stop < (double) x->n_places && start <= stop &&
          start >= (x->start ? 0 : -1)) ||
        stop != floor(stop) || start != floor(start))
        return AUDIT_BAD_INTERVAL;
    if (!audit_is_count(x->events[i]))
        return AUDIT_BAD_COUNT;
    return AUDIT_OK;
}

/* Whether all is well with most spells, without a call; of counts 0 and 1 are. */
static int is_well(const audit_spells *x, size_t i, double most)
{
    double stop = x->stop[i] - x->first, events = x->events[i];
    double start = x->start ? x->start[i] - x->first : 0;

    if (!(start >= 0 && start <= stop && stop < most))
        return 0;
    if (x->patient && (x->patient[i] < x->least ||
                       (size_t) ((long long) x->patient[i] - x->least) >=
                           x->n_patients))
        return 0;
    return ((double) (int) start == start) & ((double) (int) stop == stop) &
           (events * (events - 1) == 0);
}

/* The spell with the most events of those that stop at a place. */
static size_t greatest_at(const audit_spells *x, int place)
{
    size_t greatest = x->n;

    for (size_t i = 0; i < x->n; i++)
        if (audit_stop_place(x, i) == place &&
            (greatest == x->n || x->events[i] > x->events[greatest]))
            greatest = i;
    return greatest;
}

audit_status audit_tally_spells(const audit_spells *x, double *at_risk,
                                double *events, int *stops, int *counted)
{
    size_t m = x->n_places;

    if (x->n > INT_MAX - 2 || m >= INT_MAX / 2)
        return audit_fail(AUDIT_TOO_MANY, INT_MAX);
    for (size_t j = 0; j < m; j++)
        at_risk[j] = events[j] = stops[2 * j] = stops[2 * j + 1] = 0;
    at_risk[m] = *counted = 0;
    for (size_t i = 0; i < x->n; i++) {
        if (!is_well(x, i, (double) m)) {
            audit_code code = code_of(x, i);

            if (code != AUDIT_OK)
                return audit_fail(code, i);
            *counted = 1;
        }
        int start = audit_start_place(x, i), stop = audit_stop_place(x, i);
        at_risk[start + 1] += 1;
        events[stop] += x->events[i];
        stops[2 * stop + (start == stop)]++;
        *counted |= start == stop;
    }
    /* Start and stop of a spell without length cancel. */
    for (size_t j = 1; j <= m; j++) {
        at_risk[j] += at_risk[j - 1] - stops[2 * j - 2] - stops[2 * j - 1];
        if (events[j - 1] > most_events)
            return audit_fail(AUDIT_BAD_COUNT, greatest_at(x, (int) j - 1));
    }
    return audit_ok();
}
