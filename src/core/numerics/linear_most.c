#include "linear_most.h"

#include <math.h>

/* Below it a factor is 0 but for rounding: they are sums of a few small whole
   numbers and their ratios. */
static const double tiny = 1e-9;

size_t audit_linear_most_doubles(size_t n_rows, size_t n_columns)
{
    return n_rows * n_columns + 2 * n_rows + 2 * n_columns;
}

size_t audit_linear_most_ints(size_t n_rows, size_t n_columns)
{
    return 2 * n_rows + 3 * n_columns;
}

static audit_status check(const audit_programme *p)
{
    for (size_t k = 0; k < p->n_factors; k++)
        if (p->row[k] < 0 || (size_t) p->row[k] >= p->n_rows ||
            p->column[k] < 0 || (size_t) p->column[k] >= p->n_columns ||
            !isfinite(p->factor[k]))
            return audit_fail(AUDIT_BAD_COUNT, k);
    for (size_t i = 0; i < p->n_rows; i++)
        if (!(p->low[i] <= 0 && p->high[i] >= 0 && isfinite(p->high[i])))
            return audit_fail(AUDIT_BAD_COUNT, i);
    for (size_t j = 0; j < p->n_columns; j++)
        if (!(p->cap[j] >= 0) || !isfinite(p->goal[j]))
            return audit_fail(AUDIT_BAD_COUNT, j);
    return audit_ok();
}

static audit_tableau lay_out(const audit_programme *p, double *doubles,
                             int *ints)
{
    size_t m = p->n_rows, n = p->n_columns;
    double *value = doubles + m * n, *gain = value + m, *cap = gain + n;
    int *outside = ints + m, *turned = outside + n;
    audit_tableau t = {m, n, doubles, value, gain, cap, 0, ints, outside,
                       turned, turned + n + m, 0, 0};

    for (size_t k = 0; k < m * n; k++)
        t.factor[k] = 0;
    for (size_t k = 0; k < p->n_factors; k++)
        t.factor[(size_t) p->row[k] * n + (size_t) p->column[k]] +=
            p->factor[k];
    for (size_t j = 0; j < n; j++) {
        t.gain[j] = p->goal[j];
        t.no_gain = fmax(t.no_gain, tiny * fabs(p->goal[j]));
        t.cap[j] = p->cap[j];
        t.outside[j] = (int) j;
    }
    for (size_t i = 0; i < m; i++) {
        t.value[i] = p->high[i];
        t.cap[n + i] = p->high[i] - p->low[i];
        t.inside[i] = (int) (n + i);
    }
    for (size_t k = 0; k < n + m; k++)
        t.turned[k] = 0;
    return t;
}

/* The outside number that gains most, or, where rows at their limit may go
   round in a circle, the first of those that gain (Bland). n: none does. */
static size_t which_enters(const audit_tableau *t, int first)
{
    size_t best = t->n;

    for (size_t j = 0; j < t->n; j++) {
        if (!(t->gain[j] > t->no_gain) || t->cap[t->outside[j]] <= 0)
            continue;
        if (best == t->n ||
            (first ? t->outside[j] < t->outside[best]
                   : t->gain[j] > t->gain[best]))
            best = j;
    }
    return best;
}

/* How far outside number j can grow, and the row that stops it: m where its own
   cap does. */
static double how_far(const audit_tableau *t, size_t j, int first,
                      size_t *stops)
{
    double far = t->cap[t->outside[j]];
    double size = 0;

    *stops = t->m;
    for (size_t i = 0; i < t->m; i++) {
        double by = t->factor[i * t->n + j];
        if (fabs(by) <= tiny)
            continue;
        double left = by > 0 ? t->value[i] : t->cap[t->inside[i]] - t->value[i];
        double limit = (left > 0 ? left : 0) / fabs(by);
        int ties = limit == far && *stops < t->m &&
            (first ? t->inside[i] < t->inside[*stops] : fabs(by) > size);
        if (limit < far || ties) {
            far = limit;
            *stops = i;
            size = fabs(by);
        }
    }
    return far;
}

