/* two_rates.h - the ratio and the difference of two independent rates */
#ifndef MSAUDIT_TWO_RATES_H
#define MSAUDIT_TWO_RATES_H

#include "base/question.h"
#include "base/status.h"
#include "numerics/t_interval.h"

/* In the order in which R names them, those of the ratio first. */
typedef enum {
    AUDIT_RATIO_EXACT,    /* x1 of x1 + x2 is binomial */
    AUDIT_RATIO_MIDP,
    AUDIT_RATIO_MINLIKE,
    AUDIT_RATIO_SCORE,
    AUDIT_RATIO_SCAS,
    AUDIT_RATIO_WALD_LOG, /* normal on the log scale */
    AUDIT_DIFFERENCE_SCORE,
    AUDIT_DIFFERENCE_SCAS,
    AUDIT_DIFFERENCE_MOVER_JEFFREYS,
    AUDIT_N_TWO_RATES_METHODS
} audit_two_rates_method;

/* n pairs: events and years of the first and of the second. */
typedef struct {
    size_t n;
    const double *x1, *years1, *x2, *years2;
} audit_two_rates;

/*
 * The first over the second rate, or the first minus the second, with limits
 * and the p value of question->null.
 *
 * Ratio: given all events, those of the first are binomial with odds theta
 * years1 / years2, and the limits of theta are those of the proportion x1 / (x1
 * + x2) by the same method, see proportion_methods.h. Difference: the score (r1
 * - r2 - d) over its standard error by the most likely rates that differ by d;
 * or by square-and-add from the quantiles of each rate's posterior under
 * Jeffreys' prior, about their medians.
 *
 * p_exact and p_midp are those of the ratio by the first two methods, at the
 * null of a ratio, and at 1 where the null of a difference is 0; NaN elsewhere.
 *
 * A missing number makes all NaN. Without time in one of the two the estimate
 * is NaN and the interval all there is, with p 1; likewise a ratio without any
 * event. A ratio to a rate of 0 is infinite.
 *
 * Refused: what is no count, years that are no time (audit_is_time()), a null of a
 * ratio that is not above 0 and finite, of a difference beyond 1e100
 * (AUDIT_BAD_NULL). Times of which one is 1e20 times the other may leave a
 * difference without a limit that can be found (AUDIT_NO_ROOT).
 */
audit_status audit_compare_rates(const audit_two_rates *pairs,
                                 audit_two_rates_method method,
                                 const audit_question *question,
                                 const audit_answer *answer, double *p_exact,
                                 double *p_midp);

/*
 * The score interval of a difference alone, of counts and years above 0 that
 * need not be whole.
 */
audit_status audit_score_difference(double x1, double years1, double x2,
                                    double years2,
                                    const audit_question *question,
                                    audit_interval *found);

#endif
