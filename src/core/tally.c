#include "tally.h"

#include <limits.h>
#include <math.h>
#include <string.h>

/*
 * Doubles of 0 or more are in the order of their bits, so they are sorted as
 * whole numbers: by their digits to the base 2^11, the last first. A digit that
 * all have in common needs no pass; of whole days few others are left.
 */
enum { DIGIT_BITS = 11, N_DIGITS = 6, BASE = 1 << DIGIT_BITS };

static size_t digit(uint64_t key, int d)
{
    return (size_t) (key >> (d * DIGIT_BITS)) & (BASE - 1);
}

/* Sorts by digit d, in the order of which there are count[] keys each. */
static void sort_by(const uint64_t *from, size_t n, int d, uint32_t *count,
                    uint64_t *to)
{
    uint32_t before = 0;

    for (size_t v = 0; v < BASE; v++) {
        uint32_t here = count[v];
        count[v] = before;
        before += here;
    }
    for (size_t i = 0; i < n; i++)
        to[count[digit(from[i], d)]++] = from[i];
}

/* Gives the one of the two arrays that has the sorted keys. */
static const uint64_t *sorted(uint64_t *key, uint64_t *other, size_t n)
{
    uint32_t count[N_DIGITS][BASE];

    memset(count, 0, sizeof count);
    for (size_t i = 0; i < n; i++)
        for (int d = 0; d < N_DIGITS; d++)
            count[d][digit(key[i], d)]++;
    for (int d = 0; d < N_DIGITS && n > 0; d++) {
        if (count[d][digit(key[0], d)] == n)
            continue;
        sort_by(key, n, d, count[d], other);
        uint64_t *kept = key;
        key = other;
        other = kept;
    }
    return key;
}

enum { N_WAYS = 3 };

/* Whether the time ended by censoring (0), the event (1) or a competing one. */
static size_t way_of(int status)
{
    return status > 1 ? 2 : (size_t) status;
}

static audit_status count_ways(const double *time, const int *status, size_t n,
                               size_t *ways)
{
    if (n > INT_MAX)
        return audit_fail(AUDIT_TOO_MANY, INT_MAX);
    for (size_t i = 0; i < n; i++) {
        if (!(time[i] >= 0) || !isfinite(time[i]))
            return audit_fail(AUDIT_BAD_TIME, i);
        if (status[i] < 0)
            return audit_fail(AUDIT_BAD_GROUP, i);
        ways[way_of(status[i])]++;
    }
    return audit_ok();
}

/* How many of the keys, from *at on, are `key`; steps behind them. */
static int run_of(const uint64_t *keys, size_t n, size_t *at, uint64_t key)
{
    size_t first = *at;

    while (*at < n && keys[*at] == key)
        ++*at;
    return (int) (*at - first);
}

audit_status audit_tally_times(const double *time, const int *status, size_t n,
                               uint64_t *workspace, audit_tally *tally)
{
    size_t ways[N_WAYS] = {0, 0, 0}, at[N_WAYS], first[N_WAYS];
    const uint64_t *keys[N_WAYS];
    audit_status checked = count_ways(time, status, n, ways);

    if (checked.code != AUDIT_OK)
        return checked;
    first[0] = at[0] = 0;
    first[1] = at[1] = ways[0];
    first[2] = at[2] = ways[0] + ways[1];
    for (size_t i = 0; i < n; i++) {
        double positive = time[i] + 0.0; /* -0 is 0 */
        memcpy(&workspace[at[way_of(status[i])]++], &positive, sizeof positive);
    }
    for (size_t w = 0; w < N_WAYS; w++) {
        keys[w] = sorted(workspace + first[w], workspace + n + first[w],
                         ways[w]);
        at[w] = 0;
    }
    int *const counts[N_WAYS] = {tally->censored, tally->events,
                                 tally->competing};
    for (tally->n = 0;; tally->n++) {
        uint64_t least = UINT64_MAX;
        for (size_t w = 0; w < N_WAYS; w++)
            if (at[w] < ways[w] && keys[w][at[w]] < least)
                least = keys[w][at[w]];
        if (least == UINT64_MAX)
            return audit_ok();
        memcpy(&tally->time[tally->n], &least, sizeof least);
        for (size_t w = 0; w < N_WAYS; w++)
            counts[w][tally->n] = run_of(keys[w], ways[w], &at[w], least);
    }
}
