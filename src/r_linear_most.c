#include "glue.h"

#include "core/numerics/linear_most.h"

/* Factors of steps that take a moment. */
static const size_t MOMENT = 50000000;

/* `factors` are their rows and columns, from 1, and themselves; `rows` the
   limits of each, low and high; `columns` the cap and goal of each. */
SEXP linear_most(SEXP factors, SEXP rows, SEXP columns, SEXP most)
{
    R_xlen_t k = XLENGTH(VECTOR_ELT(factors, 2));
    R_xlen_t m = XLENGTH(VECTOR_ELT(rows, 0));
    R_xlen_t n = XLENGTH(VECTOR_ELT(columns, 0));
    const int *row = ints(VECTOR_ELT(factors, 0), k);
    const int *column = ints(VECTOR_ELT(factors, 1), k);
    int *place = work_ints((size_t) (2 * k));

    for (R_xlen_t i = 0; i < k; i++) {
        place[i] = row[i] > 0 ? row[i] - 1 : -1;
        place[k + i] = column[i] > 0 ? column[i] - 1 : -1;
    }
    audit_programme programme = {
        (size_t) m, (size_t) n, (size_t) k, place, place + k,
        doubles(VECTOR_ELT(factors, 2), k), doubles(VECTOR_ELT(rows, 0), m),
        doubles(VECTOR_ELT(rows, 1), m), doubles(VECTOR_ELT(columns, 0), n),
        doubles(VECTOR_ELT(columns, 1), n)
    };
    size_t left = one_size(most), size = (size_t) (m + 1) * (size_t) (n + 1);
    size_t at_once = MOMENT / size + 1;
    SEXP x = PROTECT(Rf_allocVector(REALSXP, n));
    audit_tableau tableau;
    check_status(audit_linear_begin(
        &programme,
        work_doubles(audit_linear_most_doubles((size_t) m, (size_t) n)),
        work_ints(audit_linear_most_ints((size_t) m, (size_t) n)), &tableau));
    while (left > 0 && !tableau.is_done) {
        size_t steps = left < at_once ? left : at_once;
        check_status(audit_linear_go_on(&tableau, steps));
        left -= steps;
        R_CheckUserInterrupt();
    }
    audit_linear_read(&tableau, REAL(x));
    UNPROTECT(1);
    return x;
}
