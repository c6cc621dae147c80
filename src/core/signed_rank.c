#include "signed_rank.h"

#include <math.h>

#include "dist.h"
#include "walsh.h"

struct data {
    const double *x; /* in ascending order */
    size_t n;
    audit_zeros zeros;
    audit_alternative side;
    int exact;
    double equal;       /* differences no farther apart are ties */
    double *ranks, *law; /* n, and one more than the sum of doubled ranks */
};

/* The test at one shift. Ranks are doubled, so that they are whole numbers. */
struct ranked {
    size_t n;     /* differences that count */
    double sum;   /* of their ranks */
    double above; /* of those of positive ones */
    double squares;
};

size_t audit_signed_rank_workspace(size_t n)
{
    size_t exact = n > AUDIT_MOST_SIGNED_RANKS ? AUDIT_MOST_SIGNED_RANKS : n;

    return 2 * n + exact * (exact + 1) + 1;
}

/*
 * Ranks the sizes of the differences less `shift`. Those below the shift and
 * those above it are each in order, from the middle outwards: they are merged.
 */
static struct ranked rank_at(const struct data *d, double shift)
{
    struct ranked r = {0, 0, 0, 0};
    size_t up = 0, down;
    double rank = 0;

    while (up < d->n && d->x[up] - shift <= d->equal)
        up++;
    for (down = up; down > 0 && shift - d->x[down - 1] <= d->equal;)
        down--;
    if (d->zeros == AUDIT_ZEROS_PRATT)
        rank = (double) (up - down);
    while (up < d->n || down > 0) {
        double next_up = up < d->n ? d->x[up] - shift : INFINITY;
        double next_down = down > 0 ? shift - d->x[down - 1] : INFINITY;
        double size = fmin(next_up, next_down);
        size_t positive = 0, negative = 0;

        for (; up < d->n && d->x[up] - shift <= size + d->equal; up++)
            positive++;
        for (; down > 0 && shift - d->x[down - 1] <= size + d->equal; down--)
            negative++;
        double tied = (double) (positive + negative);
        double doubled = 2 * rank + tied + 1;
        for (size_t i = 0; i < positive + negative; i++)
            d->ranks[r.n++] = doubled;
        r.sum += doubled * tied;
        r.squares += doubled * doubled * tied;
        r.above += doubled * (double) positive;
        rank += tied;
    }
    return r;
}

/* The law of the sum of ranks, each there with probability a half. */
static void fill_law(const struct data *d, const struct ranked *r)
{
    size_t top = 0;

    d->law[0] = 1;
    for (size_t i = 0; i < r->n; i++) {
        size_t rank = (size_t) d->ranks[i];

        for (size_t k = top + 1; k <= top + rank; k++)
            d->law[k] = 0;
        top += rank;
        for (size_t k = top + 1; k-- > 0;)
            d->law[k] = (d->law[k] + (k >= rank ? d->law[k - rank] : 0)) / 2;
    }
}

static double exact_p(const struct data *d, const struct ranked *r)
{
    size_t above = (size_t) r->above, sum = (size_t) r->sum;
    double more = 0, fewer = 0;

    fill_law(d, r);
    for (size_t k = sum + 1; k-- > above;)
        more += d->law[k];
    for (size_t k = 0; k <= above; k++)
        fewer += d->law[k];
    return audit_p_of_tails(more, fewer, d->side);
}

static double normal_p(const struct data *d, const struct ranked *r)
{
    double z = (2 * r->above - r->sum) / sqrt(r->squares);

    return audit_p_of_tails(pnorm(z, 0, 1, /* lower */ 0, 0),
                            pnorm(z, 0, 1, /* lower */ 1, 0), d->side);
}

static double p_of(const struct data *d, const struct ranked *r)
{
    if (r->n == 0)
        return 1;
    return d->exact ? exact_p(d, r) : normal_p(d, r);
}

static double p_at(const struct data *d, double shift)
{
    struct ranked r = rank_at(d, shift);
    return p_of(d, &r);
}

/* From `at` outwards: the next mean of a pair, which may be infinite. */
static double next_of(const struct data *d, double at, int is_up)
{
    return is_up ? audit_next_walsh(d->x, d->n, at, d->equal)
                 : audit_last_walsh(d->x, d->n, at, d->equal);
}

