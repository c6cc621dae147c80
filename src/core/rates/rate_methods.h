/* rate_methods.h - what a Poisson count says of its mean, by several methods */
#ifndef MSAUDIT_RATE_METHODS_H
#define MSAUDIT_RATE_METHODS_H

#include "base/question.h"
#include "base/status.h"

/* In the order in which R names them. */
typedef enum {
    AUDIT_RATE_GARWOOD,  /* exact: Poisson tails */
    AUDIT_RATE_MIDP,     /* the same with half the weight on what was seen */
    AUDIT_RATE_SCORE,    /* normal, with the variance at the mean */
    AUDIT_RATE_JEFFREYS, /* posterior of Jeffreys' prior */
    AUDIT_RATE_LR,       /* signed root of the likelihood ratio */
    AUDIT_RATE_SCAS,     /* score with a correction for skewness */
    AUDIT_RATE_BYAR,     /* Byar's cube root, as Breslow and Day give it */
    AUDIT_RATE_ROTHMAN,  /* the same from x + 0.5 for both limits */
    AUDIT_RATE_BLAKER,   /* by tails, and by likelihood: see minlike_blaker.h */
    AUDIT_RATE_MINLIKE,
    AUDIT_N_RATE_METHODS
} audit_rate_method;

/*
 * The p value of x at a mean, 0 or more and perhaps infinite, and the limits of
 * the mean; 0 and infinity where the interval is open. x need not be whole for
 * Garwood's. No limit is negative, and the lower limit of no events is 0. Of one
 * side Blaker's method and minlike are Garwood's.
 */
double audit_rate_p(audit_rate_method method, double x, double mean,
                    audit_alternative side);
audit_status audit_rate_limits(audit_rate_method method, double x,
                               double conf_level, audit_alternative side,
                               double *low, double *high);

#endif
