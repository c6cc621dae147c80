/* question.h - what is asked of an estimate, and what is answered */
#ifndef MSAUDIT_QUESTION_H
#define MSAUDIT_QUESTION_H

#include "alternative.h"

/* conf_level lies between 0 and 1, neither included. */
typedef struct {
    double conf_level;
    audit_alternative side;
    double null; /* the value that p tests; NaN: none */
} audit_question;

/* Each has an element for each of what was asked of. */
typedef struct {
    double *estimate, *low, *high, *p;
} audit_answer;

/*
 * The two one-sided tests of a value of the parameter. The p value of MORE is
 * small where so much speaks against so low a value, and rises with the value;
 * that of FEWER is small where so little speaks against so high a one. The
 * lower limit is where the p value of MORE meets its share of alpha.
 */
typedef enum { AUDIT_MORE, AUDIT_FEWER } audit_tail;

/*
 * The p value of a side, from the probabilities of so many or more, or fewer.
 * They are sums, which rounding can carry above 1.
 */
static inline double audit_p_of_tails(double or_more, double or_fewer,
                                      audit_alternative side)
{
    double p;

    if (side == AUDIT_TWO_SIDED)
        p = 2 * (or_more < or_fewer ? or_more : or_fewer);
    else
        p = side == AUDIT_LESS ? or_fewer : or_more;
    return p > 1 ? 1 : p;
}

#endif
