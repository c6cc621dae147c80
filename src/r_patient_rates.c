#include "glue.h"

#include "core/patient_rates.h"

SEXP patient_rates(SEXP events, SEXP time, SEXP group, SEXP n_groups)
{
    R_xlen_t n = XLENGTH(events), k = one_int(n_groups);

    const char *names[] = {"patients", "with_event", "left_out", "events",
                           "time", "dispersion", "std_error", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_patient_rates rates = {
        new_doubles(list, 0, k), new_doubles(list, 1, k),
        new_doubles(list, 2, k), new_doubles(list, 3, k),
        new_doubles(list, 4, k), new_doubles(list, 5, k),
        new_doubles(list, 6, k),
    };

    check_status(audit_rates_of_patients(doubles(events, n), doubles(time, n),
                                         ints(group, n), (size_t) n,
                                         (size_t) k, work_doubles(4 * (size_t) k),
                                         &rates));
    UNPROTECT(1);
    return list;
}
