#include <R_ext/Utils.h>

#include "glue.h"

#include "core/ranks/signed_rank.h"

/* Differences that a few passes over take a moment. */
static const size_t MOMENT = 1000000;

/* A list of single numbers. */
SEXP signed_rank(SEXP difference, SEXP zeros, SEXP exact, SEXP conf_level,
                 SEXP side)
{
    R_xlen_t n = XLENGTH(difference);
    audit_question question = {one_double(conf_level),
                               (audit_alternative) one_int(side), 0};
    audit_signed_ranking work;

    check_status(audit_signed_rank_begin(
        doubles(difference, n), (size_t) n, (audit_zeros) one_int(zeros),
        one_int(exact), &question,
        work_doubles(audit_signed_rank_workspace((size_t) n)), &work));
    while (!work.is_done) {
        R_CheckUserInterrupt();
        audit_signed_rank_go_on(&work, MOMENT / ((size_t) n + 1) + 1);
    }

    const char *names[] = {"n", "n_zero", "statistic", "estimate", "conf_low",
                           "conf_high", "p", "is_exact", ""};
    const audit_signed_rank x = work.test;
    const double found[] = {x.n, x.n_zero, x.statistic, x.estimate, x.low,
                            x.high, x.p, x.is_exact};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    for (R_xlen_t i = 0; i < XLENGTH(list); i++)
        new_doubles(list, i, 1)[0] = found[i];
    UNPROTECT(1);
    return list;
}
