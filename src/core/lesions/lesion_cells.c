#include "lesion_cells.h"

#include <math.h>

#include "base/values.h"

/* The sums of a cell, in the order of audit_lesion_sums. */
enum {
    SCANS, T2_SCANS, T2, T2_MOST, T2_DAYS, T2_UNKNOWN, STRADDLING, SHARED,
    SHARED_MOST, SHARED_DAYS, GD_SCANS, GD, GD_MOST, GD_UNKNOWN, ACTIVE_SCANS,
    ACTIVE, ACTIVE_MOST, GIVEN_SCANS, GIVEN, GIVEN_MOST
};

/* The sums that are wanted, and where they go. */
typedef struct {
    size_t n;
    int of[AUDIT_N_LESION_SUMS];
    double *to[AUDIT_N_LESION_SUMS];
    int by_day;              /* whether any is of what scans show on their day */
} wanted_sums;

static double at(const double *x, size_t i)
{
    return x ? x[i] : NAN;
}

/* Lesions of the first so many days of an interval, to the nearest part. */
static double up_to(double count, double days, double of)
{
    return floor(count * days / of / AUDIT_PART + 0.5) * AUDIT_PART;
}

/*
 * The period's share of lesions over (compared, day]. As differences of what lies
 * up to each day, the shares of days apart add up to the whole without error.
 */
static double share_of(double count, int compared, int day,
                       const audit_days *period)
{
    double of = (double) day - compared, share = 0;

    if (isinf(count))
        return count;
    for (size_t i = 0; i < period->n; i++) {
        int from = period->start[i] > compared ? period->start[i] : compared;
        int to = period->stop[i] < day ? period->stop[i] : day;

        if (from < to)
            share += up_to(count, (double) to - compared, of) -
                     up_to(count, (double) from - compared, of);
    }
    return share;
}

/*
 * Scans next to one another that are all the same to a period: from the first to
 * the one before the end.
 */
typedef struct {
    size_t first, end;
} scan_run;

/* Whole intervals, with what is known of their T2 lesions. */
static void add_t2(audit_period_work *w, const audit_scans *scans, scan_run run,
                   const audit_lesion_counts *x)
{
    double n = 0, sum = 0, most_sum = 0, days = 0, unknown = 0;

    for (size_t s = run.first; s < run.end; s++) {
        double t2 = at(x->t2, s), most = at(x->t2_most, s);
        if (!isnan(t2)) {
            n++;
            sum += t2;
            most_sum += most;
            days += (double) scans->day[s] - scans->compared[s];
        } else {
            unknown += !(most == 0 || at(x->active_most, s) == 0);
        }
    }
    w->sums[T2_SCANS] += n;
    w->sums[T2] += sum;
    w->sums[T2_MOST] += most_sum;
    w->sums[T2_DAYS] += days;
    w->sums[T2_UNKNOWN] += unknown;
}

/* An interval that is in none whole. */
static void add_across(audit_period_work *w, const audit_scans *scans, size_t s,
                       const audit_lesion_counts *x, audit_straddling straddling)
{
    double t2 = at(x->t2, s), most = at(x->t2_most, s);

    w->sums[T2_UNKNOWN] += !(most == 0 || at(x->active_most, s) == 0);
    if (straddling != AUDIT_SHARE || isnan(t2))
        return;
    w->sums[SHARED] += share_of(t2, scans->compared[s], scans->day[s],
                                &w->days);
    w->sums[SHARED_MOST] += share_of(most, scans->compared[s], scans->day[s],
                                     &w->days);
    w->sums[SHARED_DAYS] += w->interval.days;
}

static void add_gd(audit_period_work *w, scan_run run,
                   const audit_lesion_counts *x)
{
    double n = 0, sum = 0, most_sum = 0, unknown = 0;

    for (size_t s = run.first; s < run.end; s++) {
        double gd = at(x->gd, s);
        if (!isnan(gd)) {
            n++;
            sum += gd;
            most_sum += at(x->gd_most, s);
        } else {
            unknown += !(at(x->active_most, s) == 0);
        }
    }
    w->sums[GD_SCANS] += n;
    w->sums[GD] += sum;
    w->sums[GD_MOST] += most_sum;
    w->sums[GD_UNKNOWN] += unknown;
}

