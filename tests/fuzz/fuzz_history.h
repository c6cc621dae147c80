/* fuzz_history.h - arbitrary bytes as the history of a cohort */
#ifndef MSAUDIT_FUZZ_HISTORY_H
#define MSAUDIT_FUZZ_HISTORY_H

#include "base/values.h"
#include "periods/ranges.h"
#include "fuzz.h"

enum { N_PATIENTS = 4 };

/* Mostly small days, so that courses meet; the least integer is missing. */
static inline int small_day(int32_t x)
{
    return x == INT32_MIN ? AUDIT_MISSING : x % 64 == 0 ? x : x % 1000;
}

struct fuzz_history {
    int from[N_PATIENTS], to[N_PATIENTS];
    int *patient, *drug, *start, *stop;
    audit_patients patients;
    audit_treatments treatments;
};

/* Courses in order, but for one in some hundred; six integers a course. */
static inline void take_history(const uint8_t **data, size_t *size,
                                struct fuzz_history *x)
{
    size_t n = *size / (4 * sizeof(int32_t));

    for (int p = 0; p < N_PATIENTS; p++) {
        x->from[p] = p % 2 ? AUDIT_MISSING : -100 * p;
        x->to[p] = 900 - 300 * p;
    }
    x->patient = take(data, n, sizeof(int));
    x->drug = take(data, n, sizeof(int));
    x->start = take(data, n, sizeof(int));
    x->stop = take(data, n, sizeof(int));
    *size -= n * 4 * sizeof(int32_t);
    for (size_t i = 0; i < n; i++) {
        int wild = x->patient[i] % 128 == 0;

        x->patient[i] = wild ? x->patient[i]
                      : 1 + (int) (i * N_PATIENTS / n);
        x->drug[i] &= 3;
        x->start[i] = small_day(x->start[i]);
        if (!wild && i > 0 && x->patient[i] == x->patient[i - 1] &&
            x->start[i] < x->start[i - 1])
            x->start[i] = x->start[i - 1];
        x->stop[i] = small_day(x->stop[i]);
        if (!wild && x->stop[i] != AUDIT_MISSING && x->stop[i] < x->start[i])
            x->stop[i] = x->start[i];
    }
    x->patients = (audit_patients) {N_PATIENTS, x->from, x->to};
    x->treatments = (audit_treatments) {n, x->patient, x->drug, x->start,
                                        x->stop};
}

static inline void free_history(struct fuzz_history *x)
{
    free(x->patient);
    free(x->drug);
    free(x->start);
    free(x->stop);
}

/* Room for at most n ranges, of just that size. */
struct fuzz_period {
    int *column[6], membership[N_PATIENTS], notes[N_PATIENTS];
    audit_period period;
};

static inline audit_period *room_for(struct fuzz_period *x, size_t n)
{
    for (int i = 0; i < 6; i++) {
        x->column[i] = calloc(n, sizeof(int));
        MUST(x->column[i] || n == 0);
    }
    x->period = (audit_period) {
        {0, x->column[0], x->column[1], x->column[2], x->column[3],
         x->column[4], x->column[5]}, x->membership, x->notes};
    return &x->period;
}

/* Ranges lie in follow-up, follow each other and are those of members. */
static inline void check_period(const struct fuzz_history *history,
                                const struct fuzz_period *x)
{
    const audit_ranges *r = &x->period.ranges;
    int has[N_PATIENTS] = {0};

    for (size_t i = 0; i < r->n; i++) {
        size_t p = (size_t) r->patient[i] - 1;

        MUST(r->patient[i] >= 1 && r->patient[i] <= N_PATIENTS);
        MUST(r->start[i] < r->stop[i] && r->stop[i] <= history->to[p]);
        MUST(history->from[p] == AUDIT_MISSING ||
             r->start[i] >= history->from[p]);
        MUST(r->first[i] >= r->start[i] && r->first[i] <= r->start[i] + 1);
        MUST(r->last[i] <= r->stop[i] && r->last[i] >= r->stop[i] - 1);
        if (i > 0)
            MUST(r->patient[i] > r->patient[i - 1] ||
                 (r->patient[i] == r->patient[i - 1] &&
                  r->start[i] >= r->stop[i - 1]));
        has[p] = 1;
    }
    for (int p = 0; p < N_PATIENTS; p++)
        MUST(has[p] == (x->membership[p] == AUDIT_IN_PERIOD));
}

/* What makes a period of a history, by three arbitrary numbers. */
typedef audit_status fuzz_make(const struct fuzz_history *history,
                               const int *option, audit_period *period);

static inline int fuzz_period(const uint8_t *data, size_t size,
                              fuzz_make *make)
{
    struct fuzz_history history;
    struct fuzz_period found;
    int option[3] = {0};

    if (size >= sizeof option) {
        memcpy(option, data, sizeof option);
        data += sizeof option;
        size -= sizeof option;
    }
    take_history(&data, &size, &history);
    size_t courses = history.treatments.n;
    audit_period *period =
        room_for(&found, courses > N_PATIENTS ? courses : N_PATIENTS);
    if (make(&history, option, period).code == AUDIT_OK)
        check_period(&history, &found);
    free_history(&history);
    for (int i = 0; i < 6; i++)
        free(found.column[i]);
    return 0;
}

#endif
