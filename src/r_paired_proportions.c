#include "glue.h"

#include "core/proportions/paired_proportions.h"

SEXP paired_proportions(SEXP both, SEXP first, SEXP second, SEXP neither,
                        SEXP method, SEXP conf_level, SEXP side)
{
    R_xlen_t n = XLENGTH(both);
    const double *a = doubles(both, n), *b = doubles(first, n);
    const double *c = doubles(second, n), *d = doubles(neither, n);
    audit_paired_method by = (audit_paired_method) one_int(method);
    audit_alternative on = (audit_alternative) one_int(side);
    double level = one_double(conf_level);

    const char *names[] = {"estimate", "conf_low", "conf_high", "p",
                           "p_exact", "p_midp", "p_score", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *y[7];
    for (R_xlen_t j = 0; j < 7; j++)
        y[j] = new_doubles(list, j, n);
    for (R_xlen_t i = 0, m; i < n; i += m) {
        m = (R_xlen_t) next_slice(i, n);
        audit_paired_tables tables = {(size_t) m, a + i, b + i, c + i, d + i};
        audit_paired_answer here = {y[0] + i, y[1] + i, y[2] + i, y[3] + i,
                                    y[4] + i, y[5] + i, y[6] + i};
        check_slice(audit_compare_paired_tables(&tables, by, level, on, &here),
                    i);
    }
    UNPROTECT(1);
    return list;
}
