#include "glue.h"

#include "core/rates/two_rates.h"

SEXP two_rates(SEXP x1, SEXP years1, SEXP x2, SEXP years2, SEXP method,
               SEXP conf_level, SEXP side, SEXP null)
{
    R_xlen_t n = XLENGTH(x1);
    const double *y1 = doubles(x1, n), *t1 = doubles(years1, n);
    const double *y2 = doubles(x2, n), *t2 = doubles(years2, n);
    audit_two_rates_method by = (audit_two_rates_method) one_int(method);

    const char *names[] = {"estimate", "conf_low", "conf_high", "p",
                           "p_exact", "p_midp", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_answer answer = {new_doubles(list, 0, n), new_doubles(list, 1, n),
                           new_doubles(list, 2, n), new_doubles(list, 3, n)};
    audit_question question = {one_double(conf_level),
                               (audit_alternative) one_int(side),
                               one_double(null)};
    double *p_exact = new_doubles(list, 4, n);
    double *p_midp = new_doubles(list, 5, n);
    for (R_xlen_t i = 0, m; i < n; i += m) {
        m = (R_xlen_t) next_slice(i, n);
        audit_two_rates pairs = {(size_t) m, y1 + i, t1 + i, y2 + i, t2 + i};
        audit_answer here = answer_from(&answer, i);
        check_slice(audit_compare_rates(&pairs, by, &question, &here,
                                        p_exact + i, p_midp + i), i);
    }
    UNPROTECT(1);
    return list;
}
