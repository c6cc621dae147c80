#include <limits.h>

#include "glue.h"

#include "core/curves/curve.h"
#include "core/curves/curve_difference.h"
#include "core/curves/day_grid.h"
#include "core/events/event_spells.h"

/* Of list(patient, start, stop, events, n_places). */
static audit_grid grid_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_grid) {
        (size_t) n,
        one_size(VECTOR_ELT(list, 4)),
        ints(VECTOR_ELT(list, 0), n),
        ints(VECTOR_ELT(list, 1), n),
        ints(VECTOR_ELT(list, 2), n),
        doubles(VECTOR_ELT(list, 3), n),
    };
}

/* Of list(upto, on). */
static audit_places places_of(SEXP list)
{
    R_xlen_t k = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_places) {(size_t) k, ints(VECTOR_ELT(list, 0), k),
                           ints(VECTOR_ELT(list, 1), k)};
}

audit_curve curve_in(SEXP list, R_xlen_t k)
{
    return (audit_curve) {
        new_doubles(list, 0, k), new_doubles(list, 1, k),
        new_doubles(list, 2, k), new_doubles(list, 3, k),
        new_doubles(list, 4, k), new_doubles(list, 5, k),
    };
}

const char *curve_columns[] = {"at_risk",   "events",   "estimate",
                               "std_error", "conf_low", "conf_high", ""};

/*
 * Of list(start, stop, events, patient, least, n_patients, first, n_places); start
 * and patient may be NULL.
 */
static audit_spells spells_of(SEXP list)
{
    SEXP start = VECTOR_ELT(list, 0), patient = VECTOR_ELT(list, 3);
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 1));

    return (audit_spells) {
        .n = (size_t) n,
        .n_places = one_size(VECTOR_ELT(list, 7)),
        .n_patients = one_size(VECTOR_ELT(list, 5)),
        .first = one_double(VECTOR_ELT(list, 6)),
        .start = start == R_NilValue ? NULL : doubles(start, n),
        .stop = doubles(VECTOR_ELT(list, 1), n),
        .events = doubles(VECTOR_ELT(list, 2), n),
        .patient = patient == R_NilValue ? NULL : ints(patient, n),
        .least = one_int(VECTOR_ELT(list, 4)),
    };
}

static audit_whole_curve curve_room(const audit_spells *x)
{
    size_t m = x->n_places, n = x->patient ? x->n : 0;

    return (audit_whole_curve) {
        audit_curve_steps_in(m, work_doubles(audit_curve_steps_size(m))),
        work_doubles(m), work_ints(2 * m),
        {(audit_due *) (void *) R_alloc(n, sizeof(audit_due)), work_doubles(n),
         (audit_followed *) (void *) R_alloc(x->n_patients,
                                             sizeof(audit_followed)),
         (audit_place_change *) (void *) R_alloc(m,
                                                 sizeof(audit_place_change))},
    };
}

/* The places that have events and, `with_last`, the last of all. */
static audit_places places_with_events(const audit_spells *x,
                                       const audit_whole_curve *whole,
                                       int with_last)
{
    int *upto = work_ints(x->n_places), *on = work_ints(x->n_places);
    size_t k = 0;

    for (size_t j = 0; j < x->n_places; j++) {
        if (!(whole->steps.events[j] > 0 || (with_last && j + 1 == x->n_places)))
            continue;
        upto[k] = (int) j;
        on[k++] = 1;
    }
    return (audit_places) {k, upto, on};
}

