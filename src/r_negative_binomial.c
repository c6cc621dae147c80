#include <math.h>

#include "glue.h"

#include "core/regression/cluster_variance.h"
#include "core/regression/nb_profile.h"
#include "core/regression/negative_binomial.h"

/* list(events, years, group, n_groups, x), x a matrix of doubles. */
static audit_nb_data data_of(SEXP list)
{
    SEXP x = VECTOR_ELT(list, 4);
    R_xlen_t n = XLENGTH(VECTOR_ELT(list, 0));
    double most = 0;
    audit_nb_data data = {
        (size_t) n, one_size(VECTOR_ELT(list, 3)),
        n > 0 ? (size_t) (XLENGTH(x) / n) : 0, 0,
        doubles(VECTOR_ELT(list, 0), n), doubles(VECTOR_ELT(list, 1), n),
        REAL_RO(x), ints(VECTOR_ELT(list, 2), n), NULL, 0,
    };

    for (size_t i = 0; i < data.n; i++)
        most = fmax(most, data.events[i]);
    data.most = (size_t) most;
    double *above = work_doubles(data.most);
    audit_count_above(data.events, data.n, data.most, above);
    data.above = above;
    data.constant = audit_nb_constant(data.events, data.time, data.n, above,
                                      data.most);
    return data;
}

SEXP negative_binomial(SEXP list, SEXP expected)
{
    audit_nb_data data = data_of(list);
    size_t q = audit_nb_coefficients(&data);

    const char *names[] = {"b", "covariance", "alpha", "log_likelihood",
                           "poisson", "is_boundary", "log_alpha_se", ""};
    SEXP result = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_nb_fit fit = {new_doubles(result, 0, (R_xlen_t) q),
                        new_doubles(result, 1, (R_xlen_t) (q * q)), 0, 0, 0, 0, 0};
    check_status(audit_fit_nb(&data, AUDIT_NONE_HELD, one_int(expected),
                              work_doubles(audit_nb_fit_workspace(&data)),
                              &fit));
    const double single[] = {fit.alpha, fit.log_likelihood, fit.poisson,
                             fit.is_boundary, fit.log_alpha_se};
    for (R_xlen_t i = 0; i < 5; i++)
        new_doubles(result, 2 + i, 1)[0] = single[i];
    UNPROTECT(1);
    return result;
}

/* The two limits of parameter `at`, counted from 1, of what was fitted. */
SEXP nb_profile(SEXP list, SEXP fitted, SEXP at, SEXP std_error, SEXP drop)
{
    audit_nb_data data = data_of(list);
    size_t q = audit_nb_coefficients(&data);
    double *b = work_doubles(q), *covariance = work_doubles(q * q);
    for (size_t i = 0; i < q; i++)
        b[i] = doubles(VECTOR_ELT(fitted, 0), (R_xlen_t) q)[i];
    for (size_t i = 0; i < q * q; i++)
        covariance[i] = doubles(VECTOR_ELT(fitted, 1), (R_xlen_t) (q * q))[i];
    audit_nb_fit fit = {b, covariance, one_double(VECTOR_ELT(fitted, 2)), 0,
                        one_double(VECTOR_ELT(fitted, 3)),
                        one_double(VECTOR_ELT(fitted, 4)), 0};

    SEXP limits = PROTECT(Rf_allocVector(REALSXP, 2));
    check_status(audit_nb_profile(
        &data, &fit, one_size(at) - 1, one_double(std_error),
        one_double(drop), work_doubles(audit_nb_profile_workspace(&data)),
        &REAL(limits)[0], &REAL(limits)[1]));
    UNPROTECT(1);
    return limits;
}

/* Poisson's coefficients, and their covariance with rows of one patient alike. */
SEXP poisson_clustered(SEXP list, SEXP patient, SEXP n_patients)
{
    audit_nb_data data = data_of(list);
    size_t q = audit_nb_coefficients(&data), n = one_size(n_patients);
    const int *whose = ints(patient, (R_xlen_t) data.n);
    audit_held poisson = {q, 0, NULL};

    const char *names[] = {"b", "covariance", ""};
    SEXP result = PROTECT(Rf_mkNamed(VECSXP, names));
    audit_nb_fit fit = {new_doubles(result, 0, (R_xlen_t) q),
                        new_doubles(result, 1, (R_xlen_t) (q * q)), 0, 0, 0, 0, 0};
    check_status(audit_fit_nb(&data, poisson, 0,
                              work_doubles(audit_nb_fit_workspace(&data)),
                              &fit));
    check_status(audit_cluster_variance(
        &data, fit.b, whose, n,
        work_doubles(audit_cluster_variance_workspace(&data, n)),
        fit.covariance));
    UNPROTECT(1);
    return result;
}
