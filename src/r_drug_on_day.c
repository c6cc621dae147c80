#include "glue.h"

#include "core/periods/drug_on_day.h"

/* treatments are list(patient, drug, start, stop). */
SEXP drug_on_day(SEXP treatments, SEXP patient, SEXP first, SEXP last)
{
    R_xlen_t n = XLENGTH(patient), rows = XLENGTH(VECTOR_ELT(treatments, 0));
    audit_treatments courses = {(size_t) rows,
                                ints(VECTOR_ELT(treatments, 0), rows),
                                ints(VECTOR_ELT(treatments, 1), rows),
                                ints(VECTOR_ELT(treatments, 2), rows),
                                ints(VECTOR_ELT(treatments, 3), rows)};
    const int *who = ints(patient, n), *from = ints(first, n);
    const int *to = ints(last, n);
    SEXP drug = PROTECT(Rf_allocVector(INTSXP, n));

    audit_drug_on_day(&courses, who, from, to, (size_t) n, INTEGER(drug));
    UNPROTECT(1);
    return drug;
}
