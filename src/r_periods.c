#include "glue.h"

#include "core/period_calendar.h"
#include "core/period_gap.h"
#include "core/period_given.h"
#include "core/period_on.h"
#include "core/period_window.h"
#include "core/shared_days.h"

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

/* Ranges are list(patient, start, stop). */
static audit_period_ranges ranges_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_period_ranges) {(size_t) n, ints(VECTOR_ELT(list, 0), n),
                                  ints(VECTOR_ELT(list, 1), n),
                                  ints(VECTOR_ELT(list, 2), n)};
}

/* c(patients, days) */
SEXP shared_days(SEXP a, SEXP b)
{
    audit_period_ranges first = ranges_of(a), second = ranges_of(b);
    audit_shared sum = audit_shared_days(&first, &second);
    SEXP shared = PROTECT(Rf_allocVector(REALSXP, 2));

    REAL(shared)[0] = sum.patients;
    REAL(shared)[1] = sum.days;
    UNPROTECT(1);
    return shared;
}
