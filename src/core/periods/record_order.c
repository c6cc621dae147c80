#include "record_order.h"

#include "base/values.h"

/* Days are sorted by 16 bits at a time, which one pass does for 179 years. */
enum { DIGITS = 1 << 16 };

size_t audit_record_order_workspace(size_t n, size_t n_patients)
{
    size_t buckets = n_patients + 1 > DIGITS ? n_patients + 1 : DIGITS;
    return n + buckets;
}

struct range {
    int least, most;
};

static audit_status check_records(const int *patient, const int *day, size_t n,
                                  size_t n_patients, struct range *days,
                                  int *sorted)
{
    *days = (struct range) {n > 0 ? day[0] : 0, n > 0 ? day[0] : 0};
    *sorted = 1;
    for (size_t i = 0; i < n; i++) {
        if (patient[i] < 1 || (size_t) patient[i] > n_patients)
            return audit_fail(AUDIT_BAD_PATIENT, i);
        if (day[i] == AUDIT_MISSING)
            return audit_fail(AUDIT_BAD_DAY, i);
        if (day[i] < days->least)
            days->least = day[i];
        if (day[i] > days->most)
            days->most = day[i];
        if ((long long) days->most - days->least > INT_MAX)
            return audit_fail(AUDIT_BAD_DAY, i);
        if (i > 0 && (patient[i] < patient[i - 1] ||
                      (patient[i] == patient[i - 1] && day[i] < day[i - 1])))
            *sorted = 0;
    }
    return audit_ok();
}

/* From how many fall into each bucket to where each bucket starts. */
static void make_starts(int *bucket, size_t n_buckets)
{
    int start = 0;

    for (size_t b = 0; b < n_buckets; b++) {
        int count = bucket[b];
        bucket[b] = start;
        start += count;
    }
}

/* A stable pass over one digit of the days; from NULL means as they stand. */
static void sort_by_digit(const int *day, int least, int shift, size_t n,
                          int *bucket, const int *from, int *to)
{
    for (int b = 0; b < DIGITS; b++)
        bucket[b] = 0;
    for (size_t i = 0; i < n; i++)
        bucket[((day[i] - least) >> shift) & (DIGITS - 1)]++;
    make_starts(bucket, DIGITS);
    for (size_t i = 0; i < n; i++) {
        int record = from ? from[i] : (int) i;
        to[bucket[((day[record] - least) >> shift) & (DIGITS - 1)]++] = record;
    }
}

static void sort_by_patient(const int *patient, size_t n_patients, size_t n,
                            int *bucket, const int *from, int *to)
{
    for (size_t b = 0; b <= n_patients; b++)
        bucket[b] = 0;
    for (size_t i = 0; i < n; i++)
        bucket[patient[i]]++;
    make_starts(bucket, n_patients + 1);
    for (size_t i = 0; i < n; i++)
        to[bucket[patient[from[i]]]++] = from[i];
}

audit_status audit_record_order(const int *patient, const int *day, size_t n,
                                size_t n_patients,
                                int *workspace, int *order, int *sorted)
{
    struct range days;

    if (n > INT_MAX)
        return audit_fail(AUDIT_TOO_MANY, INT_MAX);
    audit_status status =
        check_records(patient, day, n, n_patients, &days, sorted);
    if (status.code != AUDIT_OK)
        return status;
    if (*sorted)
        return audit_ok();

    int *other = workspace, *bucket = workspace + n;
    if (days.most - days.least < DIGITS) {
        sort_by_digit(day, days.least, 0, n, bucket, NULL, other);
    } else {
        sort_by_digit(day, days.least, 0, n, bucket, NULL, order);
        sort_by_digit(day, days.least, 16, n, bucket, order, other);
    }
    sort_by_patient(patient, n_patients, n, bucket, other, order);
    return audit_ok();
}

/* Whether record i shares patient and day with the one before it. */
static int ties(const int *patient, const int *day, size_t n, size_t i)
{
    return i > 0 && i < n && patient[i] == patient[i - 1] &&
           day[i] == day[i - 1];
}

size_t audit_tied_records(const int *patient, const int *day, size_t n,
                          int *tied)
{
    size_t found = 0;

    for (size_t i = 0; i < n; i++)
        if (ties(patient, day, n, i) || ties(patient, day, n, i + 1)) {
            if (tied)
                tied[found] = (int) i;
            found++;
        }
    return found;
}
