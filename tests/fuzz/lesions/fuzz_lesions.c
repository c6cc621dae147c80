/* Scans of any kind summed in periods, re-baselined, and counted */
#include "fuzz.h"

#include "base/values.h"
#include "lesions/lesion_scans.h"
#include "lesions/lesion_tally.h"

enum { CELLS = 2 };

struct sums {
    double y[AUDIT_N_LESION_SUMS][CELLS];
};

static audit_lesion_sums view(struct sums *x)
{
    double (*y)[CELLS] = x->y;

    return (audit_lesion_sums) {y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7],
                                y[8], y[9], y[10], y[11], y[12], y[13], y[14],
                                y[15], y[16], y[17], y[18], y[19]};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (3 * sizeof(int32_t) + 2 * sizeof(int32_t));
    const int period[] = {1, 1, 2}, who[] = {1, 1, 1}, cell[] = {0, 0, 1};
    const int start[] = {0, 300, 210}, stop[] = {200, 400, 290};
    const int later[] = {0, 300}, end[] = {300, 700}, row[] = {1, 1};
    /* One period is in a hole of the other, or follows it. */
    size_t first = n % 2;
    const int *of = cell + first;
    audit_times times = {3 - first, period + first, who, first ? later : start,
                         first ? end : stop};
    audit_slack slack = {60, 60};
    const audit_asked both = {1, 1};
    int any[CELLS];
    int *x[3], *region = calloc(n, sizeof(int)), *known = calloc(n, sizeof(int));
    int *compared = calloc(n, sizeof(int)), *said = calloc(n, sizeof(int));
    int *place = calloc(4 * n, sizeof(int)), room[3], fresh[3];
    struct sums found, again;
    double (*y)[CELLS] = found.y, tally[AUDIT_N_TALLIES];

    for (int i = 0; i < 3; i++)
        x[i] = take(&data, n, sizeof(int));
    double *t2 = take_counts(&data, n), *gd = take_counts(&data, n);
    int rule = n > 0 ? (unsigned) x[2][0] % 4 : 0;
    for (size_t i = 0; i < n; i++) {
        int wild = x[0][i] % 64 == 0;
        x[0][i] = wild ? x[0][i] : 1;
        x[2][i] = wild ? x[2][i] : (int) (1000 * i / n);
        x[1][i] = wild ? x[1][i] : x[2][i] - 1 - (x[1][i] & 511);
        t2[i] = floor(fabs(t2[i]));
        gd[i] = floor(fabs(gd[i]));
        region[i] = known[i] = 1;
    }
    audit_scans scans = {n, x[0], x[1], x[2]};
    audit_lesion_counts counts = {t2, t2, gd, gd, NULL, NULL};
    audit_period_work work[2];
    audit_lesion_totals totals, other;
    audit_lesion_sums sums = view(&found), short_way = view(&again);
    audit_status status =
        audit_sum_lesions(&scans, &counts, &times, of, slack,
                          (audit_straddling) rule, 2, work, &sums, CELLS,
                          &totals, place, place + 2 * n);
    if (status.code != AUDIT_OK) {
        MUST(status.at < n);
    } else {
        /* Without places a scan that one period holds is added at once. */
        MUST(audit_sum_lesions(&scans, &counts, &times, of, slack,
                               (audit_straddling) rule, 2, work, &short_way,
                               CELLS, &other, NULL, NULL).code == AUDIT_OK);
        MUST(memcmp(&found, &again, sizeof found) == 0);
        MUST(other.chosen == totals.chosen && other.unpaired == totals.unpaired);
        for (int c = 0; c < CELLS; c++) {
            MUST(sums.t2_scans[c] + sums.gd_scans[c] <= 2 * (double) n);
            MUST(sums.t2[c] <= sums.t2_most[c] && sums.t2_days[c] >= 0);
            MUST(sums.shared_days[c] >= 0 && sums.shared[c] >= 0);
            MUST(sums.active[c] <= sums.active_most[c]);
        }
        MUST(audit_tally_lesions(&sums, row, CELLS, both, 1, tally, any).code ==
             AUDIT_OK);
        MUST(tally[AUDIT_IN_PERIOD] == CELLS);
        MUST(tally[AUDIT_ACTIVE_ANY] <= tally[AUDIT_KNOWN_ANY]);
        MUST(tally[AUDIT_ACTIVE_ANY] <= tally[AUDIT_SEEN_ANY]);
        MUST(tally[AUDIT_SEEN_ANY] <= tally[AUDIT_PERHAPS_ANY]);
        MUST(tally[AUDIT_KNOWN_ANY] <= tally[AUDIT_KNOWN_T2]);
        MUST(tally[AUDIT_KNOWN_ANY] <= tally[AUDIT_KNOWN_GD]);
        MUST(tally[AUDIT_KNOWN_ANY] == (any[0] >= AUDIT_WITHOUT) +
                                           (any[1] >= AUDIT_WITHOUT));
        MUST(audit_compare_scans(&scans, region, 1, known, 1, room, compared,
                                 said).code == AUDIT_OK);
        for (size_t i = 0; i < n; i++)
            MUST(compared[i] == AUDIT_MISSING || compared[i] < x[2][i]);
        MUST(audit_rebaseline(&scans, &times, 90, 270, fresh).code == AUDIT_OK);
        for (size_t i = 0; i < times.n; i++)
            MUST(fresh[i] >= times.start[i] && fresh[i] <= times.stop[i]);
        MUST(audit_lesion_change(&scans, t2, &times, of, slack, CELLS, y[0],
                                 y[1], y[2]).code == AUDIT_OK);
        for (int c = 0; c < CELLS; c++)
            MUST(isnan(y[0][c]) ? y[2][c] == 0 : y[2][c] > 0);
    }
    for (int i = 0; i < 3; i++)
        free(x[i]);
    free(t2);
    free(gd);
    free(region);
    free(known);
    free(compared);
    free(said);
    free(place);
    return 0;
}
