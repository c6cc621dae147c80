#include "spell_grid.h"

#include "base/values.h"

/* Without branches, which are hard to foresee where patients change. */
int audit_spells_rise(const int *patient, const int *start, const int *stop,
                      size_t n)
{
    int falls = 0;

    for (size_t i = 1; i < n; i++) {
        int same = patient[i] == patient[i - 1];
        int later = (start[i] > start[i - 1]) |
                    ((start[i] == start[i - 1]) & (stop[i] >= stop[i - 1]));

        falls |= (patient[i] < patient[i - 1]) | (same & !later);
    }
    return !falls;
}

/* Without a call for the counts that there mostly are. */
static int is_count(double x)
{
    return x == 0 || x == 1 || audit_is_count(x);
}

/*
 * Whether the patient is at risk up to where spell i, which has no length, stands.
 * Others of that kind may come between; one with events has been found to be.
 */
static int is_at_risk(const audit_grid *x, size_t i)
{
    for (size_t j = i; j > 0 && x->patient[j - 1] == x->patient[i] &&
                       x->stop[j - 1] == x->start[i]; j--)
        if (x->start[j - 1] < x->stop[j - 1] || x->events[j - 1] > 0)
            return 1;
    return 0;
}

static audit_code code_of(const audit_grid *x, size_t i, size_t n_patients)
{
    int same = i > 0 && x->patient[i] == x->patient[i - 1];

    if (x->patient[i] < 1 || (size_t) x->patient[i] > n_patients)
        return AUDIT_BAD_PATIENT;
    if (x->start[i] < -1 || x->stop[i] < x->start[i] || x->stop[i] < 0 ||
        (size_t) x->stop[i] >= x->n_places)
        return AUDIT_BAD_INTERVAL;
    if (!is_count(x->events[i]))
        return AUDIT_BAD_COUNT;
    if (i > 0 && (x->patient[i] < x->patient[i - 1] ||
                  (same && x->start[i] < x->start[i - 1])))
        return AUDIT_NOT_SORTED;
    if (same && x->start[i] < x->stop[i - 1])
        return AUDIT_OVERLAP;
    if (x->start[i] == x->stop[i] && x->events[i] > 0 && !is_at_risk(x, i))
        return AUDIT_EVENTS_IN_NO_TIME;
    return AUDIT_OK;
}

/* Whether all is well with most spells, without branches, the first apart. */
static int is_well(const audit_grid *x, size_t i, int most)
{
    int start = x->start[i], stop = x->stop[i], before = x->stop[i - 1];
    int same = x->patient[i] == x->patient[i - 1];
    double events = x->events[i];

    return (x->patient[i] >= x->patient[i - 1]) & (start >= -1) &
           (start < stop) & (stop < most) & (!same | (start >= before)) &
           ((events == 0) | (events == 1));
}

audit_status audit_check_grid(const audit_grid *x, size_t n_patients)
{
    for (size_t i = 0; i < x->n; i++) {
        if (i > 0 && x->n_places <= INT_MAX &&
            is_well(x, i, (int) x->n_places) && i + 1 < x->n)
            continue;
        audit_code code = code_of(x, i, n_patients);

        if (code != AUDIT_OK)
            return audit_fail(code, i);
    }
    return audit_ok();
}

void audit_at_risk(const audit_grid *x, double *at_risk, double *events)
{
    for (size_t j = 0; j < x->n_places; j++)
        at_risk[j] = events[j] = 0;
    at_risk[x->n_places] = 0;
    /* The two ends of a spell without length cancel. */
    for (size_t i = 0; i < x->n; i++) {
        at_risk[x->start[i] + 1] += 1;
        at_risk[x->stop[i] + 1] -= 1;
        events[x->stop[i]] += x->events[i];
    }
    for (size_t j = 1; j <= x->n_places; j++)
        at_risk[j] += at_risk[j - 1];
}

audit_status audit_check_places(size_t n_places, const audit_places *at)
{
    for (size_t j = 0; j < at->k; j++) {
        if (at->upto[j] < -1 || at->upto[j] >= (int) n_places ||
            (at->on[j] && at->upto[j] < 0) ||
            (j > 0 && at->upto[j] < at->upto[j - 1]))
            return audit_fail(AUDIT_BAD_TIME, j);
    }
    return audit_ok();
}
