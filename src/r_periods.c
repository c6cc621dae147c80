#include "glue.h"

#include "core/periods/period_calendar.h"
#include "core/periods/period_gap.h"
#include "core/periods/period_given.h"
#include "core/periods/period_on.h"
#include "core/periods/period_window.h"
#include "core/periods/shared_days.h"

/* patients is list(from, to), treatments list(patient, drug, start, stop). */
static audit_patients patients_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_patients) {(size_t) n, ints(VECTOR_ELT(list, 0), n),
                             ints(VECTOR_ELT(list, 1), n)};
}

static audit_treatments treatments_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_treatments) {(size_t) n, ints(VECTOR_ELT(list, 0), n),
                               ints(VECTOR_ELT(list, 1), n),
                               ints(VECTOR_ELT(list, 2), n),
                               ints(VECTOR_ELT(list, 3), n)};
}

enum { N_RANGE_COLUMNS = 6 };

/* A list for a period of at most n ranges, and the core's view of it. */
static SEXP new_period(size_t n, size_t n_patients, audit_period *period)
{
    const char *names[] = {"patient", "start", "stop", "first", "last",
                           "stopped", "membership", "notes", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *column[N_RANGE_COLUMNS];

    for (int i = 0; i < N_RANGE_COLUMNS; i++)
        column[i] = new_ints(list, i, (R_xlen_t) n);
    period->ranges = (audit_ranges) {0, column[0], column[1], column[2],
                                     column[3], column[4], column[5]};
    period->membership = new_ints(list, N_RANGE_COLUMNS, (R_xlen_t) n_patients);
    period->notes = new_ints(list, N_RANGE_COLUMNS + 1, (R_xlen_t) n_patients);
    UNPROTECT(1);
    return list;
}

/* Takes the list that new_period() made, cut to the ranges that there are. */
static void finish_period(SEXP list, const audit_period *period,
                          audit_status status)
{
    check_status(status);
    for (int i = 0; i < N_RANGE_COLUMNS; i++)
        shorten(list, i, (R_xlen_t) period->ranges.n);
}

/* No more ranges than courses of the drug. */
static size_t count_courses(const audit_treatments *courses, int drug)
{
    size_t n = 0;

    for (size_t i = 0; i < courses->n; i++)
        n += courses->drug[i] == drug;
    return n;
}

SEXP period_on(SEXP patients, SEXP treatments, SEXP drug, SEXP grace,
               SEXP extend)
{
    audit_patients who = patients_of(patients);
    audit_treatments courses = treatments_of(treatments);
    audit_period period;
    SEXP list = PROTECT(new_period(count_courses(&courses, one_int(drug)),
                                   who.n, &period));

    finish_period(list, &period,
                  audit_period_on(&who, &courses, one_int(drug),
                                  one_int(grace), one_int(extend), &period));
    UNPROTECT(1);
    return list;
}

/* months is c(first, last), days is c(extend, exclude). */
SEXP period_window(SEXP patients, SEXP treatments, SEXP drug, SEXP months,
                   SEXP until, SEXP days, SEXP clock)
{
    audit_patients who = patients_of(patients);
    audit_treatments courses = treatments_of(treatments);
    audit_window window = {one_int(drug), ints(months, 2)[0],
                           ints(months, 2)[1], (audit_until) one_int(until),
                           ints(days, 2)[0], ints(days, 2)[1],
                           (audit_clock) one_int(clock)};
    audit_period period;
    SEXP list = PROTECT(new_period(who.n, who.n, &period));

    finish_period(list, &period,
                  audit_period_window(&who, &courses, &window, &period));
    UNPROTECT(1);
    return list;
}

SEXP period_gap(SEXP patients, SEXP treatments, SEXP from, SEXP to)
{
    audit_patients who = patients_of(patients);
    audit_treatments courses = treatments_of(treatments);
    audit_period period;
    SEXP list = PROTECT(new_period(who.n, who.n, &period));

    finish_period(list, &period,
                  audit_period_gap(&who, &courses, one_int(from), one_int(to),
                                   &period));
    UNPROTECT(1);
    return list;
}

SEXP period_calendar(SEXP patients, SEXP treatments, SEXP first, SEXP last)
{
    audit_patients who = patients_of(patients);
    audit_treatments courses = treatments_of(treatments);
    audit_period period;
    SEXP list = PROTECT(new_period(who.n, who.n, &period));

    finish_period(list, &period,
                  audit_period_calendar(&who, &courses, one_int(first),
                                        one_int(last), &period));
    UNPROTECT(1);
    return list;
}

SEXP period_given(SEXP patients, SEXP patient, SEXP start, SEXP stop)
{
    audit_patients who = patients_of(patients);
    R_xlen_t n = XLENGTH(patient);
    audit_period period;
    SEXP list = PROTECT(new_period((size_t) n, who.n, &period));

    finish_period(list, &period,
                  audit_period_given(&who, ints(patient, n), ints(start, n),
                                     ints(stop, n), (size_t) n, &period));
    UNPROTECT(1);
    return list;
}

/* So many ranges are looked at between two looks for an interrupt, and so many pairs of
   periods at a time. */
enum { RANGES_AT_ONCE = 1000000, MOST_PAIRS = 1000000 };

/* Columns first, with, patients and days of the pairs that share any. */
static SEXP pairs_of(const audit_shared_table *table)
{
    const char *names[] = {"first", "with", "patients", "days", ""};
    size_t size = (size_t) table->n_first * (size_t) table->n_periods, n = 0;

    for (size_t i = 0; i < size; i++)
        n += table->sums[i].patients > 0;

    SEXP pairs = PROTECT(Rf_mkNamed(VECSXP, names));
    int *first = new_ints(pairs, 0, (R_xlen_t) n);
    int *with = new_ints(pairs, 1, (R_xlen_t) n);
    double *patients = new_doubles(pairs, 2, (R_xlen_t) n);
    double *days = new_doubles(pairs, 3, (R_xlen_t) n);
    for (size_t i = 0, k = 0; i < size; i++) {
        if (table->sums[i].patients == 0)
            continue;
        first[k] = table->first + (int) (i / (size_t) table->n_periods);
        with[k] = 1 + (int) (i % (size_t) table->n_periods);
        patients[k] = table->sums[i].patients;
        days[k++] = table->sums[i].days;
    }
    UNPROTECT(1);
    return pairs;
}

/* ranges is list(period, patient, start, stop); a list of tables, each of some first
   periods with all after them. */
SEXP shared_days(SEXP list, SEXP n_periods)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));
    audit_day_ranges ranges = {(size_t) n, ints(VECTOR_ELT(list, 0), n),
                               ints(VECTOR_ELT(list, 1), n),
                               ints(VECTOR_ELT(list, 2), n),
                               ints(VECTOR_ELT(list, 3), n)};
    int all = one_int(n_periods);
    int at_once = all < 1 ? 1 : MOST_PAIRS / all;
    if (at_once < 1)
        at_once = 1;
    if (at_once > all)
        at_once = all;
    int n_tables = all < 1 ? 0 : (all - 1) / at_once + 1;
    SEXP tables = PROTECT(Rf_allocVector(VECSXP, n_tables));
    size_t *running = (size_t *) R_alloc((size_t) all, sizeof *running);
    size_t size = (size_t) at_once * (size_t) all;
    audit_shared *sums = (audit_shared *) R_alloc(size, sizeof *sums);

    for (R_xlen_t i = 0; i < XLENGTH(tables); i++) {
        int first = 1 + (int) i * at_once;
        int left = all - first + 1;
        audit_shared_table table = {first, left < at_once ? left : at_once,
                                    all, sums};
        for (size_t k = 0; k < size; k++)
            sums[k] = (audit_shared) {0, 0, 0};
        for (size_t row = 0; row < ranges.n;) {
            row = audit_shared_days(&ranges, row, row + RANGES_AT_ONCE,
                                    running, &table);
            R_CheckUserInterrupt();
        }
        SET_VECTOR_ELT(tables, i, pairs_of(&table));
    }
    UNPROTECT(1);
    return tables;
}
