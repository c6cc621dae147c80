#include "glue.h"

#include "core/ranks/medians.h"

/* Values in order of their group, from 1, and rising within it. */
SEXP medians(SEXP values, SEXP group, SEXP n_groups, SEXP conf_level)
{
    R_xlen_t n = XLENGTH(values), k = one_int(n_groups);
    const double *x = doubles(values, n);
    const int *of = ints(group, n);
    double level = one_double(conf_level);

    const char *names[] = {"estimate", "conf_low", "conf_high", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *estimate = new_doubles(list, 0, k), *low = new_doubles(list, 1, k);
    double *high = new_doubles(list, 2, k);
    R_xlen_t from = 0, to = 0;
    for (R_xlen_t g = 0; g < k; g++, from = to) {
        hear_interrupt(g);
        while (to < n && of[to] == g + 1)
            to++;
        audit_middle middle = audit_median(x + from, (size_t) (to - from),
                                           level);
        estimate[g] = middle.estimate;
        low[g] = middle.low;
        high[g] = middle.high;
    }
    UNPROTECT(1);
    return list;
}
