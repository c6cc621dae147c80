/* audit_count_hits() and audit_list_hits() of any events, and what is summed up of them */
#include "fuzz.h"

#include "events/event_incidence.h"
#include "events/event_spread.h"

enum { N_CELLS = 3, N_ROWS = 2, N_OUTCOMES = 4, K = 2 };

static void sum_up(const audit_hits *hits, size_t n)
{
    const int row[] = {1, 2, 0}, days[] = {60, 90, 1000}, competing[] = {1, 0, 0};
    const double times[] = {10, 80};
    audit_cell_rows cells = {N_CELLS, N_ROWS, row, days};
    audit_cell_ends ends = {days, competing};
    double out[7][N_OUTCOMES * N_ROWS], curves[6][N_OUTCOMES * N_ROWS * K];
    double space[5 * N_ROWS], time[100];
    int counts[3 * N_ROWS * 100];
    audit_event_sums sums = {out[0], out[1], out[2], out[3],
                             out[4], out[5], out[6]};
    audit_curve x = {curves[0], curves[1], curves[2],
                     curves[3], curves[4], curves[5]};
    size_t n_days = audit_incidence_days(&cells, &ends, times, K);

    MUST(n_days <= 100);
    audit_sum_events(hits, n, N_OUTCOMES, &cells, space, &sums);
    const int order[] = {2, 0, 1};
    size_t first[2 * N_ROWS + 2];
    double values[5 * N_CELLS];
    audit_spread spread[N_OUTCOMES * N_ROWS];
    audit_spread_room room = {first, values};
    MUST(audit_spread_events(hits, n, N_OUTCOMES, &cells, order, &room,
                             spread).code == AUDIT_OK);
    audit_event_incidence(hits, n, N_OUTCOMES, &cells, &ends, AUDIT_COMPETING,
                          times, K, 0.95, n_days, counts, time, &x);
    for (size_t i = 0; i < N_OUTCOMES * N_ROWS; i++) {
        MUST(out[1][i] <= out[0][i] && out[2][i] <= out[1][i]);
        MUST(out[5][i] >= 0 && out[5][i] <= out[4][i] && out[6][i] >= 1);
        MUST(isnan(x.estimate[i * K]) ||
             x.estimate[i * K] <= x.estimate[i * K + 1] + 1e-12);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (3 * sizeof(int32_t)), next[N_OUTCOMES], k;
    const int period[] = {1, 1, 1, 2}, who[] = {1, 1, 2, 1};
    const int first[] = {0, 50, 0, 0}, last[] = {20, 90, 90, 1000};
    const int days[] = {20, 40, 90, 1000}, cell[] = {0, 0, 1, 2};
    audit_windows windows = {4, period, who, first, last, days, cell};
    int *patient = take(&data, n, sizeof *patient);
    int *day = take(&data, n, sizeof *day);
    int *outcome = take(&data, n, sizeof *outcome);
    audit_events events = {n, patient, day, outcome};

    for (size_t i = 0; i < n; i++) {
        patient[i] = patient[i] % 64 == 0 ? patient[i] : 1 + (int) (2 * i / n);
        day[i] = day[i] % 64 == 0 ? day[i] : (int) i % 100;
        outcome[i] = outcome[i] % 64 == 0 ? outcome[i]
                                          : 1 + (outcome[i] & 3);
    }
    audit_status status = audit_count_hits(&events, &windows, (int) (size % 2),
                                           N_OUTCOMES, next, &k);
    if (status.code != AUDIT_OK) {
        MUST(status.at < n);
    } else {
        int *x = calloc(4 * k, sizeof *x);
        MUST(x || k == 0);
        audit_hits hits = {x, x + k, x + 2 * k, x + 3 * k};
        audit_list_hits(&events, &windows, (int) (size % 2), next, &hits);
        for (size_t i = 0; i < k; i++)
            MUST(hits.time[i] >= -1 && hits.time[i] <= 1000 &&
                 hits.cell[i] < N_CELLS && (size_t) hits.event[i] < n);
        sum_up(&hits, k);
        free(x);
    }
    free(patient);
    free(day);
    free(outcome);
    return 0;
}
