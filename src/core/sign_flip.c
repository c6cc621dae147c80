#include "sign_flip.h"

#include <math.h>
#include <stdint.h>

/* Sums that differ by so much of the greatest possible one count as equal. */
static const double fuzz = 1e-12;

/* Of the 2^(n - 1) patterns that leave the last sign: one sign at a time. */
static double all_patterns(const double *x, size_t n, double least)
{
    uint32_t patterns = (uint32_t) 1 << (n - 1), far = 0, flipped = 0;
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    for (uint32_t k = 1;; k++) {
        far += fabs(sum) >= least;
        if (k == patterns)
            break;
        /* In Gray's order the k-th pattern differs from the one before at the
           lowest bit of k. */
        size_t at = 0;
        while (!(k >> at & 1))
            at++;
        flipped ^= (uint32_t) 1 << at;
        sum += flipped >> at & 1 ? -2 * x[at] : 2 * x[at];
    }
    return (double) far / patterns;
}

/* Sixty-four random bits, by Steele, Lea and Flood's SplitMix64. */
static uint64_t next_bits(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static double drawn_patterns(const double *x, size_t n, double least)
{
    uint64_t state = 20110430;
    double far = 1;

    for (int draw = 0; draw < AUDIT_SIGN_DRAWS; draw++) {
        double sum = 0;
        uint64_t bits = 0;
        for (size_t i = 0; i < n; i++, bits >>= 1) {
            if (i % 64 == 0)
                bits = next_bits(&state);
            sum += bits & 1 ? x[i] : -x[i];
        }
        far += fabs(sum) >= least;
    }
    return far / (AUDIT_SIGN_DRAWS + 1);
}

double audit_sign_flip_p(const double *x, size_t n)
{
    double sum = 0, most = 0;

    if (n == 0)
        return 1;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        most += fabs(x[i]);
    }
    double least = fabs(sum) - fuzz * most;
    return n <= AUDIT_MOST_FLIPPED ? all_patterns(x, n, least)
                                   : drawn_patterns(x, n, least);
}
