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

#endif
