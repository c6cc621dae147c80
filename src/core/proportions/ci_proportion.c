#include "ci_proportion.h"

#include <assert.h>
#include <math.h>

#include "base/values.h"

audit_status audit_ci_proportion(const double *x, const double *n_of, size_t n,
                                 audit_proportion_method method,
                                 const audit_question *question,
                                 const audit_answer *answer)
{
    assert(question->conf_level > 0 && question->conf_level < 1);
    audit_status status = audit_ok();

    if (question->null < 0 || question->null > 1)
        return audit_fail(AUDIT_BAD_NULL, 0);
    for (size_t i = 0; i < n; i++) {
        answer->estimate[i] = answer->low[i] = NAN;
        answer->high[i] = answer->p[i] = NAN;
        if (isnan(x[i]) || isnan(n_of[i]))
            continue;
        if (!audit_is_count(x[i]) || !audit_is_count(n_of[i]) || x[i] > n_of[i])
            return audit_fail(AUDIT_BAD_COUNT, i);

        answer->low[i] = 0;
        answer->high[i] = 1;
        if (n_of[i] > 0) {
            answer->estimate[i] = x[i] / n_of[i];
            status = audit_proportion_limits(
                method, x[i], n_of[i], question->conf_level, question->side,
                &answer->low[i], &answer->high[i]);
        }
        if (status.code != AUDIT_OK)
            return audit_fail(status.code, i);
        if (!isnan(question->null))
            answer->p[i] = n_of[i] == 0
                               ? 1 : audit_proportion_p(method, x[i], n_of[i],
                                                        question->null,
                                                        question->side);
    }
    return audit_ok();
}
