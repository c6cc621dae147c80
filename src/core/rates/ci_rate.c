#include "ci_rate.h"

#include <assert.h>
#include <math.h>

#include "base/values.h"

static audit_code fault(double events, double years, double dispersion,
                        audit_rate_method method)
{
    if (!audit_is_count(events))
        return AUDIT_BAD_COUNT;
    if (years < 0 || isinf(years))
        return AUDIT_BAD_TIME;
    if (!(dispersion >= 1) || isinf(dispersion))
        return AUDIT_BAD_DISPERSION;
    if (dispersion > 1 && method != AUDIT_RATE_GARWOOD)
        return AUDIT_BAD_DISPERSION;
    return AUDIT_OK;
}

/* Element i, of x effective events in `unit` effective years. */
static audit_status rate(double x, double unit, audit_rate_method method,
                         const audit_question *question,
                         const audit_answer *answer, size_t i)
{
    audit_status status =
        audit_rate_limits(method, x, question->conf_level, question->side,
                          &answer->low[i], &answer->high[i]);

    answer->low[i] /= unit;
    answer->high[i] /= unit;
    if (!isnan(question->null))
        answer->p[i] = audit_rate_p(method, x, question->null * unit,
                                    question->side);
    return status;
}

/* Without time nothing speaks against any rate. */
static void no_rate(const audit_question *question, const audit_answer *answer,
                    size_t i)
{
    answer->low[i] = 0;
    answer->high[i] = INFINITY;
    if (!isnan(question->null))
        answer->p[i] = 1;
}

audit_status audit_ci_rate(const double *events, const double *years,
                           const double *dispersion, size_t n,
                           audit_rate_method method,
                           const audit_question *question,
                           const audit_answer *answer)
{
    assert(question->conf_level > 0 && question->conf_level < 1);
    int has_high = question->side != AUDIT_GREATER;

    if (question->null < 0 || isinf(question->null))
        return audit_fail(AUDIT_BAD_NULL, 0);
    for (size_t i = 0; i < n; i++) {
        answer->estimate[i] = answer->low[i] = NAN;
        answer->high[i] = answer->p[i] = NAN;
        if (isnan(events[i]) || isnan(years[i]) || isnan(dispersion[i]))
            continue;

        audit_code code = fault(events[i], years[i], dispersion[i], method);
        if (code != AUDIT_OK)
            return audit_fail(code, i);
        if (years[i] == 0) {
            no_rate(question, answer, i);
            continue;
        }
        audit_status status =
            rate(events[i] / dispersion[i], years[i] / dispersion[i], method,
                 question, answer, i);
        answer->estimate[i] = events[i] / years[i];
        if (status.code != AUDIT_OK)
            return audit_fail(status.code, i);
        if (isinf(answer->estimate[i]) || isinf(answer->low[i]) ||
            (has_high && isinf(answer->high[i])))
            return audit_fail(AUDIT_BAD_TIME, i);
    }
    return audit_ok();
}
