/* nb_profile.h - limits by the profile of the likelihood */
#ifndef MSAUDIT_NB_PROFILE_H
#define MSAUDIT_NB_PROFILE_H

#include "negative_binomial.h"

/* How many doubles audit_nb_profile() needs to work in. */
size_t audit_nb_profile_workspace(const audit_nb_data *data);

/*
 * The limits of coefficient `at`, or of alpha where `at` is their number: where
 * twice the log likelihood, the others at their best, has fallen by `drop`, above
 * 0, from that of the fit, which comes with its covariance. A limit that does not
 * exist is minus infinity or infinity; alpha's lower one is then 0. se, above 0,
 * is about how far to go.
 */
audit_status audit_nb_profile(const audit_nb_data *data,
                              const audit_nb_fit *fit, size_t at, double se,
                              double drop, double *workspace,
                              double *low, double *high);

#endif
