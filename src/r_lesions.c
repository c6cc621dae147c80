#include "glue.h"

#include "core/lesions/lesion_activity.h"
#include "core/lesions/lesion_cells.h"
#include "core/lesions/lesion_cut.h"
#include "core/lesions/lesion_scans.h"
#include "core/lesions/lesion_tally.h"
#include "core/lesions/lesion_totals.h"

/* scans is list(patient, compared, day), slack c(before, after). */
static audit_scans scans_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_scans) {(size_t) n, ints(VECTOR_ELT(list, 0), n),
                          ints(VECTOR_ELT(list, 1), n),
                          ints(VECTOR_ELT(list, 2), n)};
}

static audit_slack slack_of(SEXP slack)
{
    return (audit_slack) {ints(slack, 2)[0], ints(slack, 2)[1]};
}

/* What is known of no scan comes as an empty vector. */
static const double *counts_of(SEXP list, R_xlen_t i, R_xlen_t n)
{
    SEXP x = VECTOR_ELT(list, i);

    return XLENGTH(x) == 0 && TYPEOF(x) == REALSXP ? NULL : doubles(x, n);
}

SEXP compare_scans(SEXP scans, SEXP region, SEXP n_regions, SEXP known,
                   SEXP use_previous)
{
    audit_scans which = scans_of(scans);
    R_xlen_t n = (R_xlen_t) which.n;
    size_t k = one_size(n_regions);
    int *room = work_ints(3 * k);

    const char *names[] = {"compared", "said", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *compared = new_ints(list, 0, n);
    check_status(audit_compare_scans(&which, ints(region, n), k, ints(known, n),
                                     one_int(use_previous), room, compared,
                                     new_ints(list, 1, n)));
    UNPROTECT(1);
    return list;
}

/* window is c(first, last) days; the result the starts of the ranges. */
SEXP rebaseline(SEXP scans, SEXP times, SEXP window)
{
    audit_scans which = scans_of(scans);
    audit_times ranges = times_of(times);
    SEXP start = PROTECT(Rf_allocVector(INTSXP, (R_xlen_t) ranges.n));

    check_status(audit_rebaseline(&which, &ranges, ints(window, 2)[0],
                                  ints(window, 2)[1], INTEGER(start)));
    UNPROTECT(1);
    return start;
}

SEXP lesion_change(SEXP scans, SEXP value, SEXP times, SEXP cell, SEXP slack,
                   SEXP n_cells)
{
    audit_scans which = scans_of(scans);
    audit_times ranges = times_of(times);
    R_xlen_t k = one_int(n_cells);

    const char *names[] = {"baseline", "final", "days", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *baseline = new_doubles(list, 0, k);
    double *final = new_doubles(list, 1, k);
    check_status(audit_lesion_change(
        &which, doubles(value, (R_xlen_t) which.n), &ranges,
        ints(cell, (R_xlen_t) ranges.n), slack_of(slack), (size_t) k, baseline,
        final, new_doubles(list, 2, k)));
    UNPROTECT(1);
    return list;
}

/* The elements of the sums, in the order of audit_lesion_sums. */
static const char *sum_names[] = {
    "scans", "t2_scans", "t2", "t2_most", "t2_days", "t2_unknown",
    "straddling", "shared", "shared_most", "shared_days", "gd_scans", "gd",
    "gd_most", "gd_unknown", "active_scans", "active", "active_most",
    "given_scans", "given", "given_most", "totals", "place_t2", "place_gd", "",
};

static audit_lesion_sums sums_of(double *const *y)
{
    return (audit_lesion_sums) {y[0], y[1], y[2], y[3], y[4], y[5], y[6],
                                y[7], y[8], y[9], y[10], y[11], y[12], y[13],
                                y[14], y[15], y[16], y[17], y[18], y[19]};
}

/*
 * Makes the columns whose bit in `wanted` is set; the others share one column of
 * zeros. Where a count has no upper bound of its own, the sum of its most is the sum
 * of its least.
 */
static void make_columns(SEXP list, int wanted, const double *const *counts,
                         R_xlen_t n, double **columns)
{
    /* Where the most of t2 and gd is; before it is the least. */
    enum { T2_MOST = 3, GD_MOST = 12 };
    SEXP none = R_NilValue;

    for (int i = 0; i < AUDIT_N_LESION_SUMS; i++) {
        columns[i] = NULL;
        if ((wanted & 1 << i) &&
            ((i == T2_MOST && counts[0] == counts[1]) ||
             (i == GD_MOST && counts[2] == counts[3]))) {
            SET_VECTOR_ELT(list, i, VECTOR_ELT(list, i - 1));
        } else if (wanted & 1 << i) {
            columns[i] = new_doubles(list, i, n);
        } else {
            if (none == R_NilValue) {
                double *zero = new_doubles(list, i, n);
                for (R_xlen_t c = 0; c < n; c++)
                    zero[c] = 0;
                none = VECTOR_ELT(list, i);
            }
            SET_VECTOR_ELT(list, i, none);
        }
    }
}

/*
 * counts is list(t2, t2_most, gd, gd_most, active, active_most), rule
 * c(straddling, periods, whether places are wanted, which sums are, as bits).
 */
SEXP sum_lesions(SEXP scans, SEXP counts, SEXP times, SEXP cell, SEXP slack,
                 SEXP rule, SEXP n_cells)
{
    audit_scans which = scans_of(scans);
    audit_times ranges = times_of(times);
    R_xlen_t n = (R_xlen_t) which.n, k = one_int(n_cells);
    const int *rules = ints(rule, 4);
    R_xlen_t places = rules[2] ? n * rules[1] : 0;
    audit_period_work *work = (audit_period_work *)
        R_alloc((size_t) rules[1], sizeof(audit_period_work));
    const double *x[6];
    for (R_xlen_t i = 0; i < 6; i++)
        x[i] = counts_of(counts, i, n);
    audit_lesion_counts known = {x[0], x[1], x[2], x[3], x[4], x[5]};

    SEXP list = PROTECT(Rf_mkNamed(VECSXP, sum_names));
    double *y[AUDIT_N_LESION_SUMS];
    make_columns(list, rules[3], x, k, y);
    audit_lesion_sums sums = sums_of(y);
    double *totals = new_doubles(list, AUDIT_N_LESION_SUMS, 2);
    int *place_t2 = new_ints(list, AUDIT_N_LESION_SUMS + 1, places);
    int *place_gd = new_ints(list, AUDIT_N_LESION_SUMS + 2, places);
    audit_lesion_totals found = {0, 0};
    check_status(audit_sum_lesions(
        &which, &known, &ranges, ints(cell, (R_xlen_t) ranges.n),
        slack_of(slack), (audit_straddling) rules[0], (size_t) rules[1], work,
        &sums, (size_t) k, &found, rules[2] ? place_t2 : NULL,
        rules[2] ? place_gd : NULL));
    totals[0] = found.chosen;
    totals[1] = found.unpaired;
    UNPROTECT(1);
    return list;
}

/* asked is c(t2, gd). */
static audit_asked asked_of(SEXP asked)
{
    return (audit_asked) {ints(asked, 2)[0], ints(asked, 2)[1]};
}

/*
 * sums as sum_lesions() gives them. The tally has a column a row; any is of each
 * cell, as any_activity() has it.
 */
SEXP tally_lesions(SEXP sums, SEXP row, SEXP asked, SEXP n_rows)
{
    R_xlen_t n = XLENGTH(row);
    int rows = one_int(n_rows);
    double *y[AUDIT_N_LESION_SUMS];

    /* The core's struct serves to write the sums too; here they are read. */
    for (R_xlen_t i = 0; i < AUDIT_N_LESION_SUMS; i++)
        y[i] = (double *) doubles(VECTOR_ELT(sums, i), n);
    audit_lesion_sums of = sums_of(y);
    const char *names[] = {"tally", "any", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(list, 0, Rf_allocMatrix(REALSXP, AUDIT_N_TALLIES, rows));
    int *any = new_ints(list, 1, n);
    check_status(audit_tally_lesions(&of, ints(row, n), (size_t) n,
                                     asked_of(asked), (size_t) rows,
                                     REAL(VECTOR_ELT(list, 0)), any));
    UNPROTECT(1);
    return list;
}

/* What scans tell of a kind, as the core's audit_activity has it. */
SEXP lesion_activity(SEXP scans, SEXP least, SEXP most)
{
    R_xlen_t n = XLENGTH(scans);
    const double *x = doubles(scans, n), *low = doubles(least, n);
    const double *high = doubles(most, n);
    SEXP is = PROTECT(Rf_allocVector(INTSXP, n));

    for (R_xlen_t i = 0; i < n; i++) {
        hear_interrupt(i);
        INTEGER(is)[i] = (int) audit_activity_of(x[i], low[i], high[i]);
    }
    UNPROTECT(1);
    return is;
}

/* The same of either kind, from that of each and of combined counts. */
SEXP any_activity(SEXP t2, SEXP gd, SEXP given, SEXP asked)
{
    R_xlen_t n = XLENGTH(t2);
    const int *a = ints(t2, n), *b = ints(gd, n), *c = ints(given, n);
    audit_asked kinds = asked_of(asked);
    SEXP is = PROTECT(Rf_allocVector(INTSXP, n));

    for (R_xlen_t i = 0; i < n; i++) {
        hear_interrupt(i);
        INTEGER(is)[i] = (int) audit_any_activity(
            (audit_activity) a[i], (audit_activity) b[i],
            (audit_activity) c[i], kinds);
    }
    UNPROTECT(1);
    return is;
}

/* scans is list(cell, size, least, most), time has an element a cell. */
SEXP cut_lesions(SEXP scans, SEXP time)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(scans, 0)), k = XLENGTH(time);
    audit_told_scans told = {(size_t) n, ints(VECTOR_ELT(scans, 0), n),
                             doubles(VECTOR_ELT(scans, 1), n),
                             doubles(VECTOR_ELT(scans, 2), n),
                             doubles(VECTOR_ELT(scans, 3), n)};

    const char *names[] = {"scans", "exposure", "least", "most", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_cut_sums sums = {new_doubles(list, 0, k), new_doubles(list, 1, k),
                           new_doubles(list, 2, k), new_doubles(list, 3, k)};
    check_status(
        audit_cut_lesions(&told, doubles(time, k), (size_t) k, &sums));
    UNPROTECT(1);
    return list;
}

/*
 * period may be NULL: all in one. `bad` is the first element that cannot be, from
 * 1, or 0; the other elements are of no use then.
 */
SEXP total_lesions(SEXP count, SEXP exposure, SEXP patient, SEXP period,
                   SEXP n_patients, SEXP n_periods)
{
    R_xlen_t n = XLENGTH(count);
    size_t who = one_size(n_patients), k = one_size(n_periods);
    const double *counts = doubles(count, n), *over = doubles(exposure, n);
    const int *of = ints(patient, n);
    const int *in = period == R_NilValue ? NULL : ints(period, n);
    audit_total *grid = (audit_total *) R_alloc(who * k, sizeof(audit_total));
    audit_units units;

    const char *names[] = {"bad", "first", "row", "patient", "scans",
                           "lesions", "exposure", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *bad = new_doubles(list, 0, 1);
    int *first = new_ints(list, 1, (R_xlen_t) who);
    audit_status status = audit_total_lesions(counts, over, of, in, (size_t) n,
                                              who, k, grid, first, &units);
    int fits = status.code == AUDIT_OK;
    R_xlen_t m = fits ? (R_xlen_t) audit_n_totals(grid, who * k) : 0;
    audit_totals totals = {
        new_ints(list, 2, m), new_ints(list, 3, m), new_doubles(list, 4, m),
        new_doubles(list, 5, m), new_doubles(list, 6, m),
    };
    if (fits)
        audit_write_totals(grid, who, k, units, &totals);
    *bad = fits ? 0 : (double) status.at + 1;
    UNPROTECT(1);
    return list;
}

/* A column a row, as audit_tally_totals() has it. */
SEXP tally_totals(SEXP row, SEXP scans, SEXP lesions, SEXP n_rows)
{
    R_xlen_t n = XLENGTH(row);
    int rows = one_int(n_rows);
    SEXP tally = PROTECT(Rf_allocMatrix(REALSXP, AUDIT_N_TOTALS, rows));

    check_status(audit_tally_totals(ints(row, n), doubles(scans, n),
                                    doubles(lesions, n), (size_t) n,
                                    (size_t) rows, REAL(tally)));
    UNPROTECT(1);
    return tally;
}
