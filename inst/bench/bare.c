/*
 * The least that a machine can do to count the events of patients in two
 * periods each: one pass in C over bare arrays, without a check. Patients are
 * counted from 1; period k of patient p is (start[2 (p - 1) + k], stop[...]].
 */
#define R_NO_REMAP
#include <Rinternals.h>

static void count(const int *day, size_t n, const int *start, const int *stop,
                  int *total)
{
    for (size_t i = 0; i < n; i++) {
        total[0] += day[i] > start[0] && day[i] <= stop[0];
        total[1] += day[i] > start[1] && day[i] <= stop[1];
    }
}

/* Events in order of patient. */
SEXP bare_sorted(SEXP patient, SEXP day, SEXP start, SEXP stop)
{
    size_t n = (size_t) XLENGTH(patient), k = (size_t) XLENGTH(start);
    const int *who = INTEGER_RO(patient), *when = INTEGER_RO(day);
    const int *from = INTEGER_RO(start), *to = INTEGER_RO(stop);
    SEXP result = PROTECT(Rf_allocVector(INTSXP, (R_xlen_t) k));
    int *total = INTEGER(result);

    for (size_t i = 0; i < k; i++)
        total[i] = 0;
    for (size_t i = 0; i < n;) {
        size_t first = i, at = 2 * ((size_t) who[i] - 1);
        while (i < n && who[i] == who[first])
            i++;
        count(when + first, i - first, from + at, to + at, total + at);
    }
    UNPROTECT(1);
    return result;
}

/* Events in any order: into buckets of patients first. */
SEXP bare_unsorted(SEXP patient, SEXP day, SEXP start, SEXP stop)
{
    size_t n = (size_t) XLENGTH(patient), k = (size_t) XLENGTH(start);
    size_t n_patients = k / 2;
    const int *who = INTEGER_RO(patient), *when = INTEGER_RO(day);
    const int *from = INTEGER_RO(start), *to = INTEGER_RO(stop);
    SEXP result = PROTECT(Rf_allocVector(INTSXP, (R_xlen_t) k));
    int *total = INTEGER(result);
    int *bucket = (int *) R_alloc(n_patients + 2, sizeof(int));
    int *days = (int *) R_alloc(n, sizeof(int));

    for (size_t p = 0; p < n_patients + 2; p++)
        bucket[p] = 0;
    for (size_t i = 0; i < n; i++)
        bucket[who[i] + 1]++;
    for (size_t p = 1; p < n_patients + 2; p++)
        bucket[p] += bucket[p - 1];
    for (size_t i = 0; i < n; i++)
        days[bucket[who[i]]++] = when[i];
    for (size_t i = 0; i < k; i++)
        total[i] = 0;
    for (size_t p = 0; p < n_patients; p++) {
        size_t first = (size_t) bucket[p], last = (size_t) bucket[p + 1];
        count(days + first, last - first, from + 2 * p, to + 2 * p,
              total + 2 * p);
    }
    UNPROTECT(1);
    return result;
}

/*
 * The least that grading takes: tests counted from 1, of each four limits beneath
 * which a value has grades 4 to 1 (of a test graded by its upper limit: multiples
 * of -1 times it), and whether the last is the lower limit of the laboratory. For
 * values in the units of the limits, without a missing one.
 */
SEXP bare_grades(SEXP test, SEXP value, SEXP low, SEXP high, SEXP limits,
                 SEXP by_upper)
{
    size_t n = (size_t) XLENGTH(test);
    const int *of = INTEGER_RO(test), *upper = INTEGER_RO(by_upper);
    const double *x = REAL_RO(value), *lln = REAL_RO(low);
    const double *uln = REAL_RO(high), *limit = REAL_RO(limits);
    SEXP result = PROTECT(Rf_allocVector(INTSXP, (R_xlen_t) n));
    int *grade = INTEGER(result);

    for (size_t i = 0; i < n; i++) {
        const double *cut = limit + 4 * (of[i] - 1);
        int is_upper = upper[of[i] - 1];
        double at = is_upper ? -x[i] : x[i], unit = is_upper ? uln[i] : 1;
        double last = is_upper ? -uln[i] : lln[i];
        grade[i] = (at < cut[0] * unit) + (at < cut[1] * unit) +
                   (at < cut[2] * unit) + (at < last);
    }
    UNPROTECT(1);
    return result;
}

