#include "glue.h"

#include "core/ranks/quartiles.h"

SEXP quartiles(SEXP sorted, SEXP conf_level)
{
    R_xlen_t n = XLENGTH(sorted);
    audit_quartiles x = audit_find_quartiles(doubles(sorted, n), (size_t) n,
                                             one_double(conf_level));

    const char *names[] = {"lower", "median", "upper", "conf_low", "conf_high",
                           ""};
    const double values[] = {x.lower, x.median, x.upper, x.low, x.high};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    for (R_xlen_t i = 0; i < 5; i++)
        *new_doubles(list, i, 1) = values[i];
    UNPROTECT(1);
    return list;
}
