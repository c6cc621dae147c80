#include "lesion_places.h"

#include "base/values.h"

audit_status audit_find_periods(const audit_times *times, size_t n_periods,
                                const int *cell, size_t n_cells,
                                audit_period_work *work, int *has_all)
{
    size_t n_rising = 0;

    for (size_t p = 0; p < n_periods; p++)
        work[p].next = work[p].end = 0;
    for (size_t i = 0; i < times->n; i++) {
        int period = times->period[i];

        if (period < 1 || (size_t) period > n_periods || cell[i] < 0 ||
            (size_t) cell[i] >= n_cells)
            return audit_fail(AUDIT_BAD_GROUP, i);
        if (times->patient[i] < 1)
            return audit_fail(AUDIT_BAD_PATIENT, i);
        int new = i == 0 || period != times->period[i - 1];
        if (i > 0 && (period < times->period[i - 1] ||
                      (!new && times->patient[i] < times->patient[i - 1])))
            return audit_fail(AUDIT_NOT_SORTED, i);
        if (new)
            work[period - 1].next = i;
        if (new || times->patient[i] != times->patient[i - 1])
            n_rising += (size_t) cell[i] == n_rising;
        work[period - 1].end = i + 1;
    }
    *has_all = n_rising == n_cells;
    return audit_ok();
}

int audit_next_patient(const audit_times *times, size_t n_periods,
                       const audit_period_work *work)
{
    int patient = 0;

    for (size_t p = 0; p < n_periods; p++) {
        if (work[p].next == work[p].end)
            continue;
        int candidate = times->patient[work[p].next];
        if (patient == 0 || candidate < patient)
            patient = candidate;
    }
    return patient;
}

/* Not asked of many periods, since each is compared with each. */
static int is_alone(const audit_period_work *work, size_t n_periods, size_t p)
{
    enum { MOST = 8 };
    const audit_period_work *w = &work[p];

    if (!w->present || w->days.n > 1 || n_periods > MOST)
        return 0;
    for (size_t q = 0; q < n_periods; q++)
        if (q != p && work[q].present && work[q].from < w->to &&
            w->from < work[q].to)
            return 0;
    return 1;
}

void audit_take_patient(const audit_times *times, const int *cell, int patient,
                        size_t n_periods, audit_period_work *work)
{
    for (size_t p = 0; p < n_periods; p++) {
        audit_period_work *w = &work[p];
        size_t first = w->next;

        while (w->next < w->end && times->patient[w->next] == patient)
            w->next++;
        w->present = w->next > first;
        if (!w->present)
            continue;
        w->cell = cell[first];
        w->days = (audit_days) {w->next - first, times->start + first,
                                times->stop + first};
        w->from = times->start[first];
        w->to = times->stop[w->next - 1];
        w->has_scan = 0;
        w->scan.after = AUDIT_MISSING;
    }
    for (size_t p = 0; p < n_periods; p++)
        work[p].alone = is_alone(work, n_periods, p);
}

/* Whether period q is the better place of an interval than p: see the header. */
static int better(const audit_period_work *work, size_t q, size_t p)
{
    const audit_interval_fit *a = &work[p].interval, *b = &work[q].interval;

    if (b->days != a->days)
        return b->days > a->days;
    return b->start > a->start || (b->start == a->start && q > p);
}

static int nearer(const audit_period_work *work, size_t q, size_t p)
{
    const audit_scan_fit *a = &work[p].scan, *b = &work[q].scan;

    if (b->after != a->after)
        return b->after < a->after;
    return b->start > a->start || (b->start == a->start && q > p);
}

/* What a period can be to a scan: whether it is a candidate to have it. */
typedef int candidate(const audit_period_work *work);

static int fits(const audit_period_work *work)
{
    return work->present && work->interval.fits == AUDIT_FITS;
}

static int ends(const audit_period_work *work)
{
    return work->present && work->straddles && work->interval.ends;
}

static int begins(const audit_period_work *work)
{
    return work->present && work->straddles && work->interval.begins;
}

static int shows(const audit_period_work *work)
{
    return work->present && work->scan.after != AUDIT_MISSING;
}

/* Whether a candidate apart from p is a better one. */
static int loses(const audit_period_work *work, size_t n_periods, size_t p,
                 candidate *is_one,
                 int (*wins)(const audit_period_work *, size_t, size_t))
{
    for (size_t q = 0; q < n_periods; q++)
        if (q != p && is_one(&work[q]) && wins(work, q, p) &&
            audit_are_apart(&work[q].days, &work[p].days))
            return 1;
    return 0;
}

