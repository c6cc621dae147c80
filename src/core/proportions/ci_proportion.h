/* ci_proportion.h - proportions with their intervals */
#ifndef MSAUDIT_CI_PROPORTION_H
#define MSAUDIT_CI_PROPORTION_H

#include "base/question.h"
#include "base/status.h"
#include "proportion_methods.h"

/*
 * Of x[i] among n_of[i]: the proportion, the limits of its interval and the p
 * value that goes with it; see proportion_methods.h.
 *
 * A missing number (NaN) makes all NaN. Of none (n_of 0) the proportion is NaN,
 * its limits are 0 and 1, and p is 1. Without a null p is NaN.
 *
 * Refused: what is no count, more than there are (AUDIT_BAD_COUNT), a null
 * outside of 0 to 1 (AUDIT_BAD_NULL). Beyond 1e14 a limit next to 1 may have no
 * digits left to be found by (AUDIT_NO_ROOT).
 */
audit_status audit_ci_proportion(const double *x, const double *n_of, size_t n,
                                 audit_proportion_method method,
                                 const audit_question *question,
                                 const audit_answer *answer);

#endif
