#include <R_ext/Utils.h>

#include "glue.h"

#include "core/labs/lab_baselines.h"
#include "core/labs/lab_composites.h"
#include "core/labs/lab_courses.h"
#include "core/labs/lab_grades.h"

/* So many tests are looked at between two looks for an interrupt. */
enum { TESTS_AT_ONCE = 1000000 };

/* n ints, or one that stands for all. */
static audit_codes codes_of(SEXP x, R_xlen_t n)
{
    size_t step = XLENGTH(x) != 1 || n == 1;

    return (audit_codes) {ints(x, step ? n : 1), step};
}

static audit_limits limits_of(SEXP x, R_xlen_t n)
{
    if (x == R_NilValue)
        return (audit_limits) {NULL, 0};

    size_t step = XLENGTH(x) != 1 || n == 1;
    return (audit_limits) {doubles(x, step ? n : 1), step};
}

/* list(value, name, unit, low, high, censored, test_of, factor), of which low,
   high and censored may be NULL. */
static audit_lab_values values_of(SEXP list)
{
    SEXP value = VECTOR_ELT(list, 0), censored = VECTOR_ELT(list, 5);
    SEXP test_of = VECTOR_ELT(list, 6), factor = VECTOR_ELT(list, 7);
    R_xlen_t n = XLENGTH(value), names = XLENGTH(test_of);
    R_xlen_t units = names > 0 ? XLENGTH(factor) / names : 0;

    return (audit_lab_values) {
        (size_t) n, (size_t) names, (size_t) units,
        codes_of(VECTOR_ELT(list, 1), n), codes_of(VECTOR_ELT(list, 2), n),
        doubles(value, n), censored == R_NilValue ? NULL : ints(censored, n),
        limits_of(VECTOR_ELT(list, 3), n), limits_of(VECTOR_ELT(list, 4), n),
        ints(test_of, names), doubles(factor, names * units)};
}

/* list(value, state) of n values, or NULL. */
static audit_lab_baselines baselines_of(SEXP list, R_xlen_t n)
{
    if (list == R_NilValue)
        return (audit_lab_baselines) {NULL, NULL};
    return (audit_lab_baselines) {doubles(VECTOR_ELT(list, 0), n),
                                  ints(VECTOR_ELT(list, 1), n)};
}

/* list(test, term, direction, or_at, grade, of, baseline, factor, plus,
   own_factor, own_cut). */
static audit_lab_rules rules_of(SEXP list, size_t n_tests)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));
    const int *column[7];

    for (int i = 0; i < 7; i++)
        column[i] = ints(VECTOR_ELT(list, i), n);
    return (audit_lab_rules) {
        (size_t) n, n_tests, column[0], column[1], column[2], column[3],
        column[4], column[5], column[6], doubles(VECTOR_ELT(list, 7), n),
        doubles(VECTOR_ELT(list, 8), n), doubles(VECTOR_ELT(list, 9), n),
        doubles(VECTOR_ELT(list, 10), n)};
}

enum { GRADED_COLUMNS = 11 };

static int *ints_if(SEXP wanted, SEXP list, int i, R_xlen_t n)
{
    return ints(wanted, GRADED_COLUMNS)[i] ? new_ints(list, i, n) : NULL;
}

/* Codes that stand for levels; set here, since R would copy them to set it. */
static void set_levels(SEXP codes, SEXP levels)
{
    if (codes == R_NilValue || levels == R_NilValue)
        return;
    Rf_setAttrib(codes, R_LevelsSymbol, levels);
    Rf_setAttrib(codes, R_ClassSymbol, PROTECT(Rf_mkString("factor")));
    UNPROTECT(1);
}

/*
 * wanted[i]: whether column i is computed; the others are NULL. unit_of[i]: the code
 * of the unit of test i. levels: those of each column of codes, NULL for the others;
 * or NULL.
 */