/* How many scans have combined lesions that are known by bounds alone. */
static double add_active(audit_period_work *w, scan_run run,
                         const audit_lesion_counts *x)
{
    int paired = w->has_scan && x->t2 && x->gd;
    double n = 0, sum = 0, most_sum = 0, by_bounds = 0;

    if (!x->active && !paired)
        return 0;
    for (size_t s = run.first; s < run.end; s++) {
        double least = at(x->active, s), most = at(x->active_most, s);
        int given = !isnan(least);
        if (!given && paired && !isnan(x->t2[s]) && !isnan(x->gd[s])) {
            least = x->t2[s] > x->gd[s] ? x->t2[s] : x->gd[s];
            most = x->t2_most[s] + x->gd_most[s];
        }
        if (isnan(least))
            continue;
        n++;
        sum += least;
        most_sum += most;
        by_bounds += !given;
    }
    w->sums[ACTIVE_SCANS] += n;
    w->sums[ACTIVE] += sum;
    w->sums[ACTIVE_MOST] += most_sum;
    return by_bounds;
}

/* Combined lesions that were given as such. */
static void add_given(audit_period_work *w, scan_run run,
                      const audit_lesion_counts *x)
{
    double n = 0, sum = 0, most_sum = 0;

    for (size_t s = run.first; x->active && s < run.end; s++) {
        if (isnan(x->active[s]))
            continue;
        n++;
        sum += x->active[s];
        most_sum += x->active_most[s];
    }
    w->sums[GIVEN_SCANS] += n;
    w->sums[GIVEN] += sum;
    w->sums[GIVEN_MOST] += most_sum;
}

/*
 * Adds scans to the sums of a period, what it has of them as the work says; a run
 * of more than one straddles nothing. Gives of how many bounds were added.
 */
static double add_scans(audit_period_work *w, const audit_scans *scans,
                        scan_run run, const audit_lesion_counts *x,
                        audit_straddling straddling)
{
    double unpaired = 0;

    if (w->straddles)
        w->sums[STRADDLING] += !isnan(at(x->t2, run.first));
    if (w->has_interval) {
        add_t2(w, scans, run, x);
        unpaired = add_active(w, run, x);
        add_given(w, run, x);
    } else if (w->straddles) {
        add_across(w, scans, run.first, x, straddling);
    }
    if (w->has_scan) {
        w->sums[SCANS] += (double) (run.end - run.first);
        add_gd(w, run, x);
    }
    return unpaired;
}

/* Whether the period holds all of the scan, which no other period touches. */
static int holds(const audit_period_work *w, const audit_scans *scans, size_t s)
{
    return w->alone && scans->compared[s] >= w->from && scans->day[s] <= w->to;
}

/* The scans from s on, one after the other, that the period holds. */
static scan_run held_run(const audit_period_work *w, const audit_scans *scans,
                         size_t s)
{
    scan_run run = {s, s + 1};

    while (run.end < scans->n && scans->patient[run.end] == scans->patient[s] &&
           holds(w, scans, run.end))
        run.end++;
    return run;
}

static void note_places(const audit_scans *scans, size_t s, size_t n_periods,
                        const audit_period_work *work, int *place_t2,
                        int *place_gd)
{
    for (size_t p = 0; p < n_periods; p++) {
        place_t2[s + p * scans->n] = audit_place_of_interval(&work[p]);
        place_gd[s + p * scans->n] = audit_place_of_scan(&work[p]);
    }
}

static void write_cells(size_t n_periods, const audit_period_work *work,
                        const wanted_sums *wanted)
{
    for (size_t p = 0; p < n_periods; p++)
        if (work[p].present)
            for (size_t k = 0; k < wanted->n; k++)
                wanted->to[k][work[p].cell] = work[p].sums[wanted->of[k]];
}

static wanted_sums wanted_of(double *const *columns)
{
    wanted_sums wanted = {0, {0}, {NULL}, 0};

    for (int k = 0; k < AUDIT_N_LESION_SUMS; k++) {
        if (!columns[k])
            continue;
        wanted.of[wanted.n] = k;
        wanted.to[wanted.n++] = columns[k];
        wanted.by_day |= k == SCANS || (k >= GD_SCANS && k < GIVEN_SCANS);
    }
    return wanted;
}

static void clear_sums(const wanted_sums *wanted, size_t n_periods,
                       audit_period_work *work)
{
    for (size_t p = 0; p < n_periods; p++)
        for (size_t k = 0; k < wanted->n; k++)
            work[p].sums[wanted->of[k]] = 0;
}

