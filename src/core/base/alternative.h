/* alternative.h - which side of an interval or a test is open */
#ifndef MSAUDIT_ALTERNATIVE_H
#define MSAUDIT_ALTERNATIVE_H

/*
 * In the order of R's c("two.sided", "less", "greater"), as poisson.test()
 * means them: "less" tests whether the parameter is below the null, so its
 * interval has an upper limit alone.
 */
typedef enum {
    AUDIT_TWO_SIDED,
    AUDIT_LESS,
    AUDIT_GREATER,
    AUDIT_N_ALTERNATIVES
} audit_alternative;

/* The probability that the lower limit leaves below it; 0: there is none. */
static inline double audit_low_tail(double conf_level, audit_alternative side)
{
    double alpha = 1 - conf_level;
    return side == AUDIT_TWO_SIDED ? alpha / 2
         : side == AUDIT_GREATER ? alpha : 0;
}

/* The probability that the upper limit leaves above it; 0: there is none. */
static inline double audit_high_tail(double conf_level, audit_alternative side)
{
    double alpha = 1 - conf_level;
    return side == AUDIT_TWO_SIDED ? alpha / 2
         : side == AUDIT_LESS ? alpha : 0;
}

#endif