SEXP grade_labs(SEXP values, SEXP baselines, SEXP rules, SEXP unit_of,
                SEXP normal_is_0, SEXP wanted, SEXP levels)
{
    audit_lab_values tests = values_of(values);
    R_xlen_t n = (R_xlen_t) tests.n, k = XLENGTH(unit_of);
    audit_lab_baselines before = baselines_of(baselines, n);
    audit_lab_rules table = rules_of(rules, (size_t) k);
    size_t *first = (size_t *) R_alloc((size_t) k + 2, sizeof *first);
    audit_lab_judge judge = {&table, first, one_int(normal_is_0)};
    audit_steps_table steps = {NULL, audit_steps_enough(tests.n)};

    steps.at = (audit_lab_steps *) R_alloc(steps.n, sizeof *steps.at);
    check_status(audit_index_rules(&table, first));
    const char *names[] = {"test", "value", "unit", "grade", "direction",
                           "term", "rule", "reason", "least",
                           "most", "from", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_lab_graded graded = {
        .test = ints_if(wanted, list, 0, n),
        .unit = ints_if(wanted, list, 2, n),
        .grade = ints_if(wanted, list, 3, n),
        .direction = ints_if(wanted, list, 4, n),
        .term = ints_if(wanted, list, 5, n),
        .rule = ints_if(wanted, list, 6, n),
        .reason = ints_if(wanted, list, 7, n),
        .least = ints_if(wanted, list, 8, n),
        .most = ints_if(wanted, list, 9, n),
        .from = ints_if(wanted, list, 10, n),
        .value = ints(wanted, GRADED_COLUMNS)[1] ? new_doubles(list, 1, n) : NULL,
        .no_value = NA_REAL,
        .unit_of = ints(unit_of, k)};

    audit_grade_labs(&tests, before.value ? &before : NULL, &judge, &steps,
                     &graded);
    for (int i = 0; i < GRADED_COLUMNS && i < Rf_length(levels); i++)
        set_levels(VECTOR_ELT(list, i), VECTOR_ELT(levels, i));
    UNPROTECT(1);
    return list;
}

SEXP all_within(SEXP x, SEXP low, SEXP high)
{
    R_xlen_t n = XLENGTH(x);

    return Rf_ScalarLogical(audit_all_within(doubles(x, n), (size_t) n,
                                             one_double(low),
                                             one_double(high)));
}

SEXP lab_baselines(SEXP patient, SEXP day, SEXP values, SEXP origin,
                   SEXP n_tests)
{
    audit_lab_values tests = values_of(values);
    R_xlen_t n = (R_xlen_t) tests.n;
    size_t k = one_size(n_tests);
    audit_baseline_work work = {work_doubles(k + 1), work_ints(k + 1),
                                work_ints(k + 1)};

    const char *names[] = {"value", "state", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    double *value = new_doubles(list, 0, n);
    int *state = new_ints(list, 1, n);

    audit_find_baselines(ints(patient, n), ints(day, n), &tests,
                         ints(origin, XLENGTH(origin)), k, value, state,
                         &work);
    UNPROTECT(1);
    return list;
}

SEXP lab_states(SEXP values)
{
    audit_lab_values tests = values_of(values);
    SEXP state = PROTECT(Rf_allocVector(INTSXP, (R_xlen_t) tests.n));

    for (size_t i = 0; i < tests.n; i++)
        INTEGER(state)[i] = audit_range_state(audit_lab_at(&tests, i));
    UNPROTECT(1);
    return state;
}

/* list(patient, day, least, most, from, value, direction, at_grade). */
static audit_graded_tests graded_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));
    const int *column[5];

    for (int i = 0; i < 5; i++)
        column[i] = ints(VECTOR_ELT(list, i), n);
    return (audit_graded_tests) {
        (size_t) n, column[0], column[1], column[2], column[3], column[4],
        doubles(VECTOR_ELT(list, 5), n), one_int(VECTOR_ELT(list, 6)),
        one_int(VECTOR_ELT(list, 7))};
}