/* p anywhere between the mean `at` and the next: it changes at means alone. */
static double p_beyond(const struct data *d, double at, int is_up)
{
    double next = next_of(d, at, is_up);

    if (isinf(next))
        return p_at(d, is_up ? at + 1 + fabs(at) : at - 1 - fabs(at));
    return p_at(d, at / 2 + next / 2);
}

/*
 * Ties make p rise and fall a little on its way out, so what lies just beyond
 * the end that halving found is looked at as well: some means, and all where p
 * is nearly above alpha.
 */
static double scan_outwards(const struct data *d, double end, double alpha,
                            int is_up)
{
    enum { least = 8 };
    double nearly = alpha * (1 - 2 / ((double) d->n + 2)), at = end;

    for (int step = 0; isfinite(at); step++) {
        double next = next_of(d, at, is_up), beyond = p_beyond(d, at, is_up);

        if (beyond > alpha)
            end = next;
        else if (isfinite(next) && p_at(d, next) > alpha)
            end = next;
        else if (step >= least && beyond < nearly)
            break;
        at = next;
    }
    return end;
}

/* The end of the set of shifts whose p is above alpha. */
static double limit(const struct data *d, double alpha, int is_up)
{
    double pairs = (double) d->n * ((double) d->n + 1) / 2;
    double inner = 0, outer = pairs + 1; /* p is above alpha; it is not */

    /* Counted from the other end, the k-th of them. */
    while (outer - inner > 1) {
        double k = floor((inner + outer) / 2);
        double at = audit_walsh(d->x, d->n, is_up ? k : pairs + 1 - k);
        if (p_beyond(d, at, is_up) > alpha)
            inner = k;
        else
            outer = k;
    }
    if (inner == pairs)
        return is_up ? INFINITY : -INFINITY;
    double k = inner + 1;
    double end = audit_walsh(d->x, d->n, is_up ? k : pairs + 1 - k);
    return scan_outwards(d, end, alpha, is_up);
}

static double median_walsh(const struct data *d)
{
    double pairs = (double) d->n * ((double) d->n + 1) / 2;
    double low = audit_walsh(d->x, d->n, floor((pairs + 1) / 2));
    double high = audit_walsh(d->x, d->n, floor(pairs / 2) + 1);

    return low / 2 + high / 2;
}

audit_status audit_signed_rank_test(const double *difference, size_t n,
                                    audit_zeros zeros, int exact,
                                    const audit_question *question,
                                    double *workspace, audit_signed_rank *test)
{
    double *kept = workspace, greatest = 1;
    size_t n_kept = 0;

    for (size_t i = 0; i < n; i++) {
        if (!isfinite(difference[i]))
            return audit_fail(AUDIT_BAD_COUNT, i);
        if (i > 0 && difference[i] < difference[i - 1])
            return audit_fail(AUDIT_NOT_SORTED, i);
        greatest = fmax(greatest, fabs(difference[i]));
    }
    struct data d = {kept, 0, zeros, question->side,
                     exact && n <= AUDIT_MOST_SIGNED_RANKS, 1e-12 * greatest,
                     workspace + n, workspace + 2 * n};
    for (size_t i = 0; i < n; i++)
        if (zeros == AUDIT_ZEROS_PRATT || fabs(difference[i]) > d.equal)
            kept[n_kept++] = difference[i];
    d.n = n_kept;

    struct ranked r = rank_at(&d, 0);
    *test = (audit_signed_rank) {
        (double) n, (double) (n - r.n), r.above / 2, NAN, -INFINITY, INFINITY,
        p_of(&d, &r), d.exact,
    };
    if (n_kept == 0)
        return audit_ok();
    double alpha = 1 - question->conf_level;
    test->estimate = median_walsh(&d);
    if (question->side != AUDIT_LESS)
        test->low = limit(&d, alpha, /* is_up */ 0);
    if (question->side != AUDIT_GREATER)
        test->high = limit(&d, alpha, /* is_up */ 1);
    /* A set that is empty, or lies on one side, is stretched to the estimate. */
    if (question->side == AUDIT_TWO_SIDED) {
        test->low = fmin(test->low, test->estimate);
        test->high = fmax(test->high, test->estimate);
    }
    return audit_ok();
}
