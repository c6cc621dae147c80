/* t_interval.h - an interval by Student's t about an estimate */
#ifndef MSAUDIT_T_INTERVAL_H
#define MSAUDIT_T_INTERVAL_H

#include "base/question.h"

typedef struct {
    double low, high, p;
} audit_interval;

/*
 * Of an estimate with its standard error, above 0, and degrees of freedom; the
 * null of the question is on the scale of the estimate. Where the null is NaN
 * so is p.
 */
audit_interval audit_t_interval(double estimate, double std_error,
                                double freedom,
                                const audit_question *question);

/* The same of the log of an estimate above 0, of a rate or ratio. */
audit_interval audit_log_t_interval(double estimate, double log_std_error,
                                    double freedom,
                                    const audit_question *question);

#endif