/*
 * Lesions over the intervals (compared, day] that lie within the three periods
 * of each patient, who has start[3 (p - 1)] and the two that follow.
 */
static void sum_within(const int *compared, const int *day, const double *count,
                       size_t n, const int *start, const int *stop,
                       double *total)
{
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 3; k++)
            if (compared[i] >= start[k] && day[i] <= stop[k])
                total[k] += count[i];
}

/* Scans in order of patient. */
SEXP bare_lesions(SEXP patient, SEXP compared, SEXP day, SEXP count, SEXP start,
                  SEXP stop)
{
    size_t n = (size_t) XLENGTH(patient), k = (size_t) XLENGTH(start);
    const int *who = INTEGER_RO(patient), *when = INTEGER_RO(day);
    const int *with = INTEGER_RO(compared);
    const int *from = INTEGER_RO(start), *to = INTEGER_RO(stop);
    const double *lesions = REAL_RO(count);
    SEXP result = PROTECT(Rf_allocVector(REALSXP, (R_xlen_t) k));
    double *total = REAL(result);

    for (size_t i = 0; i < k; i++)
        total[i] = 0;
    for (size_t i = 0; i < n;) {
        size_t first = i, at = 3 * ((size_t) who[i] - 1);
        while (i < n && who[i] == who[first])
            i++;
        sum_within(with + first, when + first, lesions + first, i - first,
                   from + at, to + at, total + at);
    }
    UNPROTECT(1);
    return result;
}

/* Lesions and years of each patient (from 1) in each of so many periods. */
SEXP bare_totals(SEXP patient, SEXP period, SEXP count, SEXP years, SEXP n,
                 SEXP n_periods)
{
    int k = INTEGER_RO(n_periods)[0];
    R_xlen_t size = (R_xlen_t) INTEGER_RO(n)[0] * k;
    const int *who = INTEGER_RO(patient), *in = INTEGER_RO(period);
    const double *lesions = REAL_RO(count), *over = REAL_RO(years);
    SEXP result = PROTECT(Rf_allocVector(REALSXP, 2 * size));
    double *total = REAL(result);

    for (R_xlen_t i = 0; i < 2 * size; i++)
        total[i] = 0;
    for (R_xlen_t i = 0; i < XLENGTH(count); i++) {
        R_xlen_t at = 2 * (((R_xlen_t) who[i] - 1) * k + in[i] - 1);
        total[at] += lesions[i];
        total[at + 1] += over[i];
    }
    UNPROTECT(1);
    return result;
}

/* Scans in any order: each patient's periods are fetched anew. */
SEXP bare_lesions_unsorted(SEXP patient, SEXP compared, SEXP day, SEXP count,
                           SEXP start, SEXP stop)
{
    size_t n = (size_t) XLENGTH(patient), k = (size_t) XLENGTH(start);
    const int *who = INTEGER_RO(patient), *when = INTEGER_RO(day);
    const int *with = INTEGER_RO(compared);
    const int *from = INTEGER_RO(start), *to = INTEGER_RO(stop);
    const double *lesions = REAL_RO(count);
    SEXP result = PROTECT(Rf_allocVector(REALSXP, (R_xlen_t) k));
    double *total = REAL(result);

    for (size_t i = 0; i < k; i++)
        total[i] = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = 3 * ((size_t) who[i] - 1);
        sum_within(with + i, when + i, lesions + i, 1, from + at, to + at,
                   total + at);
    }
    UNPROTECT(1);
    return result;
}
