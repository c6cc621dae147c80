#include "spell_grid.h"

#include "values.h"

int audit_spells_rise(const int *patient, const int *start, const int *stop,
                      size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (patient[i] > patient[i - 1])
            continue;
        if (patient[i] < patient[i - 1] || start[i] < start[i - 1] ||
            (start[i] == start[i - 1] && stop[i] < stop[i - 1]))
            return 0;
    }
    return 1;
}

audit_status audit_check_grid(const audit_grid *x, size_t n_patients)
{
    for (size_t i = 0; i < x->n; i++) {
        int same = i > 0 && x->patient[i] == x->patient[i - 1];

        if (x->patient[i] < 1 || (size_t) x->patient[i] > n_patients)
            return audit_fail(AUDIT_BAD_PATIENT, i);
        if (x->start[i] < -1 || x->stop[i] < x->start[i] || x->stop[i] < 0 ||
            (size_t) x->stop[i] >= x->n_places)
            return audit_fail(AUDIT_BAD_INTERVAL, i);
        if (!audit_is_count(x->events[i]))
            return audit_fail(AUDIT_BAD_COUNT, i);
        if (i > 0 && (x->patient[i] < x->patient[i - 1] ||
                      (same && x->start[i] < x->start[i - 1])))
            return audit_fail(AUDIT_NOT_SORTED, i);
        if (same && x->start[i] < x->stop[i - 1])
            return audit_fail(AUDIT_OVERLAP, i);
        if (x->start[i] == x->stop[i] && x->events[i] > 0 &&
            !(same && x->stop[i - 1] == x->start[i]))
            return audit_fail(AUDIT_EVENTS_IN_NO_TIME, i);
    }
    return audit_ok();
}

void audit_at_risk(const audit_grid *x, double *at_risk, double *events)
{
    for (size_t j = 0; j < x->n_places; j++)
        at_risk[j] = events[j] = 0;
    at_risk[x->n_places] = 0;
    /* Of a spell without length the two cancel. */
    for (size_t i = 0; i < x->n; i++) {
        at_risk[x->start[i] + 1] += 1;
        at_risk[x->stop[i] + 1] -= 1;
        events[x->stop[i]] += x->events[i];
    }
    for (size_t j = 1; j <= x->n_places; j++)
        at_risk[j] += at_risk[j - 1];
}

audit_status audit_check_places(const audit_grid *x, const audit_places *at)
{
    for (size_t j = 0; j < at->k; j++) {
        if (at->upto[j] < -1 || at->upto[j] >= (int) x->n_places ||
            (at->on[j] && at->upto[j] < 0) ||
            (j > 0 && at->upto[j] < at->upto[j - 1]))
            return audit_fail(AUDIT_BAD_TIME, j);
    }
    return audit_ok();
}