/* Outside number j goes to its cap, and stands from then for what is missing. */
static void go_to_cap(audit_tableau *t, size_t j, double far)
{
    for (size_t i = 0; i < t->m; i++) {
        double *by = t->factor + i * t->n + j;
        t->value[i] -= far * *by;
        *by = -*by;
    }
    t->gain[j] = -t->gain[j];
    t->turned[t->outside[j]] ^= 1;
}

/* The number inside row i leaves at its cap: it stands for what is missing. */
static void turn_row(audit_tableau *t, size_t i)
{
    for (size_t j = 0; j < t->n; j++)
        t->factor[i * t->n + j] = -t->factor[i * t->n + j];
    t->value[i] = t->cap[t->inside[i]] - t->value[i];
    t->turned[t->inside[i]] ^= 1;
}

/* Takes `times` row i from a row, whose factor of what enters that is. */
static void take_row(const audit_tableau *t, size_t i, size_t j, int n_used,
                     double *row)
{
    const double *from = t->factor + i * t->n;
    double times = row[j];

    row[j] = 0;
    for (int k = 0; k < n_used; k++)
        row[t->used[k]] -= times * from[t->used[k]];
}

/* Outside number j comes into row i, and what was there goes out. */
static void swap(audit_tableau *t, size_t i, size_t j)
{
    double *row = t->factor + i * t->n;
    double by = row[j];
    int n_used = 0, inside = t->inside[i];

    row[j] = 1;
    for (size_t k = 0; k < t->n; k++) {
        if (fabs(row[k]) <= tiny) {
            row[k] = 0;
            continue;
        }
        row[k] /= by;
        t->used[n_used++] = (int) k;
    }
    t->value[i] = (t->value[i] > 0 ? t->value[i] : 0) / by;
    for (size_t k = 0; k < t->m; k++) {
        double times = t->factor[k * t->n + j];
        if (k == i || times == 0)
            continue;
        t->value[k] -= times * t->value[i];
        take_row(t, i, j, n_used, t->factor + k * t->n);
    }
    take_row(t, i, j, n_used, t->gain);
    t->inside[i] = t->outside[j];
    t->outside[j] = inside;
}

void audit_linear_read(const audit_tableau *t, double *x)
{
    for (size_t j = 0; j < t->n; j++)
        x[j] = 0;
    for (size_t i = 0; i < t->m; i++)
        if ((size_t) t->inside[i] < t->n)
            x[t->inside[i]] = t->value[i] > 0 ? t->value[i] : 0;
    for (size_t j = 0; j < t->n; j++)
        if (t->turned[j])
            x[j] = t->cap[j] - x[j];
}

audit_status audit_linear_begin(const audit_programme *programme,
                                double *doubles, int *ints,
                                audit_tableau *tableau)
{
    audit_status status = check(programme);

    if (status.code == AUDIT_OK)
        *tableau = lay_out(programme, doubles, ints);
    return status;
}

audit_status audit_linear_go_on(audit_tableau *t, size_t steps)
{
    for (size_t step = 0; step < steps && !t->is_done; step++) {
        int first = t->still > t->m + t->n;
        size_t i, j = which_enters(t, first);
        if (j == t->n) {
            t->is_done = 1;
            break;
        }
        double far = how_far(t, j, first, &i);
        if (isinf(far))
            return audit_fail(AUDIT_NO_ROOT, (size_t) t->outside[j]);
        t->still = far > tiny ? 0 : t->still + 1;
        if (i == t->m) {
            go_to_cap(t, j, far);
            continue;
        }
        if (t->factor[i * t->n + j] < 0)
            turn_row(t, i);
        swap(t, i, j);
    }
    return audit_ok();
}

audit_status audit_linear_most(const audit_programme *programme, size_t most,
                               double *doubles, int *ints, double *x)
{
    audit_tableau t;
    audit_status status = audit_linear_begin(programme, doubles, ints, &t);

    if (status.code == AUDIT_OK)
        status = audit_linear_go_on(&t, most);
    if (status.code == AUDIT_OK)
        audit_linear_read(&t, x);
    return status;
}
