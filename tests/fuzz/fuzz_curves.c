/* audit_curve_mcf() and audit_curve_survival() of any spells */
#include "fuzz.h"

#include "curve_survival.h"

enum { MOST = 24 };

static const double *by_value;

static int compare(const void *a, const void *b)
{
    int i = *(const int *) a, j = *(const int *) b;
    return by_value[i] != by_value[j] ? (by_value[i] > by_value[j]) * 2 - 1
                                      : i - j;
}

static void order_by(const double *value, size_t n, int *order)
{
    for (size_t i = 0; i < n; i++)
        order[i] = (int) i;
    by_value = value;
    qsort(order, n, sizeof *order, compare);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / 4 < MOST ? size / 4 : MOST;
    int patient[MOST], by_start[MOST], by_stop[MOST], at = 0;
    double start[MOST], stop[MOST], events[MOST], room[6 * MOST];
    double times[MOST], workspace[2 * 256];

    for (size_t i = 0; i < n; i++) {
        const uint8_t *x = data + 4 * i;
        double last = i > 0 ? stop[i - 1] : 0;
        int is_new = i == 0 || (x[0] & 3) == 0;

        patient[i] = x[0] & 128 ? x[0] : (at += is_new);
        start[i] = x[1] == 255 ? -INFINITY
                 : x[1] & 128 ? x[1] - 128 : (is_new ? 0 : last) + (x[1] & 7);
        stop[i] = x[2] & 128 ? x[2] - 128.0 : start[i] + (x[2] & 15);
        events[i] = x[3] & 128 ? x[3] / 2.0 : x[3] & 3;
        times[i] = (double) i * 3;
    }
    order_by(start, n, by_start);
    order_by(stop, n, by_stop);
    audit_spells spells = {n, patient, start, stop, events, by_start, by_stop};
    audit_curve curve = {room, room + n, room + 2 * n, room + 3 * n,
                         room + 4 * n, room + 5 * n};
    audit_status status = audit_curve_mcf(&spells, 255, times, n, 0.95,
                                          workspace, &curve);
    if (status.code != AUDIT_OK) {
        MUST(status.at < n);
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        MUST(!(curve.std_error[i] < 0 || curve.low[i] < 0));
        MUST(!(curve.low[i] > curve.estimate[i] ||
               curve.estimate[i] > curve.high[i]));
        MUST(curve.at_risk[i] >= 0 && curve.at_risk[i] <= (double) n);
    }
    /* An event that is a patient's last. */
    for (size_t i = 0; i < n; i++)
        if (events[i] > 1 || stop[i] == start[i] ||
            (i > 0 && patient[i] == patient[i - 1] && events[i - 1] > 0))
            return 0;
    MUST(audit_curve_survival(&spells, 255, times, n, 0.95, &curve).code ==
         AUDIT_OK);
    for (size_t i = 0; i < n; i++)
        MUST(isnan(curve.estimate[i]) ||
             (curve.low[i] >= 0 && curve.low[i] <= curve.estimate[i] &&
              curve.estimate[i] <= curve.high[i] && curve.high[i] <= 1));
    return 0;
}
