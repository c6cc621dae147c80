#include <R_ext/Utils.h>

#include "glue.h"

#include "core/events/event_incidence.h"
#include "core/events/event_spread.h"

/* Patients whom a pass takes a moment. */
static const size_t MOMENT = 1000000;

/* events is list(patient, day, outcome). */
static audit_events events_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_events) {(size_t) n, ints(VECTOR_ELT(list, 0), n),
                           ints(VECTOR_ELT(list, 1), n),
                           ints(VECTOR_ELT(list, 2), n)};
}

/* windows is list(period, patient, first, last, days, cell). */
static audit_windows windows_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_windows) {
        (size_t) n, ints(VECTOR_ELT(list, 0), n), ints(VECTOR_ELT(list, 1), n),
        ints(VECTOR_ELT(list, 2), n), ints(VECTOR_ELT(list, 3), n),
        ints(VECTOR_ELT(list, 4), n), ints(VECTOR_ELT(list, 5), n),
    };
}

SEXP event_hits(SEXP events, SEXP windows, SEXP with_before, SEXP n_outcomes)
{
    audit_events x = events_of(events);
    audit_windows where = windows_of(windows);
    size_t outcomes = one_size(n_outcomes), n;
    size_t *next = (size_t *) R_alloc(outcomes, sizeof *next);
    int before = one_int(with_before);

    check_status(audit_count_hits(&x, &where, before, outcomes, next, &n));
    const char *names[] = {"outcome", "cell", "time", "event", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    R_xlen_t k = (R_xlen_t) n;
    audit_hits hits = {new_ints(list, 0, k), new_ints(list, 1, k),
                       new_ints(list, 2, k), new_ints(list, 3, k)};
    audit_list_hits(&x, &where, before, next, &hits);
    UNPROTECT(1);
    return list;
}

/* The list that event_hits() makes, to be read alone. */
static audit_hits hits_of(SEXP list, size_t *n)
{
    R_xlen_t k = XLENGTH(VECTOR_ELT(list, 0));
    const int *x[4];

    for (R_xlen_t i = 0; i < 4; i++)
        x[i] = ints(VECTOR_ELT(list, i), k);
    *n = (size_t) k;
    return (audit_hits) {(int *) x[0], (int *) x[1], (int *) x[2],
                         (int *) x[3]};
}

/* cells is list(row, days, ...). */
static audit_cell_rows cells_of(SEXP list, SEXP n_rows)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_cell_rows) {(size_t) n, one_size(n_rows),
                              ints(VECTOR_ELT(list, 0), n),
                              ints(VECTOR_ELT(list, 1), n)};
}

SEXP event_sums(SEXP hits, SEXP n_outcomes, SEXP cells, SEXP n_rows)
{
    size_t n, outcomes = one_size(n_outcomes);
    audit_hits found = hits_of(hits, &n);
    audit_cell_rows of = cells_of(cells, n_rows);
    R_xlen_t k = (R_xlen_t) (outcomes * of.n_rows);

    const char *names[] = {"patients", "with_event", "twice", "events", "days",
                           "first_days", "dispersion", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_event_sums sums = {
        new_doubles(list, 0, k), new_doubles(list, 1, k),
        new_doubles(list, 2, k), new_doubles(list, 3, k),
        new_doubles(list, 4, k), new_doubles(list, 5, k),
        new_doubles(list, 6, k),
    };
    audit_sum_events(&found, n, outcomes, &of, work_doubles(5 * of.n_rows),
                     &sums);
    UNPROTECT(1);
    return list;
}

/* order has the cells by row and days, counted from 0. */
SEXP event_spread(SEXP hits, SEXP n_outcomes, SEXP cells, SEXP n_rows,
                  SEXP order)
{
    size_t n, outcomes = one_size(n_outcomes);
    audit_hits found = hits_of(hits, &n);
    audit_cell_rows of = cells_of(cells, n_rows);
    size_t k = outcomes * of.n_rows;
    audit_spread *spread = (audit_spread *) R_alloc(k, sizeof *spread);
    size_t *first = (size_t *) R_alloc(2 * of.n_rows + 2, sizeof *first);
    audit_spread_room room = {first, work_doubles(5 * of.n)};

    audit_event_spread work = audit_event_spread_begin(
        &found, n, outcomes, &of, ints(order, (R_xlen_t) of.n), &room, spread);
    while (!work.is_done) {
        R_CheckUserInterrupt();
        check_status(audit_event_spread_go_on(&work, MOMENT));
    }
    return spread_columns(spread, (R_xlen_t) k);
}

/* cells is list(row, days, end, competing). */
SEXP event_incidence(SEXP hits, SEXP n_outcomes, SEXP cells, SEXP n_rows,
                     SEXP nothing_competes, SEXP times, SEXP conf_level)
{
    size_t n, outcomes = one_size(n_outcomes);
    audit_hits found = hits_of(hits, &n);
    audit_cell_rows of = cells_of(cells, n_rows);
    audit_cell_ends ends = {ints(VECTOR_ELT(cells, 2), (R_xlen_t) of.n),
                            ints(VECTOR_ELT(cells, 3), (R_xlen_t) of.n)};
    R_xlen_t k = XLENGTH(times), all = k * (R_xlen_t) (outcomes * of.n_rows);
    const double *at = doubles(times, k);
    audit_incidence_kind kind =
        one_int(nothing_competes) ? AUDIT_NOTHING_COMPETES : AUDIT_COMPETING;
    size_t days = audit_incidence_days(&of, &ends, at, (size_t) k);

    SEXP list = PROTECT(Rf_mkNamed(VECSXP, curve_columns));
    audit_curve curve = curve_in(list, all);
    audit_event_incidence(&found, n, outcomes, &of, &ends, kind, at,
                          (size_t) k, one_double(conf_level), days,
                          work_ints(3 * of.n_rows * days), work_doubles(days),
                          &curve);
    UNPROTECT(1);
    return list;
}
