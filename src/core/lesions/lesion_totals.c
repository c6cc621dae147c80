#include "lesion_totals.h"

#include <limits.h>
#include <math.h>

/* Bits of a sum: so many that it fits a long long, and its sign. */
enum { SUM_BITS = 62, LEAST_EXPONENT = -1000 };

/* As audit_is_count(), where a call of floor() would be most of the time. */
static int is_count(double x)
{
    return x >= 0 && x <= 0x1p53 && (double) (long long) x == x;
}

static int bits_of(size_t n)
{
    int bits = 0;

    for (; n > 0; n >>= 1)
        bits++;
    return bits;
}

/* Units in which n numbers up to `most` add up within SUM_BITS. */
static audit_units units_for(double most, size_t n)
{
    int exponent, step = SUM_BITS - bits_of(n);
    audit_units units;

    frexp(most, &exponent);
    units.coarse = exponent - step;
    if (units.coarse < LEAST_EXPONENT + step)
        units.coarse = LEAST_EXPONENT + step;
    units.fine = units.coarse - step;
    return units;
}

static audit_status check_elements(const double *count, const double *exposure,
                                   const int *patient, const int *period,
                                   size_t n, size_t n_patients,
                                   size_t n_periods, double *most)
{
    *most = 0;
    for (size_t i = 0; i < n; i++) {
        if (patient[i] < 1 || (size_t) patient[i] > n_patients)
            return audit_fail(AUDIT_BAD_PATIENT, i);
        if (period && (period[i] < 1 || (size_t) period[i] > n_periods))
            return audit_fail(AUDIT_BAD_GROUP, i);
        if (isnan(count[i]))
            continue;
        if (!is_count(count[i]))
            return audit_fail(AUDIT_BAD_COUNT, i);
        if (!(exposure[i] > 0 && exposure[i] <= 0x1.fffffffffffffp1023))
            return audit_fail(AUDIT_BAD_TIME, i);
        if (exposure[i] > *most)
            *most = exposure[i];
    }
    return audit_ok();
}

static void add(audit_total *total, double count, double exposure,
                double coarse, double per_coarse, double per_fine)
{
    long long whole = (long long) (exposure * per_coarse);
    long long rest = (long long) ((exposure - (double) whole * coarse) *
                                  per_fine);

    total->scans++;
    total->lesions += count;
    total->coarse += whole;
    total->fine += whole == 0 && rest == 0 ? 1 : rest;
}

audit_status audit_total_lesions(const double *count, const double *exposure,
                                 const int *patient, const int *period,
                                 size_t n, size_t n_patients, size_t n_periods,
                                 audit_total *grid, int *first,
                                 audit_units *units)
{
    double most;

    if (n > INT_MAX)
        return audit_fail(AUDIT_TOO_MANY, INT_MAX);
    audit_status status = check_elements(count, exposure, patient, period, n,
                                         n_patients, n_periods, &most);
    if (status.code != AUDIT_OK)
        return status;

    *units = units_for(most, n);
    double coarse = ldexp(1, units->coarse);
    double per_coarse = ldexp(1, -units->coarse);
    double per_fine = ldexp(1, -units->fine);
    for (size_t i = 0; i < n_patients * n_periods; i++)
        grid[i] = (audit_total) {0, 0, 0, 0, 0};
    for (size_t i = 0; i < n_patients; i++)
        first[i] = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t) patient[i] - 1;
        if (first[at] == 0)
            first[at] = (int) i + 1;
        audit_total *total =
            &grid[at * n_periods + (period ? (size_t) period[i] - 1 : 0)];
        total->n++;
        if (isnan(count[i]))
            continue;
        /* Beyond, sums of doubles depend on their order. */
        if (count[i] > 0x1p53 - total->lesions)
            return audit_fail(AUDIT_BAD_COUNT, i);
        add(total, count[i], exposure[i], coarse, per_coarse, per_fine);
    }
    return audit_ok();
}

size_t audit_n_totals(const audit_total *grid, size_t n)
{
    size_t found = 0;

    for (size_t i = 0; i < n; i++)
        found += grid[i].n > 0;
    return found;
}

void audit_write_totals(const audit_total *grid, size_t n_patients,
                        size_t n_periods, audit_units units,
                        const audit_totals *totals)
{
    double coarse = ldexp(1, units.coarse), fine = ldexp(1, units.fine);
    size_t c = 0;

    for (size_t p = 0; p < n_periods; p++)
        for (size_t i = 0; i < n_patients; i++) {
            const audit_total *total = &grid[i * n_periods + p];
            if (total->n == 0)
                continue;
            totals->period[c] = (int) p + 1;
            totals->patient[c] = (int) i + 1;
            totals->scans[c] = total->scans;
            totals->lesions[c] = total->lesions;
            totals->exposure[c++] = (double) total->coarse * coarse +
                                    (double) total->fine * fine;
        }
}

static int class_of(double lesions)
{
    return lesions >= 4 ? 3 : lesions >= 2 ? 2 : (int) lesions;
}

audit_status audit_tally_totals(const int *row, const double *scans,
                                const double *lesions, size_t n, size_t n_rows,
                                double *tally)
{
    for (size_t i = 0; i < n_rows * AUDIT_N_TOTALS; i++)
        tally[i] = 0;
    for (size_t c = 0; c < n; c++) {
        if (row[c] < 1 || (size_t) row[c] > n_rows)
            return audit_fail(AUDIT_BAD_GROUP, c);
        double *of = tally + ((size_t) row[c] - 1) * AUDIT_N_TOTALS;
        if (scans[c] == 0)
            continue;
        of[AUDIT_TOTAL_KNOWN]++;
        of[AUDIT_TOTAL_ACTIVE] += lesions[c] > 0;
        of[AUDIT_TOTAL_CLASS + class_of(lesions[c])]++;
    }
    return audit_ok();
}
