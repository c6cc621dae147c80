/* cluster_variance.h - regression of counts of which several are a patient's */
#ifndef MSAUDIT_CLUSTER_VARIANCE_H
#define MSAUDIT_CLUSTER_VARIANCE_H

#include "base/status.h"
#include "nb_likelihood.h"

/* How many doubles audit_cluster_variance() needs to work in. */
size_t audit_cluster_variance_workspace(const audit_nb_data *data,
                                        size_t n_patients);

/*
 * The covariance of the Poisson model's coefficients b (nb_likelihood.h, at its
 * maximum) with rows of one patient alike in any way: the sandwich
 *
 *     m / (m - q)  A^-1 (sum over patients of u u') A^-1,
 *
 * A the information, u the patient's sum of (y - mu) x, q coefficients. Only the
 * m patients with a row count. patient[i], from 1 to n_patients, is whose row i
 * is. A coefficient of minus infinity has none (NaN) and is not one of the q.
 *
 * Refused: a patient out of range (AUDIT_BAD_PATIENT at its row), no more patients
 * than coefficients, or an information that is singular (AUDIT_NO_FIT).
 */
audit_status audit_cluster_variance(const audit_nb_data *data, const double *b,
                                    const int *patient, size_t n_patients,
                                    double *workspace, double *covariance);

#endif
