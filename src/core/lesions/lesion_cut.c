#include "lesion_cut.h"

#include <math.h>

static audit_status check_told(const audit_told_scans *x, size_t n_cells)
{
    for (size_t i = 0; i < x->n; i++) {
        if (x->cell[i] < 0 || (size_t) x->cell[i] >= n_cells)
            return audit_fail(AUDIT_BAD_GROUP, i);
        if (i > 0 && x->cell[i] < x->cell[i - 1])
            return audit_fail(AUDIT_NOT_SORTED, i);
        if (!(x->size[i] > 0))
            return audit_fail(AUDIT_BAD_TIME, i);
        if (isnan(x->least[i]) || isnan(x->most[i]))
            return audit_fail(AUDIT_BAD_COUNT, i);
    }
    return audit_ok();
}

/* The end of the scans of one cell from `first` on that come nearest to `time`. */
static size_t nearest_end(const audit_told_scans *x, size_t first, double time)
{
    double sum = 0, least_off = INFINITY;
    size_t end = first + 1, i = first;

    for (; i < x->n && x->cell[i] == x->cell[first]; i++) {
        sum += x->size[i];
        double off = fabs(sum - time);
        if (off < least_off) {
            least_off = off;
            end = i + 1;
        }
    }
    return isinf(time) ? i : end;
}

audit_status audit_cut_lesions(const audit_told_scans *scans,
                               const double *time, size_t n_cells,
                               const audit_cut_sums *sums)
{
    for (size_t c = 0; c < n_cells; c++) {
        if (!(time[c] >= 0))
            return audit_fail(AUDIT_BAD_TIME, c);
        sums->scans[c] = sums->exposure[c] = 0;
        sums->least[c] = sums->most[c] = 0;
    }
    audit_status status = check_told(scans, n_cells);
    if (status.code != AUDIT_OK)
        return status;

    for (size_t i = 0; i < scans->n;) {
        size_t c = (size_t) scans->cell[i];
        size_t end = nearest_end(scans, i, time[c]);

        for (; i < end; i++) {
            sums->scans[c]++;
            sums->exposure[c] += scans->size[i];
            sums->least[c] += scans->least[i];
            sums->most[c] += scans->most[i];
        }
        while (i < scans->n && (size_t) scans->cell[i] == c)
            i++;
    }
    return audit_ok();
}
