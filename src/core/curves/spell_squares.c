#include "spell_squares.h"

#include "base/sum.h"

/*
 * While a patient is at risk the influence plus the drift, its base, stays the
 * same between events; out of risk the influence itself does. Of those at risk the
 * squares of (base - drift) are, summed up, those of base less twice the drift
 * times the bases. Spells are gone through in order of their stop, each patient
 * being looked up, since spells are sorted by time at once, by patient not.
 */
struct walk {
    const audit_steps *steps;
    int n;
    audit_due *due;
    double *counts; /* NULL where all are 0 or 1 */
    audit_followed *patients;
    audit_place_change *changes;
    audit_steps_of_sum rounding;
};

enum { NEVER = -2, MERGED = -3 };

/* Patients come in no order, so that most of the time would go into waiting for
   memory: it is asked for so many spells ahead. */
enum { AHEAD = 48 };

#ifdef __GNUC__
#define FETCH(address) __builtin_prefetch(address, 1)
#else
#define FETCH(address) ((void) (address))
#endif

static int patient_of(const struct walk *x, int k)
{
    int patient = x->due[k].patient;

    return patient < 0 ? ~patient : patient;
}

static double events_of(const struct walk *x, int k)
{
    if (x->due[k].patient >= 0)
        return 0;
    return x->counts ? x->counts[k] : 1;
}

static void turn(struct walk *x, int place, double base, int entries)
{
    audit_place_change *change = &x->changes[place];

    audit_add_steadily(&change->turnover, entries * base, &x->rounding);
    change->entries += entries;
}

static void leave(struct walk *x, audit_followed *patient)
{
    turn(x, patient->until, patient->influence, -1);
    patient->influence -= x->steps->drift[patient->until];
    patient->is_at_risk = 0;
}

static void enter(struct walk *x, audit_followed *patient, int start)
{
    patient->is_at_risk = 1;
    if (start < 0)
        return;
    patient->influence += x->steps->drift[start];
    turn(x, start, patient->influence, 1);
}

/* Whether the spell is after those before it. */
static int follow(struct walk *x, audit_followed *patient, int start, int stop)
{
    if (start < patient->until)
        return 0;
    if (!patient->is_at_risk || start != patient->until) {
        if (patient->is_at_risk)
            leave(x, patient);
        if (start < stop)
            enter(x, patient, start);
    }
    patient->until = stop;
    return 1;
}

static void happen(const struct walk *x, audit_followed *patient, double events,
                   double own, audit_steady_sum *bases)
{
    audit_add_steadily(bases, events * patient->influence, &x->rounding);
    patient->influence += events * own;
}

/*
 * Further events of one patient on one day are taken together, so that their order
 * is no matter: the first such spell is kept in place of the day.
 */
static audit_status merge(struct walk *x, int from, int to, int stop)
{
    for (int k = from; k < to; k++) {
        audit_followed *patient = &x->patients[patient_of(x, k)];

        if (events_of(x, k) == 0)
            continue;
        if (patient->until <= MERGED) {
            x->counts[MERGED - patient->until] += x->counts[k];
            x->counts[k] = 0;
        } else {
            if (!patient->is_at_risk || patient->until != stop)
                return audit_fail(AUDIT_EVENTS_IN_NO_TIME, (size_t) k);
            patient->until = MERGED - k;
        }
    }
    for (int k = from; k < to; k++)
        if (x->patients[patient_of(x, k)].until <= MERGED)
            x->patients[patient_of(x, k)].until = stop;
    return audit_ok();
}

/* The spells that stop at a place, those without length after the others. */
static audit_status follow_place(struct walk *x, int from, const int *ends,
                                 int stop)
{
    audit_steady_sum bases = {{0}};
    double own = x->steps->own[stop], squares = 0;
    audit_status status = audit_ok();

    for (int k = from; k < ends[1]; k++) {
        audit_followed *patient = &x->patients[patient_of(x, k)];

        if (k < x->n - AHEAD)
            FETCH(&x->patients[patient_of(x, k + AHEAD)]);
        if (k == ends[0])
            status = merge(x, k, ends[1], stop);
        if (status.code == AUDIT_OK && !follow(x, patient, x->due[k].start, stop))
            status = audit_fail(AUDIT_OVERLAP, (size_t) k);
        if (status.code != AUDIT_OK)
            return status;

        double events = events_of(x, k);
        if (events > 0)
            happen(x, patient, events, own, &bases);
        squares += events * events;
    }
    x->changes[stop].squares = 2 * own * audit_steady_total(&bases) +
                               own * own * squares;
    return status;
}

