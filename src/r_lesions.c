#include "glue.h"

#include "core/lesions.h"

/* scans is list(patient, compared, day), slack c(before, after). */
static audit_scans scans_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_scans) {(size_t) n, ints(VECTOR_ELT(list, 0), n),
                          ints(VECTOR_ELT(list, 1), n),
                          ints(VECTOR_ELT(list, 2), n)};
}

static audit_slack slack_of(SEXP slack)
{
    return (audit_slack) {ints(slack, 2)[0], ints(slack, 2)[1]};
}

SEXP place_intervals(SEXP scans, SEXP times, SEXP cell, SEXP slack)
{
    audit_scans which = scans_of(scans);
    audit_times where = times_of(times);
    R_xlen_t n = (R_xlen_t) which.n;

    const char *names[] = {"place", "choices", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *place = new_ints(list, 0, n);
    int *choices = new_ints(list, 1, n);

    check_status(audit_place_intervals(&which, &where,
                                       ints(cell, (R_xlen_t) where.n),
                                       slack_of(slack),
                                       work_ints(3 * which.n), place,
                                       choices));
    UNPROTECT(1);
    return list;
}

SEXP place_scans(SEXP scans, SEXP times, SEXP cell, SEXP slack)
{
    audit_scans which = scans_of(scans);
    audit_times where = times_of(times);
    SEXP place = PROTECT(Rf_allocVector(INTSXP, (R_xlen_t) which.n));

    check_status(audit_place_scans(&which, &where,
                                   ints(cell, (R_xlen_t) where.n),
                                   slack_of(slack), work_ints(2 * which.n),
                                   INTEGER(place)));
    UNPROTECT(1);
    return place;
}

SEXP touched_cells(SEXP scans, SEXP times, SEXP cell, SEXP chosen,
                   SEXP n_cells)
{
    audit_scans which = scans_of(scans);
    audit_times where = times_of(times);
    R_xlen_t k = one_int(n_cells);
    SEXP touched = PROTECT(Rf_allocVector(INTSXP, k));

    audit_touched_cells(&which, &where, ints(cell, (R_xlen_t) where.n),
                        ints(chosen, (R_xlen_t) which.n), work_ints(which.n),
                        INTEGER(touched), (size_t) k);
    UNPROTECT(1);
    return touched;
}

SEXP sums_in_cells(SEXP place, SEXP count, SEXP exposure, SEXP n_cells)
{
    R_xlen_t n = XLENGTH(place), k = one_int(n_cells);

    const char *names[] = {"scans", "lesions", "exposure", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *scans = new_doubles(list, 0, k);
    double *lesions = new_doubles(list, 1, k);
    double *total = new_doubles(list, 2, k);

    check_status(audit_sums_in_cells(ints(place, n), doubles(count, n),
                                     doubles(exposure, n), (size_t) n, scans,
                                     lesions, total, (size_t) k));
    UNPROTECT(1);
    return list;
}
