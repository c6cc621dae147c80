#include "glue.h"

#include "core/boschloo.h"
#include "core/two_proportions.h"

SEXP two_proportions(SEXP x1, SEXP n1, SEXP x2, SEXP n2, SEXP method,
                     SEXP conf_level, SEXP side, SEXP boschloo)
{
    R_xlen_t n = XLENGTH(x1);
    audit_two_proportions pairs = {(size_t) n, doubles(x1, n), doubles(n1, n),
                                   doubles(x2, n), doubles(n2, n)};

    const char *names[] = {"estimate", "conf_low", "conf_high", "p", "p_score",
                           "p_fisher", "p_fisher_midp", "p_boschloo", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_two_proportions_answer answer = {
        new_doubles(list, 0, n), new_doubles(list, 1, n),
        new_doubles(list, 2, n), new_doubles(list, 3, n),
        new_doubles(list, 4, n), new_doubles(list, 5, n),
        new_doubles(list, 6, n), new_doubles(list, 7, n),
    };
    if (!one_int(boschloo)) {
        for (R_xlen_t i = 0; i < n; i++)
            answer.p_boschloo[i] = R_NaN;
        answer.p_boschloo = NULL;
    }

    check_status(audit_compare_proportions(
        &pairs, (audit_two_proportions_method) one_int(method),
        one_double(conf_level), (audit_alternative) one_int(side),
        work_doubles(AUDIT_BOSCHLOO_WORKSPACE), &answer));
    UNPROTECT(1);
    return list;
}
