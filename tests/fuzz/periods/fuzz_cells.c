/* audit_cells(), and records counted in them, which also cut them */
#include "fuzz.h"

#include "events/event_spells.h"
#include "events/relapses.h"
#include "periods/cells.h"

/* Cuts all ranges, into just the room that was promised to be enough. */
static void cut(const int *patient, const int *day, const int *counts, size_t n,
                const audit_times *times, const int *cell, size_t room)
{
    int *of = calloc(room, sizeof *of);
    double *x[3];
    for (int i = 0; i < 3; i++)
        x[i] = calloc(room, sizeof *x[i]);
    audit_event_spells spells = {of, x[0], x[1], x[2]};
    for (int first_only = 0; first_only < 2; first_only++) {
        size_t k = audit_cut_at_events(patient, day, counts, n, times, cell,
                                       first_only, &spells);
        MUST(k <= room);
        for (size_t i = 0; i < k; i++)
            MUST(x[0][i] >= 0 && x[0][i] < x[1][i] && x[2][i] >= 0);
    }
    free(of);
    for (int i = 0; i < 3; i++)
        free(x[i]);
}

static const audit_relapse_rule thirty = {30, 0, 0};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (6 * sizeof(int32_t));
    int *x[6], *room[6];

    for (int i = 0; i < 6; i++) {
        x[i] = take(&data, n, sizeof(int));
        room[i] = calloc(n, sizeof(int));
    }
    for (size_t i = 0; i < n; i++) {
        x[0][i] = 1 + (int) (2 * i / n);
        x[1][i] = 1 + (int) (8 * i / n) % 4;
        x[2][i] = x[2][i] % 64 == 0 ? x[2][i] : (int) i * 10 + (x[2][i] & 3);
        x[3][i] = x[3][i] % 64 == 0 ? x[3][i] : x[2][i] + (x[3][i] & 7);
        x[4][i] = x[4][i] % 64 == 0 ? x[4][i] : 1 + (int) (4 * i / n);
        x[5][i] = x[5][i] % 64 == 0 ? x[5][i] : (int) i * 9;
    }
    audit_times times = {n, x[0], x[1], x[2], x[3]};
    size_t n_cells;
    if (audit_cells(&times, room[0], room[1], room[2], room[3],
                    &n_cells).code == AUDIT_OK &&
        audit_keep_relapses(x[4], x[5], NULL, n, &thirty, room[4]).code ==
            AUDIT_OK) {
        MUST(n_cells <= n);
        audit_count_in_cells(x[4], x[5], room[4], n, &times, room[0], room[5],
                             n_cells);
        size_t events = 0;
        for (size_t c = 0; c < n_cells; c++) {
            MUST(room[5][c] >= 0 && (size_t) room[5][c] <= n);
            events += (size_t) room[5][c];
        }
        cut(x[4], x[5], room[4], n, &times, room[0], n + events);
    }
    for (int i = 0; i < 6; i++) {
        free(x[i]);
        free(room[i]);
    }
    return 0;
}
