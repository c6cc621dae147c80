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

/* The k-th sixty-four random bits, by Steele, Lea and Flood's SplitMix64. */
static uint64_t random_bits(uint64_t k)
{
    uint64_t z = 20110430 + k * UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* x where the lowest bit is 1, else -x, without a branch nobody could predict. */
static double signed_by(uint64_t bits, double x)
{
    return x * (double) (2 * (int) (bits & 1) - 1);
}

/* Four patterns at a time, whose sums do not wait for each other. */
static double four_patterns(const double *x, size_t n, double least,
                            uint64_t draw)
{
    uint64_t words = (n + 63) / 64; /* of random bits, a pattern */
    double a = 0, b = 0, c = 0, d = 0, far = 0;
    uint64_t p = 0, q = 0, r = 0, s = 0;

    for (size_t i = 0; i < n; i++, p >>= 1, q >>= 1, r >>= 1, s >>= 1) {
        if (i % 64 == 0) {
            uint64_t k = draw * words + i / 64 + 1;
            p = random_bits(k);
            q = random_bits(k + words);
            r = random_bits(k + 2 * words);
            s = random_bits(k + 3 * words);
        }
        a += signed_by(p, x[i]);
        b += signed_by(q, x[i]);
        c += signed_by(r, x[i]);
        d += signed_by(s, x[i]);
    }
    far += fabs(a) >= least;
    far += draw + 1 < AUDIT_SIGN_DRAWS && fabs(b) >= least;
    far += draw + 2 < AUDIT_SIGN_DRAWS && fabs(c) >= least;
    far += draw + 3 < AUDIT_SIGN_DRAWS && fabs(d) >= least;
    return far;
}

audit_sign_flips audit_sign_flips_begin(const double *x, size_t n)
{
    double sum = 0, most = 0;

    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        most += fabs(x[i]);
    }
    /* The pattern that was seen is one of those drawn. */
    audit_sign_flips flips = {1, 0, x, n, 0, fabs(sum) - fuzz * most, 1};

    if (n <= AUDIT_MOST_FLIPPED) {
        flips.p = n == 0 ? 1 : all_patterns(x, n, flips.least);
        flips.is_done = 1;
    }
    return flips;
}

void audit_sign_flips_go_on(audit_sign_flips *flips, size_t draws)
{
    for (size_t k = 0; k < draws && !flips->is_done; k += 4) {
        flips->far += four_patterns(flips->x, flips->n, flips->least,
                                    flips->drawn);
        flips->drawn += 4;
        if (flips->drawn >= AUDIT_SIGN_DRAWS) {
            flips->p = flips->far / (AUDIT_SIGN_DRAWS + 1);
            flips->is_done = 1;
        }
    }
}

double audit_sign_flip_p(const double *x, size_t n)
{
    audit_sign_flips flips = audit_sign_flips_begin(x, n);

    audit_sign_flips_go_on(&flips, AUDIT_SIGN_DRAWS);
    return flips.p;
}