/* Gives the interval to the candidates; whether one lost it to another. */
static int give_interval(audit_period_work *work, size_t n_periods,
                         candidate *is_one)
{
    int chosen = 0;

    for (size_t p = 0; p < n_periods; p++) {
        if (!is_one(&work[p]))
            continue;
        work[p].has_interval = !loses(work, n_periods, p, is_one, better);
        chosen |= !work[p].has_interval;
    }
    return chosen;
}

/* Whether period p is straddled: no period apart from it has the interval. */
static int is_straddled(const audit_period_work *work, size_t n_periods,
                        size_t p)
{
    if (!work[p].present || work[p].interval.fits != AUDIT_STRADDLES)
        return 0;
    for (size_t q = 0; q < n_periods; q++)
        if (q != p && work[q].present && work[q].has_interval &&
            audit_are_apart(&work[q].days, &work[p].days))
            return 0;
    return 1;
}

/* An interval that no other period touches. */
static void take_or_straddle(audit_period_work *w, audit_straddling straddling)
{
    w->straddles = w->interval.fits == AUDIT_STRADDLES;
    w->has_interval = !w->straddles ||
                      (straddling == AUDIT_LATER && w->interval.ends) ||
                      (straddling == AUDIT_EARLIER && w->interval.begins);
}

/* Most periods of a patient are one range. */
static void fit_period(audit_period_work *w, int compared, int day,
                       audit_slack slack)
{
    if (w->days.n > 1) {
        w->interval = audit_fit_interval(compared, day, &w->days, slack);
        return;
    }
    w->interval = (audit_interval_fit) {AUDIT_APART, 0, AUDIT_MISSING, 0, 0};
    if (compared != AUDIT_MISSING)
        audit_fit_range(compared, day, w->from, w->to, slack, &w->interval);
}

int audit_place_interval(const audit_scans *scans, size_t s, audit_slack slack,
                         audit_straddling straddling, size_t n_periods,
                         audit_period_work *work)
{
    int compared = scans->compared[s], day = scans->day[s];
    size_t n_touched = 0, touched = 0;

    for (size_t p = 0; p < n_periods; p++) {
        audit_period_work *w = &work[p];
        w->has_interval = w->straddles = 0;
        w->interval.fits = AUDIT_APART;
        if (!w->present || day <= w->from || compared >= w->to)
            continue;
        fit_period(w, compared, day, slack);
        if (w->interval.fits != AUDIT_APART) {
            n_touched++;
            touched = p;
        }
    }
    if (n_touched == 0)
        return 0;
    if (n_touched == 1) {
        take_or_straddle(&work[touched], straddling);
        return 0;
    }
    int chosen = give_interval(work, n_periods, fits);
    for (size_t p = 0; p < n_periods; p++)
        work[p].straddles = is_straddled(work, n_periods, p);
    if (straddling == AUDIT_LATER)
        give_interval(work, n_periods, ends);
    if (straddling == AUDIT_EARLIER)
        give_interval(work, n_periods, begins);
    return chosen;
}

void audit_place_scan(const audit_scans *scans, size_t s, audit_slack slack,
                      size_t n_periods, audit_period_work *work)
{
    int day = scans->day[s];
    size_t n_shown = 0;

    for (size_t p = 0; p < n_periods; p++) {
        audit_period_work *w = &work[p];
        w->scan.after = AUDIT_MISSING;
        if (w->present && day > w->from && day <= (long long) w->to + slack.after)
            w->scan = audit_fit_scan(day, &w->days, slack);
        n_shown += w->scan.after != AUDIT_MISSING;
    }
    for (size_t p = 0; p < n_periods; p++)
        work[p].has_scan = shows(&work[p]) &&
                           (n_shown == 1 ||
                            !loses(work, n_periods, p, shows, nearer));
}

int audit_place_of_interval(const audit_period_work *w)
{
    if (!w->present || w->interval.fits == AUDIT_APART)
        return AUDIT_PLACE_NONE;
    if (w->has_interval)
        return AUDIT_PLACE_HERE;
    return w->straddles ? AUDIT_PLACE_ACROSS : AUDIT_PLACE_OTHER;
}

int audit_place_of_scan(const audit_period_work *w)
{
    if (!shows(w))
        return AUDIT_PLACE_NONE;
    return w->has_scan ? AUDIT_PLACE_HERE : AUDIT_PLACE_OTHER;
}
