#include "glue.h"

#include "core/relapses.h"

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

SEXP keep_relapses(SEXP patient, SEXP onset, SEXP gap)
{
    R_xlen_t n = XLENGTH(patient);
    SEXP counts = PROTECT(Rf_allocVector(INTSXP, n));

    check_status(audit_keep_relapses(ints(patient, n), ints(onset, n),
                                     (size_t) n, one_int(gap),
                                     INTEGER(counts)));
    UNPROTECT(1);
    return counts;
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
