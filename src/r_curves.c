#include "glue.h"

#include "core/curve_mcf.h"
#include "core/curve_survival.h"
#include "core/event_spells.h"

/* Of list(patient, start, stop, events, by_start, by_stop). */
static audit_spells spells_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_spells) {
        (size_t) n,
        ints(VECTOR_ELT(list, 0), n),
        doubles(VECTOR_ELT(list, 1), n),
        doubles(VECTOR_ELT(list, 2), n),
        doubles(VECTOR_ELT(list, 3), n),
        ints(VECTOR_ELT(list, 4), n),
        ints(VECTOR_ELT(list, 5), n),
    };
}

/* Makes the columns of a curve at k times in a list of that many. */
static audit_curve curve_in(SEXP list, R_xlen_t k)
{
    return (audit_curve) {
        new_doubles(list, 0, k), new_doubles(list, 1, k),
        new_doubles(list, 2, k), new_doubles(list, 3, k),
        new_doubles(list, 4, k), new_doubles(list, 5, k),
    };
}

static const char *columns[] = {"at_risk", "events", "estimate", "std_error",
                                "conf_low", "conf_high", ""};

SEXP curve_mcf(SEXP spells, SEXP n_patients, SEXP times, SEXP conf_level)
{
    audit_spells x = spells_of(spells);
    R_xlen_t k = XLENGTH(times);
    size_t n = (size_t) one_int(n_patients);
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, columns));
    audit_curve curve = curve_in(list, k);

    check_status(audit_curve_mcf(&x, n, doubles(times, k), (size_t) k,
                                 one_double(conf_level), work_doubles(2 * n),
                                 &curve));
    UNPROTECT(1);
    return list;
}

SEXP curve_survival(SEXP spells, SEXP n_patients, SEXP times, SEXP conf_level)
{
    audit_spells x = spells_of(spells);
    R_xlen_t k = XLENGTH(times);
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, columns));
    audit_curve curve = curve_in(list, k);

    check_status(audit_curve_survival(&x, (size_t) one_int(n_patients),
                                      doubles(times, k), (size_t) k,
                                      one_double(conf_level), &curve));
    UNPROTECT(1);
    return list;
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
