#include "signed_rank.h"

#include <math.h>

#include "base/dist.h"
#include "walsh_means.h"

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
static struct ranked rank_at(const audit_signed_ranking *d, double shift)
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
static void fill_law(const audit_signed_ranking *d, const struct ranked *r)
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

static double exact_p(const audit_signed_ranking *d, const struct ranked *r)
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

static double normal_p(const audit_signed_ranking *d, const struct ranked *r)
{
    double z = (2 * r->above - r->sum) / sqrt(r->squares);

    return audit_p_of_tails(pnorm(z, 0, 1, /* lower */ 0, 0),
                            pnorm(z, 0, 1, /* lower */ 1, 0), d->side);
}

static double p_of(const audit_signed_ranking *d, const struct ranked *r)
{
    if (r->n == 0)
        return 1;
    return d->exact ? exact_p(d, r) : normal_p(d, r);
}

static double p_at(const audit_signed_ranking *d, double shift)
{
    struct ranked r = rank_at(d, shift);
    return p_of(d, &r);
}

/* From `at` outwards: the next mean of a pair, which may be infinite. */
static double next_of(const audit_signed_ranking *d, double at)
{
    return d->is_up ? audit_next_walsh(d->x, d->n, at, d->equal)
                    : audit_last_walsh(d->x, d->n, at, d->equal);
}

/* p anywhere between the mean `at` and the next: it changes at means alone. */
static double p_between(const audit_signed_ranking *d, double at, double next)
{
    if (isinf(next))
        return p_at(d, d->is_up ? at + 1 + fabs(at) : at - 1 - fabs(at));
    return p_at(d, at / 2 + next / 2);
}

static double n_pairs(const audit_signed_ranking *d)
{
    return (double) d->n * ((double) d->n + 1) / 2;
}

enum stage { ESTIMATE, HALVING, OUTWARDS };

static void begin_limit(audit_signed_ranking *d, int is_up)
{
    d->stage = HALVING;
    d->is_up = is_up;
    d->inner = 0;
    d->outer = n_pairs(d) + 1;
    d->low = d->x[0];
    d->high = d->x[d->n - 1];
}

static void end_limit(audit_signed_ranking *d, double limit)
{
    *(d->is_up ? &d->test.high : &d->test.low) = limit;
    if (!d->is_up && d->side != AUDIT_GREATER) {
        begin_limit(d, /* is_up */ 1);
        return;
    }
    /* A set that is empty, or lies on one side, is stretched to the estimate. */
    if (d->side == AUDIT_TWO_SIDED) {
        d->test.low = fmin(d->test.low, d->test.estimate);
        d->test.high = fmax(d->test.high, d->test.estimate);
    }
    d->is_done = 1;
}

static void find_estimate(audit_signed_ranking *d)
{
    double pairs = n_pairs(d), highest = d->x[d->n - 1];
    double low = audit_walsh(d->x, d->n, floor((pairs + 1) / 2));
    double high = audit_walsh_within(d->x, d->n, floor(pairs / 2) + 1, low,
                                     highest);

    d->test.estimate = low / 2 + high / 2;
    begin_limit(d, /* is_up */ d->side == AUDIT_LESS);
}

/* Halves the means among which is the end of the set of shifts whose p is above
   alpha. */
static void halve(audit_signed_ranking *d)
{
    double pairs = n_pairs(d);

    if (d->outer - d->inner > 1) {
        double k = floor((d->inner + d->outer) / 2);
        double at = audit_walsh_within(d->x, d->n,
                                       d->is_up ? k : pairs + 1 - k, d->low,
                                       d->high);
        int goes_out = p_between(d, at, next_of(d, at)) > d->alpha;

        *(goes_out ? &d->inner : &d->outer) = k;
        *(goes_out == d->is_up ? &d->low : &d->high) = at;
    } else if (d->inner == pairs) {
        end_limit(d, d->is_up ? INFINITY : -INFINITY);
    } else {
        d->end = d->at = d->is_up ? d->high : d->low;
        d->steps = 0;
        d->stage = OUTWARDS;
    }
}

/*
 * Ties make p rise and fall a little on its way out, so what lies just beyond
 * the end that halving found is looked at as well: some means, and all where p
 * is nearly above alpha.
 */
static void look_outwards(audit_signed_ranking *d)
{
    enum { least = 8 };
    double alpha = d->alpha, nearly = alpha * (1 - 2 / ((double) d->n + 2));

    if (!isfinite(d->at)) {
        end_limit(d, d->end);
        return;
    }
    double next = next_of(d, d->at), beyond = p_between(d, d->at, next);
    if (beyond > alpha || (isfinite(next) && p_at(d, next) > alpha)) {
        d->end = next;
    } else if (d->steps >= least && beyond < nearly) {
        end_limit(d, d->end);
        return;
    }
    d->at = next;
    d->steps++;
}

audit_status audit_signed_rank_begin(const double *difference, size_t n,
                                     audit_zeros zeros, int exact,
                                     const audit_question *question,
                                     double *workspace,
                                     audit_signed_ranking *work)
{
    double *kept = workspace, greatest = 1;

    for (size_t i = 0; i < n; i++) {
        if (!isfinite(difference[i]))
            return audit_fail(AUDIT_BAD_COUNT, i);
        if (i > 0 && difference[i] < difference[i - 1])
            return audit_fail(AUDIT_NOT_SORTED, i);
        greatest = fmax(greatest, fabs(difference[i]));
    }
    *work = (audit_signed_ranking) {
        .x = kept, .zeros = zeros, .side = question->side,
        .exact = exact && n <= AUDIT_MOST_SIGNED_RANKS,
        .alpha = 1 - question->conf_level, .equal = 1e-12 * greatest,
        .ranks = workspace + n, .law = workspace + 2 * n, .stage = ESTIMATE,
    };
    for (size_t i = 0; i < n; i++)
        if (zeros == AUDIT_ZEROS_PRATT || fabs(difference[i]) > work->equal)
            kept[work->n++] = difference[i];

    struct ranked r = rank_at(work, 0);
    work->test = (audit_signed_rank) {
        (double) n, (double) (n - r.n), r.above / 2, NAN, -INFINITY, INFINITY,
        p_of(work, &r), work->exact,
    };
    work->is_done = work->n == 0;
    return audit_ok();
}

void audit_signed_rank_go_on(audit_signed_ranking *work, size_t steps)
{
    for (; steps > 0 && !work->is_done; steps--) {
        switch ((enum stage) work->stage) {
        case ESTIMATE:
            find_estimate(work);
            break;
        case HALVING:
            halve(work);
            break;
        case OUTWARDS:
            look_outwards(work);
            break;
        }
    }
}

audit_status audit_signed_rank_test(const double *difference, size_t n,
                                    audit_zeros zeros, int exact,
                                    const audit_question *question,
                                    double *workspace, audit_signed_rank *test)
{
    audit_signed_ranking work;
    audit_status status = audit_signed_rank_begin(
        difference, n, zeros, exact, question, workspace, &work);

    if (status.code != AUDIT_OK)
        return status;
    while (!work.is_done)
        audit_signed_rank_go_on(&work, 1);
    *test = work.test;
    return status;
}
