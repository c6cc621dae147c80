#include "glue.h"

#include "core/curve_incidence.h"

SEXP tally_times(SEXP time, SEXP status)
{
    R_xlen_t n = XLENGTH(time);
    uint64_t *workspace = (uint64_t *) R_alloc(2 * (size_t) n, sizeof(uint64_t));

    const char *names[] = {"time", "events", "competing", "censored", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_tally tally = {0, new_doubles(list, 0, n), new_ints(list, 1, n),
                         new_ints(list, 2, n), new_ints(list, 3, n)};
    check_status(audit_tally_times(doubles(time, n), ints(status, n),
                                   (size_t) n, workspace, &tally));
    for (R_xlen_t i = 0; i < 4; i++)
        shorten(list, i, (R_xlen_t) tally.n);
    UNPROTECT(1);
    return list;
}

/* tally is what tally_times() makes, to be read alone. */
SEXP curve_incidence(SEXP tally, SEXP times, SEXP conf_level)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(tally, 0)), k = XLENGTH(times);
    audit_tally x = {(size_t) n, (double *) doubles(VECTOR_ELT(tally, 0), n),
                     (int *) ints(VECTOR_ELT(tally, 1), n),
                     (int *) ints(VECTOR_ELT(tally, 2), n),
                     (int *) ints(VECTOR_ELT(tally, 3), n)};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, curve_columns));
    audit_curve curve = curve_in(list, k);

    audit_curve_incidence(&x, AUDIT_COMPETING, doubles(times, k), (size_t) k,
                          one_double(conf_level), &curve);
    UNPROTECT(1);
    return list;
}
