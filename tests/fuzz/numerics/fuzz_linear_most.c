/* audit_linear_most() of any small programme of whole numbers */
#include "fuzz.h"

#include "numerics/linear_most.h"

enum {MOST_ROWS = 7, MOST_COLUMNS = 15, MOST_FACTORS = 64};

static double small(uint8_t byte)
{
    return byte == 255 ? INFINITY : byte == 254 ? NAN : byte % 9 - 4.0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4 + 2 * MOST_ROWS + 2 * MOST_COLUMNS)
        return 0;
    size_t m = data[0] % (MOST_ROWS + 1), n = data[1] % (MOST_COLUMNS + 1);
    size_t steps = data[2], k = 0;
    double low[MOST_ROWS], high[MOST_ROWS], cap[MOST_COLUMNS];
    double goal[MOST_COLUMNS], factor[MOST_FACTORS], x[MOST_COLUMNS];
    int row[MOST_FACTORS], column[MOST_FACTORS];

    data += 4;
    for (size_t i = 0; i < m; i++) {
        low[i] = -fabs(small(data[2 * i]));
        high[i] = small(data[2 * i + 1]);
    }
    data += 2 * MOST_ROWS;
    for (size_t j = 0; j < n; j++) {
        cap[j] = small(data[2 * j]);
        goal[j] = small(data[2 * j + 1]);
    }
    data += 2 * MOST_COLUMNS;
    size -= 4 + 2 * MOST_ROWS + 2 * MOST_COLUMNS;
    for (; k < MOST_FACTORS && 3 * k + 2 < size; k++) {
        row[k] = data[3 * k] - 1;
        column[k] = data[3 * k + 1] - 1;
        factor[k] = small(data[3 * k + 2]);
    }

    double *doubles = calloc(audit_linear_most_doubles(m, n) + 1, sizeof *x);
    int *ints = calloc(audit_linear_most_ints(m, n) + 1, sizeof *row);
    MUST(doubles && ints);
    audit_programme p = {m, n, k, row, column, factor, low, high, cap, goal};
    audit_status status = audit_linear_most(&p, steps, doubles, ints, x);
    if (status.code == AUDIT_OK) {
        double sum[MOST_ROWS] = {0}, gained = 0;
        for (size_t j = 0; j < n; j++) {
            MUST(x[j] >= 0 && x[j] <= cap[j] + 1e-6);
            gained += goal[j] * x[j];
        }
        for (size_t i = 0; i < k; i++)
            sum[row[i]] += factor[i] * x[column[i]];
        for (size_t i = 0; i < m; i++)
            MUST(sum[i] <= high[i] + 1e-4 * (1 + fabs(sum[i])) &&
                 sum[i] >= low[i] - 1e-4 * (1 + fabs(sum[i])));
        MUST(gained >= -1e-4);
    }
    free(doubles);
    free(ints);
    return 0;
}
