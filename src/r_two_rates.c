#include "glue.h"

#include "core/two_rates.h"

SEXP two_rates(SEXP x1, SEXP years1, SEXP x2, SEXP years2, SEXP method,
               SEXP conf_level, SEXP side, SEXP null)
{
    R_xlen_t n = XLENGTH(x1);
    audit_two_rates pairs = {(size_t) n, doubles(x1, n), doubles(years1, n),
                             doubles(x2, n), doubles(years2, n)};

    const char *names[] = {"estimate", "conf_low", "conf_high", "p",
                           "p_exact", "p_midp", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_answer answer = {new_doubles(list, 0, n), new_doubles(list, 1, n),
                           new_doubles(list, 2, n), new_doubles(list, 3, n)};
    audit_question question = {one_double(conf_level),
                               (audit_alternative) one_int(side),
                               one_double(null)};

    check_status(audit_compare_rates(&pairs,
                                     (audit_two_rates_method) one_int(method),
                                     &question, &answer,
                                     new_doubles(list, 4, n),
                                     new_doubles(list, 5, n)));
    UNPROTECT(1);
    return list;
}
