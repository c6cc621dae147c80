/* paired_rates.h - two rates of the same patients compared */
#ifndef MSAUDIT_PAIRED_RATES_H
#define MSAUDIT_PAIRED_RATES_H

#include "base/question.h"
#include "base/status.h"
#include "paired_conditional.h"
#include "pairs.h"
#include "sign_flip.h"

/* In the order in which R names them. */
typedef enum {
    AUDIT_PAIRED_CR2,          /* patients vary, as do their times: by t */
    AUDIT_PAIRED_ROBUST,       /* patients vary: t on m - 1 */
    AUDIT_PAIRED_EXACT,        /* given each patient's events */
    AUDIT_PAIRED_MIDP,         /* the same, half weight on what was seen */
    AUDIT_PAIRED_SCORE,        /* the same, normal */
    AUDIT_PAIRED_SCALED_EXACT, /* pooled times, scaled for dispersion */
    AUDIT_PAIRED_POOLED,       /* ratio of the pooled rates, t on n - 1 */
    AUDIT_PAIRED_DIFFERENCE,   /* of the pooled rates, t on n - 1 */
    AUDIT_PAIRED_CR2_ALONE,    /* cr2, without what stands beside it */
    AUDIT_N_PAIRED_RATE_METHODS
} audit_paired_rate_method;

/* How many doubles audit_compare_pairs() needs to work in. */
size_t audit_pairs_workspace(const audit_pairs *pairs);

/*
 * The ratio after over before in which what patients differ by drops out. Given
 * the n_i events of patient i in both periods, each falls into the second with
 * probability p_i = theta t1 / (theta t1 + t0); the estimate of theta solves
 * sum y1 = sum n_i p_i. With U_i = y1 - n_i p_i, A = sum n_i p_i (1 - p_i) and
 * m informative patients:
 *
 * cr2: the log has the variance and degrees of freedom of audit_reduce_conditional().
 * robust: it has m / (m - 1) sum U_i^2 / A^2, and t m - 1 degrees of freedom. With
 * `floor` either is at least 1 / A. exact, midp: see paired_exact.h.
 * score: sum U_i over sqrt(A), both at theta, is normal. scaled_exact: see
 * scaled_exact.h, with the times of all patients and the dispersion, which is
 * the greater of 1 and m / (m - 1) sum U_i^2 / A. pooled: the ratio of the rates
 * r1 and r0, whose log has variance n / (n - 1) sum psi_i^2, psi_i = (y1 - r1 t1)
 * / sum y1 - (y0 - r0 t0) / sum y0, and t with n - 1.
 *
 * Where an interval by t is not defined (no event in one period, one patient,
 * no variance) an exact one stands in that takes each patient's events as though
 * they came together: dispersion is then sum n_i^2 / sum n_i. Without an event
 * in one period its limit and p are those of the exact law with n_i over it; else
 * the scaled exact ones about the estimate. Without any event the estimate is NaN,
 * the limits are 0 and infinity, p is 1. question->null is the ratio that the p
 * values test, but p_sign_flip, which is that of the sum of U_i at a ratio of 1.
 *
 * difference: the estimate, its limits and null are of r1 - r0, see
 * paired_pooled.h; what belongs to the exact law of the ratio is NaN. cr2
 * alone: the exact law and the flipped signs, which take most of the time of many
 * patients, are NaN where the interval by t is defined.
 *
 * Patients without time in one of the two are left out. Sums depend on the
 * order of the patients in their last bits, so those who want the same bits
 * bring them in the same order; it must be that of time_after / time_before
 * (AUDIT_NOT_SORTED).
 *
 * Refused: what is no count, what is no time (audit_is_time()), events in no
 * time, a null that is not finite or, of a ratio, not above 0.
 */
audit_status audit_compare_pairs(const audit_pairs *pairs,
                                 audit_paired_rate_method method, int floor,
                                 const audit_question *question,
                                 double *workspace, audit_paired_rates *rates);

/*
 * Where the work on a comparison stands. `rates` holds when it is done; the
 * patients' numbers and the workspace are the work's until then.
 */
typedef struct {
    audit_paired_rates rates;
    int is_done;
    /* The rest is the work's own. */
    const audit_pairs *pairs;
    audit_paired_rate_method method;
    int floor;
    const audit_question *question;
    double *workspace;
    audit_informative x;
    audit_conditional_fit fit;
    audit_sign_flips flips;
    int stage;
} audit_pairing;

/*
 * The same in steps: begin, and go on, as often as it takes until `is_done`. A step
 * is so many draws of signs, a multiple of 4, or some tens of passes over the
 * patients.
 */
audit_status audit_pairs_begin(const audit_pairs *pairs,
                               audit_paired_rate_method method, int floor,
                               const audit_question *question,
                               double *workspace, audit_pairing *work);
audit_status audit_pairs_go_on(audit_pairing *work, size_t draws);

#endif
