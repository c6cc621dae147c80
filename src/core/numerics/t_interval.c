#include "t_interval.h"

#include <math.h>

#include "base/dist.h"

audit_interval audit_t_interval(double estimate, double std_error,
                                double freedom,
                                const audit_question *question)
{
    double low_tail = audit_low_tail(question->conf_level, question->side);
    double high_tail = audit_high_tail(question->conf_level, question->side);
    double t = (estimate - question->null) / std_error;
    audit_interval x = {-INFINITY, INFINITY, NAN};

    if (low_tail > 0)
        x.low = estimate + qt(low_tail, freedom, /* lower */ 1, 0) * std_error;
    if (high_tail > 0)
        x.high = estimate + qt(high_tail, freedom, /* lower */ 0, 0) * std_error;
    if (!isnan(t))
        x.p = audit_p_of_tails(pt(t, freedom, /* lower */ 0, 0),
                               pt(t, freedom, /* lower */ 1, 0),
                               question->side);
    return x;
}

audit_interval audit_log_t_interval(double estimate, double log_std_error,
                                    double freedom,
                                    const audit_question *question)
{
    audit_question on_log = *question;

    on_log.null = log(question->null);
    audit_interval x = audit_t_interval(log(estimate), log_std_error, freedom,
                                        &on_log);
    x.low = exp(x.low);
    x.high = exp(x.high);
    return x;
}
