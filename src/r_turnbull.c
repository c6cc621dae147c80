#include <R_ext/Utils.h>

#include "glue.h"

#include "core/curves/turnbull.h"

/* x is list(left, right, weight, by_left, by_right). */
SEXP turnbull(SEXP x)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(x, 0));
    audit_censored of = {(size_t) n, doubles(VECTOR_ELT(x, 0), n),
                         doubles(VECTOR_ELT(x, 1), n),
                         doubles(VECTOR_ELT(x, 2), n),
                         ints(VECTOR_ELT(x, 3), n), ints(VECTOR_ELT(x, 4), n)};
    double *room = work_doubles(audit_turnbull_doubles(of.n));
    int *places = work_ints(audit_turnbull_ints(of.n));
    audit_turnbull_work work;

    const char *names[] = {"from", "to", "mass", "off", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *from = new_doubles(list, 0, n), *to = new_doubles(list, 1, n);
    double *mass = new_doubles(list, 2, n), *off = new_doubles(list, 3, 1);
    check_status(
        audit_turnbull_begin(&of, room, places, from, to, mass, &work));
    while (!work.is_done) {
        R_CheckUserInterrupt();
        audit_turnbull_go_on(&work, 1);
    }
    *off = work.off;
    for (R_xlen_t i = 0; i < 3; i++)
        shorten(list, i, (R_xlen_t) work.n_intervals);
    UNPROTECT(1);
    return list;
}