/* places is list(upto, on), or NULL: those with events, and with_last the last. */
SEXP curve(SEXP kind, SEXP spells, SEXP places, SEXP with_last, SEXP conf_level)
{
    audit_curve_kind of = (audit_curve_kind) one_int(kind);
    audit_spells x = spells_of(spells);
    audit_whole_curve whole = curve_room(&x);

    check_status(audit_make_whole_curve(of, &x, &whole));
    audit_places at = places == R_NilValue
                          ? places_with_events(&x, &whole, one_int(with_last))
                          : places_of(places);
    const char *names[] = {"at_risk", "events", "estimate", "std_error",
                           "conf_low", "conf_high", "place", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_curve out = curve_in(list, (R_xlen_t) at.k);
    int *place = new_ints(list, 6, (R_xlen_t) at.k);

    check_status(audit_curve_at(of, &x, &whole, &at, one_double(conf_level),
                                &out));
    for (size_t j = 0; j < at.k; j++)
        place[j] = at.upto[j];
    UNPROTECT(1);
    return list;
}

/* n_patients has those of each side. */
SEXP curve_difference(SEXP kind, SEXP first, SEXP second, SEXP n_patients,
                      SEXP is_paired, SEXP variance, SEXP places,
                      SEXP conf_level)
{
    audit_places at = places_of(places);
    audit_curve_pair pair = {{grid_of(first), grid_of(second)},
                             {(size_t) ints(n_patients, 2)[0],
                              (size_t) ints(n_patients, 2)[1]},
                             one_int(is_paired)};
    R_xlen_t k = (R_xlen_t) at.k;

    if (pair.side[0].n_places != pair.side[1].n_places)
        Rf_error("internal error: two grids");
    const char *names[] = {
        "at_risk", "reference_at_risk", "events", "reference_events", "value",
        "reference_value", "estimate", "std_error", "df", "conf_low",
        "conf_high", "p", "statistic", "is_fallback", ""
    };
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *x[13];
    for (int i = 0; i < 13; i++)
        x[i] = new_doubles(list, i, k);
    audit_differences out = {
        {x[0], x[1]}, {x[2], x[3]}, {x[4], x[5]}, x[6], x[7], x[8], x[9],
        x[10], x[11], x[12], new_ints(list, 13, k),
    };
    size_t room = audit_curve_difference_workspace(&pair.side[0], at.k);
    check_status(audit_curve_difference(
        (audit_curve_kind) one_int(kind), &pair,
        (audit_score_variance) one_int(variance), &at, one_double(conf_level),
        work_doubles(room), &out));
    UNPROTECT(1);
    return list;
}

/* The range of whole numbers, doubles or ints; NaN where one is none. */
SEXP whole_range(SEXP x)
{
    R_xlen_t n = XLENGTH(x);
    SEXP range = PROTECT(Rf_allocVector(REALSXP, 2));
    double *ends = REAL(range);
    int whole = 1;

    if (TYPEOF(x) == INTSXP) {
        audit_int_range(ints(x, n), (size_t) n, &ends[0], &ends[1]);
        whole = ends[0] > NA_INTEGER; /* the least of ints */
    } else {
        whole = audit_whole_range(doubles(x, n), (size_t) n, &ends[0],
                                  &ends[1]);
    }
    if (!whole)
        ends[0] = ends[1] = R_NaN;
    UNPROTECT(1);
    return range;
}

/* Whether `first` and `last` are no further apart than ints count. */
static void check_grid(double first, double last)
{
    if (!(last >= first && last - first < INT_MAX))
        Rf_error("internal error: no grid");
}

SEXP whole_places(SEXP x, SEXP first, SEXP last)
{
    R_xlen_t n = XLENGTH(x);
    SEXP place = PROTECT(Rf_allocVector(INTSXP, n));

    check_grid(one_double(first), one_double(last));
    check_status(audit_whole_places(doubles(x, n), (size_t) n,
                                    one_double(first), one_double(last),
                                    INTEGER(place)));
    UNPROTECT(1);
    return place;
}

SEXP whole_codes(SEXP x, SEXP first, SEXP last)
{
    R_xlen_t n = XLENGTH(x);
    double low = one_double(first), high = one_double(last);
    SEXP code = PROTECT(Rf_allocVector(INTSXP, n));

    check_grid(low, high);
    check_status(audit_whole_codes(doubles(x, n), (size_t) n, low, high,
                                   work_ints((size_t) (high - low) + 1),
                                   INTEGER(code)));
    UNPROTECT(1);
    return code;
}

/* NULL where ids, doubles or ints, do not rise. */
SEXP codes_of_rising(SEXP id)
{
    R_xlen_t n = XLENGTH(id);
    SEXP code = PROTECT(Rf_allocVector(INTSXP, n));
    int rise = TYPEOF(id) == INTSXP
        ? audit_codes_of_rising_ints(ints(id, n), (size_t) n, INTEGER(code))
        : audit_codes_of_rising(doubles(id, n), (size_t) n, INTEGER(code));

    UNPROTECT(1);
    return rise ? code : R_NilValue;
}

SEXP spells_rise(SEXP patient, SEXP start, SEXP stop)
{
    R_xlen_t n = XLENGTH(patient);

    return Rf_ScalarLogical(audit_spells_rise(ints(patient, n), ints(start, n),
                                              ints(stop, n), (size_t) n));
}

/* cell is as of cells(), counted from 0; room is for so many spells. */
SEXP cut_at_events(SEXP patient, SEXP day, SEXP counts, SEXP times, SEXP cell,
                   SEXP first_only, SEXP room)
{
    R_xlen_t n = XLENGTH(patient), most = (R_xlen_t) one_double(room);
    audit_times ranges = times_of(times);

    const char *names[] = {"cell", "start", "stop", "events", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_event_spells spells = {new_ints(list, 0, most),
                                 new_doubles(list, 1, most),
                                 new_doubles(list, 2, most),
                                 new_doubles(list, 3, most)};
    size_t k = audit_cut_at_events(ints(patient, n), ints(day, n),
                                   ints(counts, n), (size_t) n, &ranges,
                                   ints(cell, (R_xlen_t) ranges.n),
                                   one_int(first_only), &spells);
    for (int i = 0; i < 4; i++)
        shorten(list, i, (R_xlen_t) k);
    UNPROTECT(1);
    return list;
}
