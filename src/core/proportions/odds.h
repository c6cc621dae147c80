/* odds.h - limits of odds from those of a proportion */
#ifndef MSAUDIT_ODDS_H
#define MSAUDIT_ODDS_H

#include "base/question.h"
#include "proportion_methods.h"

/*
 * The limits of the odds of x to the others of `all`, above 0, by a method of
 * proportions: 0 and infinity where the interval is open.
 */
audit_status audit_odds_limits(audit_proportion_method method, double x,
                               double all, double conf_level,
                               audit_alternative side,
                               double *low, double *high);

/* The p value of odds, 0 or more. */
double audit_odds_p(audit_proportion_method method, double x, double all,
                    double odds, audit_alternative side);

#endif
