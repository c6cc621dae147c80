#include "glue.h"

#include "core/rates/mean_rates.h"

SEXP mean_rates(SEXP events, SEXP time, SEXP group, SEXP n_groups,
                SEXP conf_level)
{
    R_xlen_t n = XLENGTH(events), k = one_int(n_groups);

    const char *names[] = {"patients", "estimate", "std_error", "conf_low",
                           "conf_high", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_mean_rates rates = {
        new_doubles(list, 0, k), new_doubles(list, 1, k),
        new_doubles(list, 2, k), new_doubles(list, 3, k),
        new_doubles(list, 4, k),
    };

    check_status(audit_mean_of_rates(doubles(events, n), doubles(time, n),
                                     ints(group, n), (size_t) n, (size_t) k,
                                     one_double(conf_level),
                                     work_doubles(2 * (size_t) k), &rates));
    UNPROTECT(1);
    return list;
}
