#include "whole_grid.h"

#include <math.h>

int audit_whole_range(const double *x, size_t n, double *least, double *most)
{
    double low = n > 0 ? x[0] : 0, high = n > 0 ? x[0] : -1;
    int whole = 1;

    for (size_t i = 0; i < n; i++) {
        /* NaN and what is too large are no whole numbers either. */
        if (!(fabs(x[i]) <= 0x1p53) || (double) (long long) x[i] != x[i]) {
            whole = 0;
            break;
        }
        low = x[i] < low ? x[i] : low;
        high = x[i] > high ? x[i] : high;
    }
    *least = low;
    *most = high;
    return whole;
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
