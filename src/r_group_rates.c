#include <R_ext/Random.h>
#include <R_ext/Utils.h>

#include "glue.h"

#include "core/rates/group_rates.h"
#include "core/rates/two_rates.h"

/* Column j of a list that patient_rates() made, of n groups, with a column `freedom`
   after the others. */
static const double *column(SEXP sums, R_xlen_t j, R_xlen_t n)
{
    return doubles(VECTOR_ELT(sums, j), n);
}

static audit_group group_of(SEXP sums, R_xlen_t g, R_xlen_t n)
{
    return (audit_group) {
        column(sums, 0, n)[g], column(sums, 3, n)[g], column(sums, 4, n)[g],
        column(sums, 5, n)[g], column(sums, 6, n)[g], column(sums, 7, n)[g],
    };
}

/* Each group against the one of index `reference`, counted from 0. */
SEXP group_rates(SEXP sums, SEXP reference, SEXP measure, SEXP method,
                 SEXP conf_level, SEXP side)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(sums, 0)), of = one_int(reference);
    audit_rates_measure kind = (audit_rates_measure) one_int(measure);
    audit_group second = group_of(sums, of, n);
    audit_question question = {one_double(conf_level),
                               (audit_alternative) one_int(side),
                               kind == AUDIT_RATES_RATIO ? 1 : 0};

    const char *names[] = {"estimate", "std_error", "df", "conf_low",
                           "conf_high", "p", "method", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *x[7];
    for (R_xlen_t j = 0; j < 7; j++)
        x[j] = new_doubles(list, j, n);
    for (R_xlen_t g = 0; g < n; g++) {
        audit_group first = group_of(sums, g, n);
        audit_group_comparison found;

        hear_interrupt(g);
        check_status(audit_compare_groups(
            &first, &second, kind, (audit_group_method) one_int(method),
            &question, &found));
        const double got[] = {found.estimate, found.std_error, found.freedom,
                              found.interval.low, found.interval.high,
                              found.interval.p, found.method};
        for (R_xlen_t j = 0; j < 7; j++)
            x[j][g] = got[j];
    }
    UNPROTECT(1);
    return list;
}

/* Fisher and Yates: every order is as likely, by R's generator. */
static void shuffle(int *order, R_xlen_t n)
{
    for (R_xlen_t i = n - 1; i > 0; i--) {
        R_xlen_t j = (R_xlen_t) R_unif_index((double) i + 1);
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

static int is_as_far(double statistic, double seen, audit_alternative side)
{
    /* A group without variance: as far as can be, to be on the safe side. */
    if (ISNAN(statistic))
        return 1;
    double fuzz = 1e-12 * fabs(seen);
    return side == AUDIT_LESS ? statistic <= seen + fuzz
         : side == AUDIT_GREATER ? statistic >= seen - fuzz
         : fabs(statistic) >= fabs(seen) - fuzz;
}

/*
 * The p value of Welch's statistic, of the first n1 patients against the
 * others, among random orders of them all and the one seen.
 */
SEXP permuted_rates(SEXP events, SEXP time, SEXP n1, SEXP measure, SEXP side,
                    SEXP permutations)
{
    R_xlen_t n = XLENGTH(events);
    const double *y = doubles(events, n), *t = doubles(time, n);
    audit_rates_measure kind = (audit_rates_measure) one_int(measure);
    audit_alternative of = (audit_alternative) one_int(side);
    size_t first = one_size(n1);
    int *order = work_ints((size_t) n), draws = one_int(permutations);
    int often = (int) (1000000 / (n + 1)) + 1; /* draws of a moment */

    for (R_xlen_t i = 0; i < n; i++)
        order[i] = (int) i;
    double seen = audit_welch_statistic(y, t, order, (size_t) n, first, kind);
    if (ISNAN(seen))
        return Rf_ScalarReal(NA_REAL);

    double far = 1;
    GetRNGstate();
    for (int k = 0; k < draws; k++) {
        if (k % often == often - 1)
            R_CheckUserInterrupt();
        shuffle(order, n);
        far += is_as_far(audit_welch_statistic(y, t, order, (size_t) n, first,
                                               kind), seen, of);
    }
    PutRNGstate();
    return Rf_ScalarReal(far / (draws + 1.0));
}