/* What is not wanted is summed with the rest, over all patients. */
static void clear_work(size_t n_periods, audit_period_work *work)
{
    for (size_t p = 0; p < n_periods; p++)
        for (size_t k = 0; k < AUDIT_N_LESION_SUMS; k++)
            work[p].sums[k] = 0;
}

/* What placing a scan needs, the same for all of them. */
struct placing {
    const audit_scans *scans;
    const audit_lesion_counts *counts;
    audit_slack slack;
    audit_straddling straddling;
    size_t n_periods;
    int by_day;
    int *place_t2, *place_gd;
};

/* Scans that one period holds and no other touches, from s on; gives their end. */
static size_t add_held(const struct placing *x, size_t s, audit_period_work *w,
                       audit_lesion_totals *totals)
{
    scan_run run = held_run(w, x->scans, s);

    w->has_interval = 1;
    w->straddles = 0;
    w->has_scan = x->by_day;
    totals->unpaired += add_scans(w, x->scans, run, x->counts, x->straddling);
    return run.end;
}

static void place_and_add(const struct placing *x, size_t s,
                          audit_period_work *work, audit_lesion_totals *totals)
{
    int chosen = audit_place_interval(x->scans, s, x->slack, x->straddling,
                                      x->n_periods, work);
    double unpaired = 0;

    if (x->by_day)
        audit_place_scan(x->scans, s, x->slack, x->n_periods, work);
    totals->chosen += chosen && !isnan(at(x->counts->t2, s));
    for (size_t q = 0; q < x->n_periods; q++)
        if (work[q].present)
            unpaired += add_scans(&work[q], x->scans, (scan_run) {s, s + 1},
                                  x->counts, x->straddling);
    totals->unpaired += unpaired > 0;
    if (x->place_t2)
        note_places(x->scans, s, x->n_periods, work, x->place_t2, x->place_gd);
}

audit_status audit_sum_lesions(const audit_scans *scans,
                               const audit_lesion_counts *counts,
                               const audit_times *times, const int *cell,
                               audit_slack slack, audit_straddling straddling,
                               size_t n_periods, audit_period_work *work,
                               const audit_lesion_sums *sums, size_t n_cells,
                               audit_lesion_totals *totals, int *place_t2,
                               int *place_gd)
{
    double *const columns[AUDIT_N_LESION_SUMS] = {
        sums->scans, sums->t2_scans, sums->t2, sums->t2_most, sums->t2_days,
        sums->t2_unknown, sums->straddling, sums->shared, sums->shared_most,
        sums->shared_days, sums->gd_scans, sums->gd, sums->gd_most,
        sums->gd_unknown, sums->active_scans, sums->active, sums->active_most,
        sums->given_scans, sums->given, sums->given_most,
    };
    int has_all;
    audit_status status = audit_check_scans(scans);
    if (status.code == AUDIT_OK)
        status = audit_find_periods(times, n_periods, cell, n_cells, work,
                                    &has_all);
    if (status.code != AUDIT_OK)
        return status;

    *totals = (audit_lesion_totals) {0, 0};
    wanted_sums wanted = wanted_of(columns);
    for (size_t k = 0; k < wanted.n && !has_all; k++)
        for (size_t c = 0; c < n_cells; c++)
            wanted.to[k][c] = 0;
    clear_work(n_periods, work);
    if (place_t2)
        for (size_t i = 0; i < scans->n * n_periods; i++)
            place_t2[i] = place_gd[i] = 0;
    const struct placing placing = {
        scans, counts, slack, straddling, n_periods, place_gd || wanted.by_day,
        place_t2, place_gd};
    size_t s = 0;
    for (int patient; (patient = audit_next_patient(times, n_periods, work));) {
        audit_take_patient(times, cell, patient, n_periods, work);
        clear_sums(&wanted, n_periods, work);
        while (s < scans->n && scans->patient[s] < patient)
            s++;
        size_t p = 0;        /* that had the last scan */
        while (s < scans->n && scans->patient[s] == patient) {
            for (size_t q = 0; q < n_periods && !holds(&work[p], scans, s); q++)
                p = p + 1 < n_periods ? p + 1 : 0;
            if (!place_t2 && holds(&work[p], scans, s))
                s = add_held(&placing, s, &work[p], totals);
            else
                place_and_add(&placing, s++, work, totals);
        }
        write_cells(n_periods, work, &wanted);
    }
    return audit_ok();
}