SEXP lab_courses(SEXP tests, SEXP times, SEXP cell, SEXP origin, SEXP until,
                 SEXP k)
{
    audit_graded_tests graded = graded_of(tests);
    audit_times where = times_of(times);
    R_xlen_t n = XLENGTH(origin);

    const char *names[] = {
        "graded", "ungraded", "limitless", "state", "sure", "perhaps", "least",
        "most", "baseline", "baseline_least", "baseline_most",
        "baseline_sure", "baseline_perhaps", "baseline_limitless", "onset",
        "normal", "nadir", "last_held", "recovered", "over", "onset_from",
        "onset_to", "over_from", "over_to", "at_risk", "nadir_value", ""};
    enum { COLUMNS = 25 };
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *column[COLUMNS];

    for (int i = 0; i < COLUMNS; i++)
        column[i] = new_ints(list, i, n);
    audit_lab_course found = {
        .graded = column[0], .ungraded = column[1], .limitless = column[2],
        .state = column[3], .sure = column[4], .perhaps = column[5],
        .least = column[6], .most = column[7], .baseline = column[8],
        .baseline_least = column[9], .baseline_most = column[10],
        .baseline_sure = column[11], .baseline_perhaps = column[12],
        .baseline_limitless = column[13], .onset = column[14],
        .normal = column[15], .nadir = column[16], .last_held = column[17],
        .recovered = column[18], .over = column[19],
        .onset_from = column[20], .onset_to = column[21],
        .over_from = column[22], .over_to = column[23],
        .at_risk = column[24], .nadir_value = new_doubles(list, COLUMNS, n)};

    audit_lab_courses(&graded, &where, ints(cell, (R_xlen_t) where.n),
                      ints(origin, n), ints(until, XLENGTH(until)),
                      one_int(k), &found, (size_t) n);
    UNPROTECT(1);
    return list;
}

SEXP landmark_grades(SEXP tests, SEXP target, SEXP first, SEXP last)
{
    audit_graded_tests graded = graded_of(tests);
    R_xlen_t n = XLENGTH(target);

    const char *names[] = {"least", "most", "counts", "day", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_landmarks found = {new_ints(list, 0, n), new_ints(list, 1, n),
                             new_ints(list, 2, n), new_ints(list, 3, n)};

    const int *near = ints(target, n), *from = ints(first, n);
    const int *upto = ints(last, n);
    audit_no_landmarks((size_t) n, &found);
    for (size_t i = 0; i < graded.n; i += TESTS_AT_ONCE) {
        R_CheckUserInterrupt();
        audit_landmark_grades(&graded, i, i + TESTS_AT_ONCE, near, from, upto,
                              &found);
    }
    UNPROTECT(1);
    return list;
}

/* list(part, test, direction, or_at, of, accept, persist, factor). */
static audit_lab_conditions conditions_of(SEXP list)
{
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));
    const int *column[7];

    for (int i = 0; i < 7; i++)
        column[i] = ints(VECTOR_ELT(list, i), n);
    return (audit_lab_conditions) {
        (size_t) n, column[0], column[1], column[2], column[3], column[4],
        column[5], column[6], doubles(VECTOR_ELT(list, 7), n)};
}

/* samples is list(patient, day, sample). */
SEXP find_onsets(SEXP samples, SEXP values, SEXP baselines, SEXP rule,
                 SEXP first, SEXP last, SEXP until, SEXP k)
{
    audit_lab_values tests = values_of(values);
    R_xlen_t n = (R_xlen_t) tests.n, m = XLENGTH(first);
    audit_lab_baselines before = baselines_of(baselines, n);
    audit_lab_samples rows = {ints(VECTOR_ELT(samples, 0), n),
                              ints(VECTOR_ELT(samples, 1), n),
                              ints(VECTOR_ELT(samples, 2), n), &tests,
                              before.value ? &before : NULL};
    audit_lab_conditions conditions = conditions_of(rule);

    const char *names[] = {"known", "open", "sure", "may", "may_not", "firm",
                           "onset", "last_held", "recovered", "perhaps_over",
                           "onset_from", "onset_to", "over_from", "over_to",
                           ""};
    enum { COLUMNS = 14 };
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *column[COLUMNS];

    for (int i = 0; i < COLUMNS; i++)
        column[i] = new_ints(list, i, m);
    audit_lab_onsets found = {
        .known = column[0], .open = column[1], .sure = column[2],
        .may = column[3], .may_not = column[4], .firm = column[5],
        .onset = column[6], .last_held = column[7], .recovered = column[8],
        .perhaps_over = column[9], .onset_from = column[10],
        .onset_to = column[11], .over_from = column[12],
        .over_to = column[13]};

    audit_find_onsets(&rows, &conditions, ints(first, m), ints(last, m),
                      ints(until, m), (size_t) m, one_int(k), &found);
    UNPROTECT(1);
    return list;
}
