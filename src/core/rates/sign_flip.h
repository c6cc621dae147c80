/* sign_flip.h - the sign-flip test of a sum */
#ifndef MSAUDIT_SIGN_FLIP_H
#define MSAUDIT_SIGN_FLIP_H

#include <stddef.h>

/* So many signs are tried in all their patterns; of more a sample is drawn. */
enum { AUDIT_MOST_FLIPPED = 20, AUDIT_SIGN_DRAWS = 9999 };

/*
 * The two-sided p value of the sum of n numbers, each of which could have had
 * the other sign: the share of patterns of signs whose sum is as far from 0, or
 * farther. Of more than AUDIT_MOST_FLIPPED the patterns are AUDIT_SIGN_DRAWS
 * drawn ones and that which was seen, the same draws at each call. 1 of none.
 */
double audit_sign_flip_p(const double *x, size_t n);

/*
 * Where the work stands. `p` holds when it is done; the numbers are the work's
 * until then.
 */
typedef struct {
    double p;
    int is_done;
    /* The rest is the work's own. */
    const double *x;
    size_t n, drawn;
    double least; /* a sum so far from 0 is as far as that which was seen */
    double far;   /* patterns that were */
} audit_sign_flips;

/*
 * The same in steps: begin, and go on by so many draws, a multiple of 4, as often
 * as it takes until `is_done`.
 */
audit_sign_flips audit_sign_flips_begin(const double *x, size_t n);
void audit_sign_flips_go_on(audit_sign_flips *flips, size_t draws);

#endif
