#include "glue.h"

#include "core/periods/days.h"

/* Days, or the place of the first time out of range, counted from 1. */
SEXP whole_days(SEXP times, SEXP least, SEXP most)
{
    R_xlen_t n = XLENGTH(times);

    const char *names[] = {"days", "bad", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *days = new_ints(list, 0, n);
    double *bad = new_doubles(list, 1, 1);
    audit_status status = audit_whole_days(doubles(times, n), (size_t) n,
                                           one_int(least), one_int(most), days);

    bad[0] = status.code == AUDIT_OK ? 0 : (double) status.at + 1;
    UNPROTECT(1);
    return list;
}

SEXP days_of_dates(SEXP year, SEXP month, SEXP day)
{
    R_xlen_t n = XLENGTH(year);
    SEXP days = PROTECT(Rf_allocVector(INTSXP, n));

    audit_days_of_dates(ints(year, n), ints(month, n), ints(day, n),
                        (size_t) n, INTEGER(days));
    UNPROTECT(1);
    return days;
}

SEXP days_plus_months(SEXP days, SEXP months, SEXP clock)
{
    R_xlen_t n = XLENGTH(days);
    SEXP later = PROTECT(Rf_allocVector(INTSXP, n));

    audit_days_plus_months(ints(days, n), (size_t) n, one_int(months),
                           (audit_clock) one_int(clock), INTEGER(later));
    UNPROTECT(1);
    return later;
}
