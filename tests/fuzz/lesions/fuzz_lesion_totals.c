/* Lesions of vectors by patient and period: the order must change no bit */
#include "fuzz.h"

#include "lesions/lesion_totals.h"

enum { PATIENTS = 5, PERIODS = 3, CELLS = PATIENTS * PERIODS };

struct room {
    int period[CELLS], patient[CELLS], first[PATIENTS];
    double scans[CELLS], lesions[CELLS], exposure[CELLS];
    audit_total grid[CELLS];
};

static audit_status total(const double *count, const double *exposure,
                          const int *patient, const int *period, size_t n,
                          struct room *room, size_t *n_found)
{
    audit_units units;
    audit_totals totals = {room->period, room->patient, room->scans,
                           room->lesions, room->exposure};
    audit_status status =
        audit_total_lesions(count, exposure, patient, period, n, PATIENTS,
                            PERIODS, room->grid, room->first, &units);

    if (status.code != AUDIT_OK)
        return status;
    *n_found = audit_n_totals(room->grid, CELLS);
    audit_write_totals(room->grid, PATIENTS, PERIODS, units, &totals);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / (sizeof(double) + sizeof(int32_t) + 2), found = 0, again = 0;
    double *exposure = take(&data, n, sizeof(double));
    double *count = take_counts(&data, n), *counts = calloc(n, sizeof(double));
    double *back = calloc(n, sizeof(double));
    int *patient = calloc(4 * n, sizeof(int)), *period = patient + n;
    int *patients = period + n, *periods = patients + n;
    struct room one, other;
    double tally[PERIODS * AUDIT_N_TOTALS];

    for (size_t i = 0; i < n; i++) {
        patient[i] = data[i] % 64 == 0 ? data[i] : 1 + data[i] % PATIENTS;
        period[i] = 1 + data[n + i] % PERIODS;
        if (data[n + i] % 64 != 0) {
            exposure[i] = isfinite(exposure[i]) ? fabs(exposure[i]) : 1;
            count[i] = floor(fabs(count[i]));
        }
    }
    for (size_t i = 0; i < n; i++) {
        counts[i] = count[n - 1 - i];
        back[i] = exposure[n - 1 - i];
        patients[i] = patient[n - 1 - i];
        periods[i] = period[n - 1 - i];
    }
    audit_status status = total(count, exposure, patient, period, n, &one, &found);
    if (status.code != AUDIT_OK) {
        MUST(status.at < n);
    } else {
        double scans = 0;
        MUST(total(counts, back, patients, periods, n, &other, &again).code ==
             AUDIT_OK && again == found && found <= CELLS);
        for (size_t c = 0; c < found; c++) {
            scans += one.scans[c];
            MUST(one.exposure[c] == other.exposure[c]);
            MUST(one.lesions[c] == other.lesions[c]);
            MUST((one.exposure[c] > 0) == (one.scans[c] > 0));
        }
        MUST(scans <= (double) n);
        MUST(audit_tally_totals(one.period, one.scans, one.lesions, found,
                                PERIODS, tally).code == AUDIT_OK);
        MUST(tally[AUDIT_TOTAL_ACTIVE] <= tally[AUDIT_TOTAL_KNOWN]);
    }
    free(exposure);
    free(count);
    free(counts);
    free(back);
    free(patient);
    return 0;
}
