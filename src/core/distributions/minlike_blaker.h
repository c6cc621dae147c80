/* minlike_blaker.h - two-sided tests that do not halve alpha: minlike, Blaker */
#ifndef MSAUDIT_MINLIKE_BLAKER_H
#define MSAUDIT_MINLIKE_BLAKER_H

#include "count_law.h"

/*
 * The p value of a count x adds to the probability of its own tail that of the
 * counts on the other side that speak as much against the parameter: by
 * AUDIT_BY_LIKELIHOOD those no more likely than x (Sterne; minlike), by
 * AUDIT_BY_TAIL those whose own tail is no more likely than that of x (Blaker).
 */
typedef enum { AUDIT_BY_LIKELIHOOD, AUDIT_BY_TAIL } audit_rarity;

/* Probabilities that differ by so much of themselves count as equal. */
#define AUDIT_EQUALLY_RARE 1e-7

/* The p value at a value of the parameter, see count_law.h. */
double audit_rare_p(const audit_count_law *law, audit_rarity rarity,
                    double at);

/*
 * The ends of all values of the parameter whose p value is above alpha. The
 * set may have holes, and an end may itself be rejected.
 */
audit_status audit_rare_limits(const audit_count_law *law,
                               audit_rarity rarity, double alpha,
                               double *low, double *high);

#endif
