/* signed_rank.h - Wilcoxon's signed-rank test with ties and zeros */
#ifndef MSAUDIT_SIGNED_RANK_H
#define MSAUDIT_SIGNED_RANK_H

#include "base/question.h"
#include "base/status.h"

/* What becomes of differences of 0; in the order in which R names them. */
typedef enum {
    AUDIT_ZEROS_PRATT, /* they are ranked, and their ranks left out */
    AUDIT_ZEROS_DROP   /* they are left out first */
} audit_zeros;

/* Beyond so many differences the exact law is not computed. */
enum { AUDIT_MOST_SIGNED_RANKS = 200 };

typedef struct {
    double n, n_zero;
    double statistic; /* sum of the ranks of positive differences */
    double estimate;  /* Hodges and Lehmann's; NaN of none */
    double low, high, p;
    int is_exact;
} audit_signed_rank;

/* How many doubles audit_signed_rank_test() needs to work in. */
size_t audit_signed_rank_workspace(size_t n);

/*
 * The test of n differences, in ascending order, whose signs are as likely
 * either way where there is no shift. Differences within 1e-12 (of the greatest,
 * where that is above 1) are ties and have the mean of their ranks. p is exact,
 * from the law of the statistic over all patterns of signs, or by its normal
 * approximation without correction for continuity; beyond
 * AUDIT_MOST_SIGNED_RANKS always the latter. Of two sides it is twice the
 * smaller tail, at most 1.
 *
 * The estimate is the median of the means of all pairs of differences, each
 * with itself among them. The limits are the ends of the set of shifts s for
 * which the same test of the differences less s, ranked anew, has a p above
 * alpha; an end may itself be rejected, and is infinite where no shift beyond is
 * rejected. Zeros that are dropped are dropped for the estimate and the limits.
 *
 * Refused: a difference that is not finite (AUDIT_BAD_COUNT), or less than that
 * before it (AUDIT_NOT_SORTED).
 */
audit_status audit_signed_rank_test(const double *difference, size_t n,
                                    audit_zeros zeros, int exact,
                                    const audit_question *question,
                                    double *workspace, audit_signed_rank *test);

/*
 * Where the work on a test stands: of so many as 1,000,000 differences it takes
 * seconds. `test` holds when it is done.
 */
typedef struct {
    audit_signed_rank test;
    int is_done;
    /* The rest is the work's own. */
    const double *x; /* those that are kept, in ascending order */
    size_t n;
    audit_zeros zeros;
    audit_alternative side;
    int exact;
    double alpha;
    double equal;        /* differences no farther apart are ties */
    double *ranks, *law; /* n, and one more than the sum of doubled ranks */
    int stage, is_up;    /* is_up: of the upper limit */
    /* Means of pairs, counted from the other end: p is above alpha beyond the
       inner, and not beyond the outer. They lie from low to high. */
    double inner, outer, low, high;
    double end, at;      /* the end so far, and how far it was looked beyond */
    int steps;
} audit_signed_ranking;

/*
 * The test in steps: begin, go on by so many, as often as it takes until
 * `is_done`. A step passes some tens of times over the differences; the workspace is
 * the work's until then.
 */
audit_status audit_signed_rank_begin(const double *difference, size_t n,
                                     audit_zeros zeros, int exact,
                                     const audit_question *question,
                                     double *workspace,
                                     audit_signed_ranking *work);
void audit_signed_rank_go_on(audit_signed_ranking *work, size_t steps);

#endif
