#include "day_grid.h"

#include <math.h>

/*
 * The ends of what was seen, and its distances from whole numbers, summed up: 1.5
 * times 2^52 more has no room for fractions. NaN and infinity leave NaN.
 */
struct seen {
    double low, high, dust;
};

static void see(struct seen *so_far, double x)
{
    so_far->low = x < so_far->low ? x : so_far->low;
    so_far->high = x > so_far->high ? x : so_far->high;
    so_far->dust += fabs(x - ((x + 0x1.8p52) - 0x1.8p52));
}

static void see_all(struct seen *so_far, const struct seen *other)
{
    so_far->low = fmin(so_far->low, other->low);
    so_far->high = fmax(so_far->high, other->high);
    so_far->dust += other->dust;
}

/* Numbers whose neighbours are a half or more away, and those too large. */
static int are_whole(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i]) <= 0x1p53) || trunc(x[i]) != x[i])
            return 0;
    return 1;
}

/* Four at once, since each comparison waits for the one before it. */
int audit_whole_range(const double *x, size_t n, double *least, double *most)
{
    struct seen a = {n > 0 ? x[0] : 0, n > 0 ? x[0] : -1, 0}, b = a, c = a, d = a;
    size_t i = 0;

    for (; i + 4 <= n; i += 4) {
        see(&a, x[i]);
        see(&b, x[i + 1]);
        see(&c, x[i + 2]);
        see(&d, x[i + 3]);
    }
    for (; i < n; i++)
        see(&a, x[i]);
    see_all(&a, &b);
    see_all(&c, &d);
    see_all(&a, &c);
    *least = a.low;
    *most = a.high;
    return fmax(fabs(a.low), fabs(a.high)) < 0x1p51 ? a.dust == 0
                                                    : are_whole(x, n);
}

void audit_int_range(const int *x, size_t n, double *least, double *most)
{
    int low = n > 0 ? x[0] : 0, high = n > 0 ? x[0] : -1;

    for (size_t i = 0; i < n; i++) {
        low = x[i] < low ? x[i] : low;
        high = x[i] > high ? x[i] : high;
    }
    *least = low;
    *most = high;
}

/* Its distance from `first`, or -1 where it is no whole number up to `last`. */
static int place_of(double x, double first, double last)
{
    int place;

    if (!(x >= first && x <= last))
        return -1;
    place = (int) (x - first);
    return first + place == x ? place : -1;
}

audit_status audit_whole_places(const double *x, size_t n, double first,
                                double last, int *place)
{
    for (size_t i = 0; i < n; i++) {
        place[i] = place_of(x[i], first, last);
        if (place[i] < 0)
            return audit_fail(AUDIT_BAD_TIME, i);
    }
    return audit_ok();
}

audit_status audit_whole_codes(const double *x, size_t n, double first,
                               double last, int *rank, int *code)
{
    size_t m = (size_t) (last - first) + 1;
    int so_far = 0;

    for (size_t j = 0; j < m; j++)
        rank[j] = 0;
    for (size_t i = 0; i < n; i++) {
        code[i] = place_of(x[i], first, last);
        if (code[i] < 0)
            return audit_fail(AUDIT_BAD_PATIENT, i);
        rank[code[i]] = 1;
    }
    for (size_t j = 0; j < m; j++)
        rank[j] = so_far += rank[j];
    /* Where all numbers are there, they are the codes but for where they begin. */
    for (size_t i = 0; i < n; i++)
        code[i] = (size_t) so_far == m ? code[i] + 1 : rank[code[i]];
    return audit_ok();
}

int audit_codes_of_rising(const double *x, size_t n, int *code)
{
    for (size_t i = 0; i < n; i++) {
        code[i] = i == 0 ? 1 : code[i - 1] + (x[i] > x[i - 1]);
        /* NaN is no id, and compares with none. */
        if (isnan(x[i]) || (i > 0 && x[i] < x[i - 1]))
            return 0;
    }
    return 1;
}

int audit_codes_of_rising_ints(const int *x, size_t n, int *code)
{
    for (size_t i = 0; i < n; i++) {
        code[i] = i == 0 ? 1 : code[i - 1] + (x[i] > x[i - 1]);
        if (i > 0 && x[i] < x[i - 1])
            return 0;
    }
    return 1;
}
