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

/* list(patient, start, stop) of one period. */
static audit_period_ranges period_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_period_ranges) {(size_t) n, ints(VECTOR_ELT(list, 0), n),
                                  ints(VECTOR_ELT(list, 1), n),
                                  ints(VECTOR_ELT(list, 2), n)};
}

SEXP fit_intervals(SEXP scans, SEXP period, SEXP slack)
{
    audit_scans which = scans_of(scans);
    audit_period_ranges where = period_of(period);
    R_xlen_t n = (R_xlen_t) which.n;

    const char *names[] = {"fits", "days", "start", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *fits = new_ints(list, 0, n), *days = new_ints(list, 1, n);
    check_status(audit_fit_intervals(&which, &where, slack_of(slack), fits,
                                     days, new_ints(list, 2, n)));
    UNPROTECT(1);
    return list;
}

SEXP fit_scans(SEXP scans, SEXP period, SEXP slack)
{
    audit_scans which = scans_of(scans);
    audit_period_ranges where = period_of(period);
    R_xlen_t n = (R_xlen_t) which.n;

    const char *names[] = {"after", "start", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *after = new_ints(list, 0, n);
    check_status(audit_fit_scans(&which, &where, slack_of(slack), after,
                                 new_ints(list, 1, n)));
    UNPROTECT(1);
    return list;
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
