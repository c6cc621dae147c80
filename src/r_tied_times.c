#include "glue.h"

#include "core/curves/tied_times.h"

/* NULL where no two of the times are one. */
SEXP tie_times(SEXP time, SEXP is_asked, SEXP within)
{
    R_xlen_t n = XLENGTH(time);
    size_t different;
    SEXP one = PROTECT(Rf_allocVector(REALSXP, n));

    check_status(audit_tie_times(doubles(time, n), ints(is_asked, n),
                                 (size_t) n, one_double(within), REAL(one),
                                 &different));
    UNPROTECT(1);
    return different == (size_t) n ? R_NilValue : one;
}
