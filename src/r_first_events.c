#include "glue.h"

#include "core/first_events.h"

/* windows is list(period, patient, first, last, days, cell). */
SEXP first_events(SEXP patient, SEXP day, SEXP windows, SEXP n_cells)
{
    R_xlen_t n = XLENGTH(patient), k = one_int(n_cells);
    R_xlen_t m = XLENGTH(VECTOR_ELT(windows, 0));
    audit_windows where = {
        (size_t) m, ints(VECTOR_ELT(windows, 0), m),
        ints(VECTOR_ELT(windows, 1), m), ints(VECTOR_ELT(windows, 2), m),
        ints(VECTOR_ELT(windows, 3), m), ints(VECTOR_ELT(windows, 4), m),
        ints(VECTOR_ELT(windows, 5), m),
    };

    const char *names[] = {"events", "time", "before", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_first_events found = {new_ints(list, 0, k), new_ints(list, 1, k),
                                new_ints(list, 2, k)};

    check_status(audit_find_first_events(ints(patient, n), ints(day, n),
                                         (size_t) n, &where, &found,
                                         (size_t) k));
    UNPROTECT(1);
    return list;
}
