#include "lesion_tally.h"

/* Whether there were lesions on the scans of a patient. */
typedef enum {
    NOT_KNOWN, WITHOUT, WITH
} state;

static state state_of(double scans, double least, double most)
{
    if (least > 0)
        return WITH;
    return scans > 0 && most == 0 ? WITHOUT : NOT_KNOWN;
}

/* 0, 1, 2 or 3, 4 or more lesions: 0 to 3. */
static int class_of(double lesions)
{
    return lesions < 2 ? (int) lesions : lesions < 4 ? 2 : 3;
}

static void add_class(double *tally, int first, double scans, double least,
                      double most)
{
    if (scans > 0 && class_of(least) == class_of(most))
        tally[first + class_of(least)]++;
}

static void add_state(double *tally, int known, state is, int perhaps)
{
    tally[known] += is != NOT_KNOWN;
    tally[known + 1] += is == WITH;
    tally[known + 2] += perhaps;
}

/* A patient who was imaged for a kind without lesions, and never unread. */
static int is_clear(state is, double unknown)
{
    return is == WITHOUT && unknown == 0;
}

static void add_cell(const audit_lesion_sums *x, size_t c, int audits_t2,
                     int audits_gd, double *tally)
{
    state t2 = state_of(x->t2_scans[c], x->t2[c], x->t2_most[c]);
    state gd = state_of(x->gd_scans[c], x->gd[c], x->gd_most[c]);
    state both = state_of(x->active_scans[c], x->active[c], x->active_most[c]);
    state any = t2 == WITH || gd == WITH || both == WITH ? WITH
                : t2 == WITHOUT || gd == WITHOUT || both == WITHOUT
                    ? WITHOUT : NOT_KNOWN;
    int has_t2 = x->t2_scans[c] > 0, has_gd = x->gd_scans[c] > 0;
    int clear_t2 = is_clear(t2, x->t2_unknown[c]);
    int clear_gd = is_clear(gd, x->gd_unknown[c]);
    int clear = (audits_t2 || audits_gd) && (clear_t2 || !audits_t2) &&
                (clear_gd || !audits_gd);
    int clear_both = both == WITHOUT && x->t2_unknown[c] == 0 &&
                     x->gd_unknown[c] == 0;

    tally[AUDIT_IN_PERIOD]++;
    tally[AUDIT_SCANNED] += x->scans[c] > 0;
    tally[AUDIT_IMAGED_T2] += has_t2;
    tally[AUDIT_IMAGED_GD] += has_gd;
    tally[AUDIT_IMAGED_BOTH] += has_t2 && has_gd;
    tally[AUDIT_IMAGED] += has_t2 || has_gd || x->active_scans[c] > 0;
    tally[AUDIT_T2_SCANS] += x->t2_scans[c];
    tally[AUDIT_GD_SCANS] += x->gd_scans[c];
    tally[AUDIT_STRADDLING] += x->straddling[c];
    add_state(tally, AUDIT_KNOWN_T2, t2, !clear_t2);
    add_state(tally, AUDIT_KNOWN_GD, gd, !clear_gd);
    add_state(tally, AUDIT_KNOWN_ANY, any,
              any == WITH || !(clear || clear_both));
    add_class(tally, AUDIT_T2_CLASS, x->t2_scans[c], x->t2[c], x->t2_most[c]);
    add_class(tally, AUDIT_GD_CLASS, x->gd_scans[c], x->gd[c], x->gd_most[c]);
}

audit_status audit_tally_lesions(const audit_lesion_sums *sums, const int *row,
                                 size_t n_cells, int audits_t2, int audits_gd,
                                 size_t n_rows, double *tally)
{
    for (size_t i = 0; i < n_rows * AUDIT_N_TALLIES; i++)
        tally[i] = 0;
    for (size_t c = 0; c < n_cells; c++) {
        if (row[c] < 1 || (size_t) row[c] > n_rows)
            return audit_fail(AUDIT_BAD_GROUP, c);
        add_cell(sums, c, audits_t2, audits_gd,
                 tally + ((size_t) row[c] - 1) * AUDIT_N_TALLIES);
    }
    return audit_ok();
}
