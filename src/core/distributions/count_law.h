/* count_law.h - Poisson and binomial counts, and exact limits from them */
#ifndef MSAUDIT_COUNT_LAW_H
#define MSAUDIT_COUNT_LAW_H

#include "base/question.h"
#include "base/status.h"
#include "numerics/inversion.h"

/*
 * The law of a count whose parameter is the log of the mean of a Poisson count
 * (n infinite), or the log odds of each of n trials. x was seen.
 */
typedef struct {
    double n, x;
} audit_count_law;

/* P(X >= k), P(X <= k) and P(X = k) at a value of the parameter. */
double audit_or_more(const audit_count_law *law, double k, double at);
double audit_or_fewer(const audit_count_law *law, double k, double at);
double audit_just(const audit_count_law *law, double k, double at);

/* The log of what P(X = k) / P(X = x) has beside exp((k - x) * at). */
double audit_log_weight(const audit_count_law *law, double k);

/*
 * One-sided p values: exact, of so many or more (fewer), and the same with half
 * the weight on what was seen. context is an audit_count_law.
 */
audit_p_value audit_exact_p;
audit_p_value audit_midp_p;

/*
 * The limits that invert them: minus infinity at the lower of no events,
 * infinity at the upper of all. The mid-P value that so few events as none, or
 * so many as all, have is a half at most, that of so many as none, or so few as
 * all, a half at least: beyond a half as the target the one limit is at the
 * other end, and the other is a number.
 */
audit_status audit_exact_limit(const audit_count_law *law, audit_tail tail,
                               double target, double *at);
audit_status audit_midp_limit(const audit_count_law *law, audit_tail tail,
                              double target, double *at);

#endif
