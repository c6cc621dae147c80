#include "glue.h"

#include "core/paired_proportions.h"

SEXP paired_proportions(SEXP both, SEXP first, SEXP second, SEXP neither,
                        SEXP method, SEXP conf_level, SEXP side)
{
    R_xlen_t n = XLENGTH(both);
    audit_paired_tables tables = {(size_t) n, doubles(both, n),
                                  doubles(first, n), doubles(second, n),
                                  doubles(neither, n)};

    const char *names[] = {"estimate", "conf_low", "conf_high", "p",
                           "p_exact", "p_midp", "p_score", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_paired_answer answer = {
        new_doubles(list, 0, n), new_doubles(list, 1, n),
        new_doubles(list, 2, n), new_doubles(list, 3, n),
        new_doubles(list, 4, n), new_doubles(list, 5, n),
        new_doubles(list, 6, n),
    };

    check_status(audit_compare_paired_tables(
        &tables, (audit_paired_method) one_int(method),
        one_double(conf_level), (audit_alternative) one_int(side), &answer));
    UNPROTECT(1);
    return list;
}
