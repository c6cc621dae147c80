/* Events between visits of any kind */
#include "fuzz.h"

#include "turnbull.h"

/* Elements in order of key, exact times first where they are asked to be. */
static void sort_by(const double *key, const double *left, const double *right,
                    size_t n, int exact_first, int *order)
{
    for (size_t i = 0; i < n; i++) {
        size_t j = i;
        for (; j > 0; j--) {
            size_t a = (size_t) order[j - 1];
            if (!(key[a] > key[i] ||
                  (key[a] == key[i] && exact_first && left[i] == right[i] &&
                   left[a] != right[a])))
                break;
            order[j] = order[j - 1];
        }
        order[j] = (int) i;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (3 * sizeof(int32_t)) % 64;
    double *left = take_counts(&data, n), *right = take_counts(&data, n);
    double *weight = take_counts(&data, n), off;
    double *doubles = calloc(audit_turnbull_doubles(n), sizeof(double));
    int *ints = calloc(audit_turnbull_ints(n), sizeof(int));
    double *from = calloc(n, sizeof(double)), *to = calloc(n, sizeof(double));
    double *mass = calloc(n, sizeof(double));
    int *by_left = calloc(n, sizeof(int)), *by_right = calloc(n, sizeof(int));
    size_t m;

    for (size_t i = 0; i < n; i++) {
        if (weight[i] == 0.5)
            continue;
        left[i] = fmod(fabs(left[i]), 100);
        right[i] = fmod(fabs(right[i]), 128);
        right[i] = right[i] > 100 ? INFINITY : left[i] + right[i];
        weight[i] = 1 + fmod(fabs(weight[i]), 1000);
    }
    sort_by(left, left, right, n, 1, by_left);
    sort_by(right, left, right, n, 0, by_right);
    audit_censored x = {n, left, right, weight, by_left, by_right};
    audit_status status = audit_turnbull(&x, doubles, ints, from, to, mass, &m,
                                         &off);
    if (status.code != AUDIT_OK) {
        MUST(status.at < n);
    } else {
        double total = 0;

        MUST(m <= n && (m > 0 || n == 0));
        for (size_t j = 0; j < m; j++) {
            MUST(mass[j] >= 0 && from[j] <= to[j]);
            MUST(j == 0 || from[j] >= to[j - 1]);
            total += mass[j];
        }
        MUST(n == 0 || fabs(total - 1) < 1e-6);
        MUST(off < 1e-6);
    }
    free(left);
    free(right);
    free(weight);
    free(doubles);
    free(ints);
    free(from);
    free(to);
    free(mass);
    free(by_left);
    free(by_right);
    return 0;
}
