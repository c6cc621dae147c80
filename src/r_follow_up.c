#include "glue.h"

#include "core/periods/follow_up.h"

SEXP follow_up(SEXP end, SEXP death, SEXP data_lock)
{
    R_xlen_t n = XLENGTH(end);

    const char *names[] = {"to", "ended_by", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *to = new_ints(list, 0, n);
    int *ended_by = new_ints(list, 1, n);

    audit_follow_up(ints(end, n), ints(death, n), one_int(data_lock),
                    (size_t) n, to, ended_by);
    UNPROTECT(1);
    return list;
}
