/* Events between visits of any kind */
#include "fuzz.h"

#include "curves/turnbull.h"

enum { MOST = 60 };

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

/* A patient of three bytes: in one of a hundred something is out of order. */
static void read_patient(const uint8_t *byte, double *left, double *right,
                         double *weight)
{
    *left = byte[0] % 40;
    *right = byte[1] > 200 ? INFINITY : *left + byte[1] % 16;
    *weight = 1 + byte[2] % 16 / 4.0;
    if (byte[2] == 255)
        *(byte[1] % 3 == 0 ? left : byte[1] % 3 == 1 ? right : weight) =
            byte[0] % 2 ? NAN : -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size < 1 ? 0 : (size - 1) / 3 < MOST ? (size - 1) / 3 : MOST, m;
    double left[MOST], right[MOST], weight[MOST];
    double *doubles = calloc(audit_turnbull_doubles(n), sizeof(double));
    int *ints = calloc(audit_turnbull_ints(n), sizeof(int));
    double from[MOST], to[MOST], mass[MOST], off;
    int by_left[MOST], by_right[MOST];

    for (size_t i = 0; i < n; i++)
        read_patient(data + 1 + 3 * i, &left[i], &right[i], &weight[i]);
    sort_by(left, left, right, n, 1, by_left);
    sort_by(right, left, right, n, 0, by_right);
    if (n > 1 && data[0] == 0)
        by_left[data[1] % n] = by_left[data[2] % n];
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
    free(doubles);
    free(ints);
    return 0;
}
