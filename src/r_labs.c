#include "glue.h"

#include "core/lab_findings.h"
#include "core/lab_grades.h"

/* values is list(test, censored, value, low, high). */
static audit_lab_values values_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_lab_values) {
        (size_t) n, ints(VECTOR_ELT(list, 0), n), ints(VECTOR_ELT(list, 1), n),
        doubles(VECTOR_ELT(list, 2), n), doubles(VECTOR_ELT(list, 3), n),
        doubles(VECTOR_ELT(list, 4), n)};
}

/* rules is list(test, direction, grade, of, factor). */
SEXP grade_labs(SEXP values, SEXP rules)
{
    R_xlen_t k = XLENGTH(VECTOR_ELT(rules, 0));
    audit_lab_rules table = {
        (size_t) k, ints(VECTOR_ELT(rules, 0), k), ints(VECTOR_ELT(rules, 1), k),
        ints(VECTOR_ELT(rules, 2), k), ints(VECTOR_ELT(rules, 3), k),
        doubles(VECTOR_ELT(rules, 4), k)};
    audit_lab_values tests = values_of(values);

    const char *names[] = {"grade", "reason", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *grade = new_ints(list, 0, (R_xlen_t) tests.n);
    int *reason = new_ints(list, 1, (R_xlen_t) tests.n);

    check_status(audit_grade_labs(&tests, &table, grade, reason));
    UNPROTECT(1);
    return list;
}

SEXP lab_states(SEXP values)
{
    audit_lab_values tests = values_of(values);
    SEXP state = PROTECT(Rf_allocVector(INTSXP, (R_xlen_t) tests.n));

    audit_lab_states(&tests, INTEGER(state));
    UNPROTECT(1);
    return state;
}

/* tests is list(patient, day, grade). */
static audit_graded graded_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));

    return (audit_graded) {(size_t) n, ints(VECTOR_ELT(list, 0), n),
                           ints(VECTOR_ELT(list, 1), n),
                           ints(VECTOR_ELT(list, 2), n)};
}

SEXP worst_grades(SEXP tests, SEXP times, SEXP cell, SEXP n_cells)
{
    audit_graded graded = graded_of(tests);
    audit_times where = times_of(times);
    R_xlen_t k = one_int(n_cells);

    const char *names[] = {"graded", "ungraded", "worst", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *n_graded = new_ints(list, 0, k);
    int *n_ungraded = new_ints(list, 1, k);
    int *worst = new_ints(list, 2, k);

    audit_worst_grades(&graded, &where, ints(cell, (R_xlen_t) where.n),
                       n_graded, n_ungraded, worst, (size_t) k);
    UNPROTECT(1);
    return list;
}

SEXP landmark_grades(SEXP tests, SEXP target, SEXP first, SEXP last)
{
    audit_graded graded = graded_of(tests);
    R_xlen_t n = XLENGTH(target);

    const char *names[] = {"grade", "day", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *grade = new_ints(list, 0, n);
    int *day = new_ints(list, 1, n);

    audit_landmark_grades(&graded, ints(target, n), ints(first, n),
                          ints(last, n), (size_t) n, grade, day);
    UNPROTECT(1);
    return list;
}

/* samples is list(patient, day, sample, test, state), rule list(test, state). */
SEXP find_onsets(SEXP samples, SEXP rule, SEXP first, SEXP last, SEXP until)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(samples, 0));
    R_xlen_t k = XLENGTH(VECTOR_ELT(rule, 0)), m = XLENGTH(first);
    audit_lab_samples rows = {
        (size_t) n, ints(VECTOR_ELT(samples, 0), n),
        ints(VECTOR_ELT(samples, 1), n), ints(VECTOR_ELT(samples, 2), n),
        ints(VECTOR_ELT(samples, 3), n), ints(VECTOR_ELT(samples, 4), n)};
    audit_lab_conditions conditions = {(size_t) k,
                                       ints(VECTOR_ELT(rule, 0), k),
                                       ints(VECTOR_ELT(rule, 1), k)};

    const char *names[] = {"known", "onset", "last_held", "recovered", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_lab_onsets found = {new_ints(list, 0, m), new_ints(list, 1, m),
                              new_ints(list, 2, m), new_ints(list, 3, m)};

    audit_find_onsets(&rows, &conditions, ints(first, m), ints(last, m),
                      ints(until, m), (size_t) m, &found);
    UNPROTECT(1);
    return list;
}
