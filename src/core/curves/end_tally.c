#include "end_tally.h"

#include <limits.h>
#include <math.h>
#include <string.h>

/*
 * Doubles of 0 or more are in the order of their bits, so they are sorted as
 * whole numbers. Mostly they lie about evenly: then they are put into as many
 * places as two digits of 11 bits have, by where they lie between the least and
 * the greatest, and those that share one are put in order by moving them. Where
 * that takes long, all six digits of their bits are gone through instead.
 */
enum { DIGIT_BITS = 11, N_DIGITS = 6, N_PLACES = 2, BASE = 1 << DIGIT_BITS };

/* What a key is sorted by: its bits, or where its time lies. */
struct scale {
    int by_bits;
    double least, factor;
};

static double time_of(uint64_t key)
{
    double time;

    memcpy(&time, &key, sizeof time);
    return time;
}

static size_t digit(const struct scale *by, uint64_t key, int d)
{
    if (!by->by_bits)
        key = (uint64_t) ((time_of(key) - by->least) * by->factor);
    return (size_t) (key >> (d * DIGIT_BITS)) & (BASE - 1);
}

/* Sorts by digit d, in the order of which there are count[] keys each. */
static void sort_by(const struct scale *by, const uint64_t *from, size_t n,
                    int d, uint32_t *count, uint64_t *to)
{
    uint32_t before = 0;

    for (size_t v = 0; v < BASE; v++) {
        uint32_t here = count[v];
        count[v] = before;
        before += here;
    }
    for (size_t i = 0; i < n; i++)
        to[count[digit(by, from[i], d)]++] = from[i];
}

/*
 * Sorts by the first k digits, the last of them first, but by those that all have
 * in common. Swaps the arrays so that the first has the keys.
 */
static void sort_by_digits(const struct scale *by, int k, uint64_t **key,
                           uint64_t **other, size_t n)
{
    uint32_t count[N_DIGITS][BASE];

    memset(count, 0, sizeof count);
    for (size_t i = 0; i < n; i++)
        for (int d = 0; d < k; d++)
            count[d][digit(by, (*key)[i], d)]++;
    for (int d = 0; d < k; d++) {
        if (count[d][digit(by, (*key)[0], d)] == n)
            continue;
        sort_by(by, *key, n, d, count[d], *other);
        uint64_t *kept = *key;
        *key = *other;
        *other = kept;
    }
}

/* Moves keys into order. Gives whether 4 n moves were enough. */
static int settle(uint64_t *key, size_t n)
{
    size_t left = 4 * n;

    for (size_t i = 1; i < n; i++) {
        uint64_t x = key[i];
        size_t at = i;

        while (at > 0 && key[at - 1] > x && left > 0) {
            key[at] = key[at - 1];
            at--;
            left--;
        }
        key[at] = x;
        if (left == 0)
            return 0;
    }
    return 1;
}

/* Gives the one of the two arrays that has the sorted keys. */
static const uint64_t *sorted(uint64_t *key, uint64_t *other, size_t n)
{
    struct scale bits = {1, 0, 0}, places = {0, HUGE_VAL, 0};
    double most = 0;

    if (n == 0)
        return key;
    for (size_t i = 0; i < n; i++) {
        double time = time_of(key[i]);
        places.least = time < places.least ? time : places.least;
        most = time > most ? time : most;
    }
    places.factor = (BASE * (double) BASE - 1) / (most - places.least);
    if (isfinite(places.factor)) {
        sort_by_digits(&places, N_PLACES, &key, &other, n);
        if (settle(key, n))
            return key;
    }
    sort_by_digits(&bits, N_DIGITS, &key, &other, n);
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

/* The keys of one way to end, and the next of them: UINT64_MAX behind the last. */
struct way {
    const uint64_t *key;
    size_t n, at;
    uint64_t next;
    int *counts;
};

static void step(struct way *x, int by)
{
    x->at += (size_t) by;
    x->next = x->at < x->n ? x->key[x->at] : UINT64_MAX;
}

/*
 * Counts those of a time of all ways. Which way has it is not to be foreseen, so
 * the first of each is counted without a branch.
 */
static void count_time(struct way *ways, uint64_t time, size_t j)
{
    int more = 0;

    for (size_t w = 0; w < N_WAYS; w++) {
        int is_one = ways[w].next == time;
        ways[w].counts[j] = is_one;
        step(&ways[w], is_one);
        more |= ways[w].next == time;
    }
    if (!more)
        return;
    for (size_t w = 0; w < N_WAYS; w++) {
        while (ways[w].next == time) {
            ways[w].counts[j]++;
            step(&ways[w], 1);
        }
    }
}

audit_status audit_tally_times(const double *time, const int *status, size_t n,
                               uint64_t *workspace, audit_tally *tally)
{
    size_t sizes[N_WAYS] = {0, 0, 0}, at[N_WAYS];
    struct way ways[N_WAYS];
    int *const counts[N_WAYS] = {tally->censored, tally->events,
                                 tally->competing};
    audit_status checked = count_ways(time, status, n, sizes);

    if (checked.code != AUDIT_OK)
        return checked;
    at[0] = 0;
    at[1] = sizes[0];
    at[2] = sizes[0] + sizes[1];
    for (size_t i = 0; i < n; i++) {
        double positive = time[i] + 0.0; /* -0 is 0 */
        memcpy(&workspace[at[way_of(status[i])]++], &positive, sizeof positive);
    }
    for (size_t w = 0; w < N_WAYS; w++) {
        size_t first = at[w] - sizes[w];
        ways[w] = (struct way) {
            sorted(workspace + first, workspace + n + first, sizes[w]),
            sizes[w], 0, 0, counts[w]};
        step(&ways[w], 0);
    }
    for (tally->n = 0;; tally->n++) {
        uint64_t least = UINT64_MAX;

        for (size_t w = 0; w < N_WAYS; w++)
            least = ways[w].next < least ? ways[w].next : least;
        if (least == UINT64_MAX)
            return audit_ok();
        tally->time[tally->n] = time_of(least);
        count_time(ways, least, tally->n);
    }
}
