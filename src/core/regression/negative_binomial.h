/* negative_binomial.h - regression of counts that vary between patients */
#ifndef MSAUDIT_NEGATIVE_BINOMIAL_H
#define MSAUDIT_NEGATIVE_BINOMIAL_H

#include "base/status.h"
#include "nb_likelihood.h"

/*
 * A fit of the model of nb_likelihood.h. b and covariance come with room for
 * the coefficients and their square, by columns.
 */
typedef struct {
    double *b, *covariance;
    double alpha;          /* 0: Poisson */
    double log_alpha_se;   /* of its log, from the observed information; NaN
                              where alpha is 0 */
    double log_likelihood; /* constants included */
    double poisson;        /* that of the Poisson fit */
    int is_boundary;       /* the counts vary no more than Poisson counts */
} audit_nb_fit;

/*
 * A coefficient that is held at a value; alpha comes after the others. `from` has
 * coefficients to begin with; NULL: those of the groups' own rates.
 */
typedef struct {
    size_t at;
    double value;
    const double *from;
} audit_held;

/* No coefficient is held. */
#define AUDIT_NONE_HELD ((audit_held) {(size_t) -1, 0, NULL})

/* How many doubles audit_fit_nb() needs to work in. */
size_t audit_nb_fit_workspace(const audit_nb_data *data);

/*
 * The most likely coefficients and dispersion. The Poisson fit comes first: where
 * the derivative of the likelihood by alpha is not above 0 there it stands, with
 * alpha 0, unless a fit found from where the likelihood rises with alpha again,
 * at 0.001 to 10, is more likely. The covariance is the inverse of the observed information of the
 * coefficients and alpha together, or, with `expected`, of the coefficients' own
 * expected information at this alpha. A group without events has a coefficient
 * of minus infinity, and no covariance (NaN).
 *
 * A held coefficient keeps its value; the covariance is then left alone, and
 * with alpha held what is said of the Poisson fit too.
 *
 * Refused: coefficients that the data do not tell apart or that have no finite
 * estimate, a first group without events (AUDIT_NO_FIT).
 */
audit_status audit_fit_nb(const audit_nb_data *data, audit_held held,
                          int expected, double *workspace, audit_nb_fit *fit);

#endif
