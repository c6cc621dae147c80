#include <R_ext/Utils.h>

#include "glue.h"

#include "core/rates/patient_rates.h"
#include "core/rates/pooled_rate.h"
#include "core/rates/reduced_error.h"

/* Patients whom a pass takes a moment. */
static const size_t MOMENT = 1000000;

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

/* all_events and all_time are what patient_rates() found of each group. */
SEXP reduced_errors(SEXP events, SEXP time, SEXP group, SEXP all_events,
                    SEXP all_time)
{
    R_xlen_t n = XLENGTH(events), k = XLENGTH(all_time);
    audit_reduced_sums *sums =
        (audit_reduced_sums *) R_alloc((size_t) k, sizeof *sums);

    const char *names[] = {"std_error", "freedom", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_reduced_errors(doubles(events, n), doubles(time, n), ints(group, n),
                         (size_t) n, (size_t) k, doubles(all_events, k),
                         doubles(all_time, k), sums, new_doubles(list, 0, k),
                         new_doubles(list, 1, k));
    UNPROTECT(1);
    return list;
}

SEXP spread_columns(const audit_spread *spread, R_xlen_t n)
{
    const char *names[] = {"effective", "jackknife", "alpha", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *x[3];

    for (R_xlen_t j = 0; j < 3; j++)
        x[j] = new_doubles(list, j, n);
    for (R_xlen_t g = 0; g < n; g++) {
        x[0][g] = spread[g].effective;
        x[1][g] = spread[g].jackknife;
        x[2][g] = spread[g].alpha;
    }
    UNPROTECT(1);
    return list;
}

SEXP patient_spread(SEXP events, SEXP time, SEXP group, SEXP n_groups,
                    SEXP part)
{
    R_xlen_t n = XLENGTH(events), k = one_int(n_groups);
    audit_spread *spread =
        (audit_spread *) R_alloc((size_t) k, sizeof *spread);
    size_t *first = (size_t *) R_alloc((size_t) k + 1, sizeof *first);

    audit_patient_spread work = audit_patient_spread_begin(
        doubles(events, n), doubles(time, n), ints(group, n), (size_t) n,
        (size_t) k, one_double(part), first, work_doubles(2 * (size_t) n),
        spread);
    while (!work.is_done) {
        R_CheckUserInterrupt();
        check_status(audit_patient_spread_go_on(&work, MOMENT));
    }
    return spread_columns(spread, k);
}

/* spread is a list of columns as spread_columns() makes; without time NaN. */
SEXP pooled_rates(SEXP events, SEXP time, SEXP patients, SEXP spread,
                  SEXP conf_level, SEXP side, SEXP null)
{
    R_xlen_t n = XLENGTH(events);
    const double *y = doubles(events, n), *t = doubles(time, n);
    const double *of = doubles(patients, n), *x[3];
    audit_question question = {one_double(conf_level),
                               (audit_alternative) one_int(side),
                               one_double(null)};

    const char *names[] = {"conf_low", "conf_high", "p", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *low = new_doubles(list, 0, n), *high = new_doubles(list, 1, n);
    double *p = new_doubles(list, 2, n);
    for (R_xlen_t j = 0; j < 3; j++)
        x[j] = doubles(VECTOR_ELT(spread, j), n);
    for (R_xlen_t i = 0; i < n; i++) {
        audit_spread here = {x[0][i], x[1][i], x[2][i]};
        audit_interval found = {R_NaN, R_NaN, R_NaN};

        hear_interrupt(i);
        if (t[i] > 0)
            check_status(audit_pooled_rate(y[i], t[i], of[i] > 1, &here,
                                           &question, &found));
        low[i] = found.low;
        high[i] = found.high;
        p[i] = found.p;
    }
    UNPROTECT(1);
    return list;
}
