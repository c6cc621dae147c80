#include "glue.h"

#include "core/proportions/boschloo.h"
#include "core/proportions/two_proportions.h"

SEXP two_proportions(SEXP x1, SEXP n1, SEXP x2, SEXP n2, SEXP method,
                     SEXP conf_level, SEXP side, SEXP boschloo)
{
    R_xlen_t n = XLENGTH(x1);
    const double *had1 = doubles(x1, n), *of1 = doubles(n1, n);
    const double *had2 = doubles(x2, n), *of2 = doubles(n2, n);
    audit_two_proportions_method by =
        (audit_two_proportions_method) one_int(method);
    audit_alternative on = (audit_alternative) one_int(side);
    double level = one_double(conf_level);

    const char *names[] = {"estimate", "conf_low", "conf_high", "p", "p_score",
                           "p_fisher", "p_fisher_midp", "p_boschloo", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *y[8], *room = work_doubles(AUDIT_BOSCHLOO_WORKSPACE);
    int with_boschloo = one_int(boschloo);
    for (R_xlen_t j = 0; j < 8; j++)
        y[j] = new_doubles(list, j, n);
    for (R_xlen_t i = 0; i < n && !with_boschloo; i++)
        y[7][i] = R_NaN;
    for (R_xlen_t i = 0, m; i < n; i += m) {
        m = (R_xlen_t) next_slice(i, n);
        audit_two_proportions pairs = {(size_t) m, had1 + i, of1 + i,
                                       had2 + i, of2 + i};
        audit_two_proportions_answer here = {
            y[0] + i, y[1] + i, y[2] + i, y[3] + i, y[4] + i, y[5] + i,
            y[6] + i, with_boschloo ? y[7] + i : NULL};
        check_slice(audit_compare_proportions(&pairs, by, level, on, room,
                                              &here), i);
    }
    UNPROTECT(1);
    return list;
}
