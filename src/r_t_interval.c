#include "glue.h"

#include "core/numerics/t_interval.h"

/* On the log scale, of estimates above 0; NaN where a number is. */
SEXP log_t_interval(SEXP estimate, SEXP log_std_error, SEXP freedom,
                    SEXP conf_level, SEXP side, SEXP null)
{
    R_xlen_t n = XLENGTH(estimate);
    const double *of = doubles(estimate, n), *se = doubles(log_std_error, n);
    const double *df_of = doubles(freedom, n);
    audit_question question = {one_double(conf_level),
                               (audit_alternative) one_int(side),
                               one_double(null)};

    const char *names[] = {"conf_low", "conf_high", "p", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *low = new_doubles(list, 0, n), *high = new_doubles(list, 1, n);
    double *p = new_doubles(list, 2, n);
    for (R_xlen_t i = 0; i < n; i++) {
        audit_interval x = {R_NaN, R_NaN, R_NaN};

        hear_interrupt(i);
        if (!ISNAN(of[i]) && !ISNAN(se[i]))
            x = audit_log_t_interval(of[i], se[i], df_of[i], &question);
        low[i] = x.low;
        high[i] = x.high;
        p[i] = x.p;
    }
    UNPROTECT(1);
    return list;
}
