#include "glue.h"

#include "core/days.h"

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
