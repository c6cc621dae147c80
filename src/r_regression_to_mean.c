#include <math.h>

#include "glue.h"

#include "core/regression/regression_to_mean.h"

/* A list of single numbers, of one group. */
SEXP regression_to_mean(SEXP events, SEXP time, SEXP is_truncated,
                        SEXP conf_level)
{
    R_xlen_t n = XLENGTH(events);
    audit_selection selection = {(size_t) n, 0, doubles(events, n),
                                 doubles(time, n), one_int(is_truncated)};
    double most = 0;
    audit_rtm x;

    for (R_xlen_t i = 0; i < n; i++)
        most = fmax(most, selection.events[i]);
    selection.most = (size_t) most;
    check_status(audit_regression_to_mean(
        &selection, one_double(conf_level),
        work_doubles(audit_rtm_workspace(&selection)), &x));

    const char *names[] = {"mean", "shape", "ratio", "conf_low", "conf_high",
                           "repeated", "notes", ""};
    const double found[] = {x.mean, x.shape, x.ratio, x.low, x.high,
                            x.repeated, x.notes};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    for (R_xlen_t i = 0; i < XLENGTH(list); i++)
        new_doubles(list, i, 1)[0] = found[i];
    UNPROTECT(1);
    return list;
}
