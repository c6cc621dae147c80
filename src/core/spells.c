#include "spells.h"

#include "values.h"

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

/* Without branches, and without a call for the counts that there mostly are. */
static int is_well(const audit_spells *x, size_t i, double most, double least)
{
    double start = x->start ? x->start[i] - x->first : -1;
    double stop = x->stop[i] - x->first, events = x->events[i];
    long long patient = x->patient ? (long long) x->patient[i] - x->least : 0;

    if (!((start >= least) & (start <= stop) & (stop >= 0) & (stop < most)))
        return 0;
    return ((double) (int) start == start) & ((double) (int) stop == stop) &
           ((events == 0) | (events == 1)) & (patient >= 0) &
           (patient < (long long) x->n_patients || !x->patient);
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
        if (!is_well(x, i, (double) m, x->start ? 0 : -1)) {
            audit_code code = code_of(x, i);

            if (code != AUDIT_OK)
                return audit_fail(code, i);
            *counted = 1;
        }
        int start = audit_start_place(x, i), stop = audit_stop_place(x, i);
        /* Of a spell without length the two cancel. */
        at_risk[start + 1] += 1;
        at_risk[stop + 1] -= 1;
        events[stop] += x->events[i];
        stops[2 * stop + (start == stop)]++;
        *counted |= start == stop;
    }
    for (size_t j = 1; j <= m; j++)
        at_risk[j] += at_risk[j - 1];
    return audit_ok();
}
