#include "glue.h"

#include "core/periods/record_order.h"

/* Rows in order, counted from 1 as R does, or none where they were before. */
SEXP record_order(SEXP patient, SEXP day, SEXP n_patients)
{
    R_xlen_t n = XLENGTH(patient);
    size_t n_codes = one_size(n_patients);

    const char *names[] = {"order", "sorted", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *order = new_ints(list, 0, n);
    int *sorted = new_ints(list, 1, 1);
    int *workspace =
        work_ints(audit_record_order_workspace((size_t) n, n_codes));

    check_status(audit_record_order(ints(patient, n), ints(day, n), (size_t) n,
                                    n_codes, workspace, order, sorted));
    if (*sorted)
        shorten(list, 0, 0);
    for (R_xlen_t i = 0; i < n && !*sorted; i++)
        order[i]++;
    UNPROTECT(1);
    return list;
}

/* Rows counted from 1. */
SEXP tied_records(SEXP patient, SEXP day)
{
    R_xlen_t n = XLENGTH(patient);
    const int *who = ints(patient, n), *when = ints(day, n);
    size_t found = audit_tied_records(who, when, (size_t) n, NULL);
    SEXP tied = PROTECT(Rf_allocVector(INTSXP, (R_xlen_t) found));

    audit_tied_records(who, when, (size_t) n, INTEGER(tied));
    for (size_t i = 0; i < found; i++)
        INTEGER(tied)[i]++;
    UNPROTECT(1);
    return tied;
}
