#include "glue.h"

#include "core/events/at_risk.h"
#include "core/events/relapses.h"

SEXP cells(SEXP times)
{
    audit_times ranges = times_of(times);
    R_xlen_t n = (R_xlen_t) ranges.n;
    size_t n_cells;

    const char *names[] = {"cell", "period", "patient", "days", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *cell = new_ints(list, 0, n);
    int *period = new_ints(list, 1, n);
    int *patient = new_ints(list, 2, n);
    int *days = new_ints(list, 3, n);

    check_status(audit_cells(&ranges, cell, period, patient, days, &n_cells));
    for (int i = 1; i < 4; i++)
        shorten(list, i, (R_xlen_t) n_cells);
    UNPROTECT(1);
    return list;
}

/* end is NULL, or as long as onset; rule is c(gap, from_end, quiet). */
SEXP keep_relapses(SEXP patient, SEXP onset, SEXP end, SEXP rule)
{
    R_xlen_t n = XLENGTH(patient);
    const int *of = ints(rule, 3);
    audit_relapse_rule from = {of[0], of[1] && !Rf_isNull(end), of[2]};
    SEXP counts = PROTECT(Rf_allocVector(INTSXP, n));

    check_status(audit_keep_relapses(ints(patient, n), ints(onset, n),
                                     from.from_end ? ints(end, n) : NULL,
                                     (size_t) n, &from, INTEGER(counts)));
    UNPROTECT(1);
    return counts;
}

/* from has an element a range; room is for so many ranges. */
SEXP at_risk(SEXP times, SEXP from, SEXP patient, SEXP day, SEXP counts,
             SEXP quiet, SEXP room)
{
    audit_times ranges = times_of(times);
    R_xlen_t n = XLENGTH(patient), most = (R_xlen_t) one_double(room);

    const char *names[] = {"period", "patient", "start", "stop", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_new_times left = {new_ints(list, 0, most), new_ints(list, 1, most),
                            new_ints(list, 2, most), new_ints(list, 3, most)};
    size_t k = audit_time_at_risk(&ranges, ints(from, (R_xlen_t) ranges.n),
                             ints(patient, n), ints(day, n), ints(counts, n),
                             (size_t) n, one_int(quiet), &left);
    for (int i = 0; i < 4; i++)
        shorten(list, i, (R_xlen_t) k);
    UNPROTECT(1);
    return list;
}

/* cell is as of cells(), counted from 0. */
SEXP count_in_cells(SEXP patient, SEXP day, SEXP counts, SEXP times, SEXP cell,
                    SEXP n_cells)
{
    R_xlen_t n = XLENGTH(patient), k = one_int(n_cells);
    audit_times ranges = times_of(times);
    SEXP total = PROTECT(Rf_allocVector(INTSXP, k));

    audit_count_in_cells(ints(patient, n), ints(day, n), ints(counts, n),
                         (size_t) n, &ranges,
                         ints(cell, (R_xlen_t) ranges.n), INTEGER(total),
                         (size_t) k);
    UNPROTECT(1);
    return total;
}
