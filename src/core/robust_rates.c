#include "robust_rates.h"

#include <math.h>

#include "t_interval.h"

void audit_robust_rates(const audit_patient_rates *rates, size_t n,
                        const audit_question *question,
                        double *low, double *high, double *p)
{
    for (size_t g = 0; g < n; g++) {
        double rate = rates->events[g] / rates->time[g];
        double se = rates->std_error[g] / rate;
        audit_interval x = {NAN, NAN, NAN};

        /* Rounding alone leaves a relative error of about 1e-16. */
        if (rates->patients[g] > 1 && rates->events[g] > 0 && se > 1e-10)
            x = audit_log_t_interval(rate, se, rates->patients[g] - 1,
                                     question);
        low[g] = x.low;
        high[g] = x.high;
        p[g] = x.p;
    }
}
