#include <R_ext/Utils.h>

#include "glue.h"

#include "core/rates/paired_rates.h"

static const char *names[] = {
    "patients", "informative", "events_before", "years_before", "events_after",
    "years_after", "dispersion", "estimate", "ratio_pooled", "std_error", "df",
    "conf_low", "conf_high", "p", "exact_low", "exact_high", "p_exact",
    "p_midp", "p_sign_flip", "notes", ""
};

/* Signs drawn in a moment. */
static const size_t MOMENT = 20000000;

/* A list of single numbers. */
SEXP paired_rates(SEXP before, SEXP time_before, SEXP after, SEXP time_after,
                  SEXP method, SEXP floor, SEXP conf_level, SEXP side,
                  SEXP null)
{
    R_xlen_t n = XLENGTH(before);
    audit_pairs pairs = {(size_t) n, doubles(before, n),
                         doubles(time_before, n), doubles(after, n),
                         doubles(time_after, n)};
    audit_question question = {one_double(conf_level),
                               (audit_alternative) one_int(side),
                               one_double(null)};
    audit_pairing work;

    check_status(audit_pairs_begin(
        &pairs, (audit_paired_rate_method) one_int(method), one_int(floor),
        &question, work_doubles(audit_pairs_workspace(&pairs)), &work));
    while (!work.is_done) {
        R_CheckUserInterrupt();
        check_status(audit_pairs_go_on(&work, MOMENT / (size_t) (n + 1) + 4));
    }

    const audit_paired_rates x = work.rates;
    const double found[] = {
        x.patients, x.informative, x.events_before, x.time_before,
        x.events_after, x.time_after, x.dispersion, x.estimate, x.ratio_pooled,
        x.std_error, x.freedom, x.low, x.high, x.p, x.exact_low, x.exact_high,
        x.p_exact, x.p_midp, x.p_sign_flip, x.notes,
    };
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    for (R_xlen_t i = 0; i < XLENGTH(list); i++)
        new_doubles(list, i, 1)[0] = found[i];
    UNPROTECT(1);
    return list;
}
