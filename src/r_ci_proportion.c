#include "glue.h"

#include "core/proportions/ci_proportion.h"

SEXP ci_proportion(SEXP x, SEXP n_of, SEXP method, SEXP conf_level, SEXP side,
                   SEXP null)
{
    R_xlen_t n = XLENGTH(x);

    const char *names[] = {"estimate", "conf_low", "conf_high", "p", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_answer answer = {new_doubles(list, 0, n), new_doubles(list, 1, n),
                           new_doubles(list, 2, n), new_doubles(list, 3, n)};
    audit_question question = {one_double(conf_level),
                               (audit_alternative) one_int(side),
                               one_double(null)};

    const double *had = doubles(x, n), *of = doubles(n_of, n);
    audit_proportion_method by = (audit_proportion_method) one_int(method);
    for (R_xlen_t i = 0, m; i < n; i += m) {
        m = (R_xlen_t) next_slice(i, n);
        audit_answer here = answer_from(&answer, i);
        check_slice(audit_ci_proportion(had + i, of + i, (size_t) m, by,
                                        &question, &here), i);
    }
    UNPROTECT(1);
    return list;
}