/* Spells in order of their stop; stops is then where those of each place end. */
static void order(const audit_spells *x, int *stops, audit_due *due,
                  double *counts)
{
    int start = 0;

    for (size_t p = 0; p < 2 * x->n_places; p++) {
        int count = stops[p];
        stops[p] = start;
        start += count;
    }
    for (size_t i = 0; i < x->n; i++) {
        int from = audit_start_place(x, i), to = audit_stop_place(x, i);
        int patient = x->patient[i] - x->least;
        int k = stops[2 * to + (from == to)]++;

        due[k] = (audit_due) {x->events[i] > 0 ? ~patient : patient, from};
        if (counts)
            counts[k] = x->events[i];
    }
}

/* The sizes of all that is summed up at one place add up to so much at most. */
static double most_of_all(const audit_spells *x, const audit_steps *steps,
                          const double *events)
{
    double all = 0, influence = 0;

    for (size_t j = 0; j < x->n_places; j++) {
        all += events[j];
        influence += events[j] * steps->own[j];
    }
    if (x->n_places > 0)
        influence += steps->drift[x->n_places - 1];
    return influence * (all + 2 * (double) x->n);
}

static void sum_up(const audit_spells *x, const audit_steps *steps,
                   const double *at_risk, const audit_place_change *changes,
                   double *squares)
{
    audit_sum bases = {0, 0}, sums = {0, 0};
    double most = 0; /* the greatest terms so far, whose rounding stays */

    for (size_t j = 0; j < x->n_places; j++) {
        double drift = steps->drift[j];
        audit_sum total, size;

        audit_add(&bases, changes[j].bases);
        audit_add(&sums, changes[j].squares);
        total = sums;
        audit_add(&total, -2 * drift * audit_total(bases));
        audit_add(&total, at_risk[j] * drift * drift);
        size = sums;
        audit_add(&size, 2 * drift * fabs(audit_total(bases)));
        most = fmax(most, audit_total(size));
        squares[j] = audit_total(total);
        if (squares[j] < 1e-13 * most)
            squares[j] = 0;

        double turnover = audit_steady_total(&changes[j].turnover);
        audit_add(&bases, turnover);
        audit_add(&sums, 2 * drift * turnover);
        audit_add(&sums, -changes[j].entries * drift * drift);
    }
}

/* The spell of the user's that an ordered one is. */
static size_t place_of(const audit_spells *x, int patient, int start, int stop)
{
    size_t i = 0;

    while (i + 1 < x->n && (x->patient[i] - x->least != patient ||
                            audit_start_place(x, i) != start ||
                            audit_stop_place(x, i) != stop))
        i++;
    return i;
}

audit_status audit_spell_squares(const audit_spells *x, const audit_steps *steps,
                                 const double *at_risk, const double *events,
                                 int *stops, int counted,
                                 const audit_squares_room *room, double *squares)
{
    double most = most_of_all(x, steps, events);
    struct walk walk = {steps, (int) x->n, room->due,
                        counted ? room->counts : NULL, room->patients,
                        room->changes,
                        audit_steps_for(most, 2 * (double) x->n)};
    int from = 0;

    order(x, stops, room->due, walk.counts);
    for (size_t p = 0; p < x->n_patients; p++)
        room->patients[p] = (audit_followed) {0, NEVER, 0};
    for (size_t j = 0; j < x->n_places; j++)
        room->changes[j] = (audit_place_change) {
            .bases = events[j] * steps->own[j]};
    for (size_t j = 0; j < x->n_places; j++) {
        audit_status status = follow_place(&walk, from, &stops[2 * j], (int) j);
        if (status.code != AUDIT_OK)
            return audit_fail(status.code,
                              place_of(x, patient_of(&walk, (int) status.at),
                                       room->due[status.at].start, (int) j));
        from = stops[2 * j + 1];
    }
    for (size_t p = 0; p < x->n_patients; p++)
        if (room->patients[p].is_at_risk)
            leave(&walk, &room->patients[p]);
    sum_up(x, steps, at_risk, room->changes, squares);
    return audit_ok();
}
