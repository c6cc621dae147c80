/* audit_ci_rate() of any counts and years */
#include "fuzz.h"

#include "rates/ci_rate.h"

static int is_promised(double events, double years,
                       double estimate, double low, double high)
{
    if (isnan(events) || isnan(years))
        return isnan(estimate) && isnan(low) && isnan(high);
    if (years == 0)
        return isnan(estimate) && low == 0 && high == INFINITY;
    return 0 <= low && low <= estimate && estimate <= high && isfinite(high);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { bytes = sizeof(int32_t) + 2 * sizeof(double) };
    size_t n = size / bytes;
    double *events = take_counts(&data, n);
    double *years = take(&data, n, sizeof *years);
    double *dispersion = take(&data, n, sizeof *dispersion);
    double *rates = calloc(4 * n, sizeof *rates);
    double *estimate = rates, *low = rates + n, *high = rates + 2 * n;
    audit_question question = {0.95, AUDIT_TWO_SIDED, 1};
    audit_answer answer = {estimate, low, high, rates + 3 * n};

    for (size_t i = 0; i < n; i++)
        dispersion[i] = isfinite(dispersion[i])
                            ? 1 + fabs(fmod(dispersion[i], 50)) : 1;

    audit_status status =
        audit_ci_rate(events, years, dispersion, n, AUDIT_RATE_GARWOOD,
                      &question, &answer);
    if (status.code != AUDIT_OK)
        MUST(status.at < n);
    else
        for (size_t i = 0; i < n; i++)
            MUST(is_promised(events[i], years[i],
                             estimate[i], low[i], high[i]));

    free(events);
    free(years);
    free(dispersion);
    free(rates);
    return 0;
}
