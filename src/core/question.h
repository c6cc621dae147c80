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

/* The p value of a side, from the probabilities of so many or more, or fewer. */
static inline double audit_p_of_tails(double or_more, double or_fewer,
                                      audit_alternative side)
{
    if (side == AUDIT_LESS)
        return or_fewer;
    if (side == AUDIT_GREATER)
        return or_more;
    double smaller = or_more < or_fewer ? or_more : or_fewer;
    return smaller < 0.5 ? 2 * smaller : 1;
}

#endif
