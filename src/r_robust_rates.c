#include "glue.h"

#include "core/robust_rates.h"

/* Of the list that patient_rates() made. */
SEXP robust_rates(SEXP sums, SEXP conf_level, SEXP side, SEXP null)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(sums, 0));
    double *of[7];
    for (R_xlen_t j = 0; j < 7; j++)
        of[j] = REAL(VECTOR_ELT(sums, j));
    audit_patient_rates rates = {of[0], of[1], of[2], of[3], of[4], of[5],
                                 of[6]};
    audit_question question = {one_double(conf_level),
                               (audit_alternative) one_int(side),
                               one_double(null)};

    const char *names[] = {"conf_low", "conf_high", "p", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *low = new_doubles(list, 0, n), *high = new_doubles(list, 1, n);
    double *p = new_doubles(list, 2, n);
    audit_robust_rates(&rates, (size_t) n, &question, low, high, p);
    UNPROTECT(1);
    return list;
}
