/* proportion_methods.h - what x of n say of a proportion, by several methods */
#ifndef MSAUDIT_PROPORTION_METHODS_H
#define MSAUDIT_PROPORTION_METHODS_H

#include "base/question.h"
#include "base/status.h"

/* In the order in which R names them. */
typedef enum {
    AUDIT_PROPORTION_CLOPPER_PEARSON, /* exact: binomial tails */
    AUDIT_PROPORTION_WILSON,          /* score */
    AUDIT_PROPORTION_WILSON_CC,       /* score, x a half nearer to the limit */
    AUDIT_PROPORTION_MIDP,            /* exact, half weight on what was seen */
    AUDIT_PROPORTION_JEFFREYS,        /* posterior of Jeffreys' prior */
    AUDIT_PROPORTION_AGRESTI_COULL,   /* Wald about Wilson's centre, cut */
    AUDIT_PROPORTION_LR,              /* signed root of likelihood ratio */
    AUDIT_PROPORTION_SCAS,            /* score corrected for skewness */
    AUDIT_PROPORTION_BLAKER,          /* by tails, and by likelihood: see */
    AUDIT_PROPORTION_MINLIKE,         /* minlike_blaker.h */
    AUDIT_N_PROPORTION_METHODS
} audit_proportion_method;

/*
 * The p value of x of n, n above 0, at a proportion from 0 to 1, and the limits
 * of the proportion; 0 and 1 where the interval is open. The lower limit of none
 * is 0, the upper limit of all is 1. Of one side Blaker's method and minlike are
 * Clopper and Pearson's.
 */
double audit_proportion_p(audit_proportion_method method, double x, double n,
                          double at, audit_alternative side);
audit_status audit_proportion_limits(audit_proportion_method method, double x,
                                     double n, double conf_level,
                                     audit_alternative side,
                                     double *low, double *high);

/* Wilson's limit at a normal quantile z, below the estimate where z > 0. */
double audit_wilson_limit(double x, double n, double z);

#endif
