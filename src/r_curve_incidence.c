#include "glue.h"

#include "core/curves/curve_incidence.h"

/*
 * A tally much shorter than the times is cut to its length; else there are times
 * behind its n at which nothing happens.
 */
SEXP tally_times(SEXP time, SEXP status)
{
    R_xlen_t n = XLENGTH(time);
    uint64_t *workspace = (uint64_t *) R_alloc(2 * (size_t) n, sizeof(uint64_t));

    const char *names[] = {"time", "events", "competing", "censored", "n", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_tally tally = {0, new_doubles(list, 0, n), new_ints(list, 1, n),
                         new_ints(list, 2, n), new_ints(list, 3, n)};
    check_status(audit_tally_times(doubles(time, n), ints(status, n),
                                   (size_t) n, workspace, &tally));
    for (size_t j = tally.n; j < (size_t) n; j++) {
        tally.time[j] = 0;
        tally.events[j] = tally.competing[j] = tally.censored[j] = 0;
    }
    for (R_xlen_t i = 0; i < 4 && 2 * tally.n < (size_t) n; i++)
        shorten(list, i, (R_xlen_t) tally.n);
    new_ints(list, 4, 1)[0] = (int) tally.n;
    UNPROTECT(1);
    return list;
}

/* The times of a tally at which there are events. */
SEXP event_times(SEXP tally)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(tally, 0)), k = 0;
    const double *time = doubles(VECTOR_ELT(tally, 0), n);
    const int *events = ints(VECTOR_ELT(tally, 1), n);

    for (R_xlen_t j = 0; j < n; j++)
        k += events[j] > 0;
    SEXP found = PROTECT(Rf_allocVector(REALSXP, k));
    double *at = REAL(found);
    for (R_xlen_t j = 0, i = 0; i < k; j++) {
        at[i] = time[j];
        i += events[j] > 0;
    }
    UNPROTECT(1);
    return found;
}

/* tally is what tally_times() makes, to be read alone. */
SEXP curve_incidence(SEXP tally, SEXP times, SEXP conf_level)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(tally, 0)), k = XLENGTH(times);
    int used = one_int(VECTOR_ELT(tally, 4));

    if (used < 0 || used > n)
        Rf_error("internal error: expected a tally");
    audit_tally x = {(size_t) used, (double *) doubles(VECTOR_ELT(tally, 0), n),
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
