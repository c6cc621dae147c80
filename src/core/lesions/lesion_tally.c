#include "lesion_tally.h"

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

static void add_state(double *tally, int known, audit_activity is, int perhaps)
{
    tally[known] += is == AUDIT_WITHOUT || is == AUDIT_WITH;
    tally[known + 1] += is == AUDIT_WITH;
    tally[known + 2] += perhaps;
}

/* What the scans of a patient in a period tell of each kind. */
typedef struct {
    audit_activity t2, gd, given;
    int clear_t2, clear_gd;  /* imaged without lesions, and never unread */
} cell_activity;

static cell_activity activity_in(const audit_lesion_sums *x, size_t c)
{
    cell_activity is;

    is.t2 = audit_activity_of(x->t2_scans[c], x->t2[c], x->t2_most[c]);
    is.gd = audit_activity_of(x->gd_scans[c], x->gd[c], x->gd_most[c]);
    is.given = audit_activity_of(x->given_scans[c], x->given[c],
                                 x->given_most[c]);
    is.clear_t2 = is.t2 == AUDIT_WITHOUT && x->t2_unknown[c] == 0;
    is.clear_gd = is.gd == AUDIT_WITHOUT && x->gd_unknown[c] == 0;
    return is;
}

static int may_be(audit_activity is)
{
    return is == AUDIT_WITH || is == AUDIT_OPEN;
}

/*
 * Whether no scan that the patient had or may have had can have shown either kind:
 * each that was asked for is clear, or else combined counts say so and no scan
 * leaves anything open.
 */
static int is_clear(const audit_lesion_sums *x, size_t c, cell_activity is,
                    audit_asked asked)
{
    if (may_be(is.t2) || may_be(is.gd) || may_be(is.given))
        return 0;
    if ((asked.t2 || asked.gd) && (is.clear_t2 || !asked.t2) &&
        (is.clear_gd || !asked.gd))
        return 1;
    return is.given == AUDIT_WITHOUT && x->t2_unknown[c] == 0 &&
           x->gd_unknown[c] == 0;
}

static audit_activity add_cell(const audit_lesion_sums *x, size_t c,
                               audit_asked asked, double *tally)
{
    cell_activity is = activity_in(x, c);
    audit_activity any = audit_any_activity(is.t2, is.gd, is.given, asked);
    int has_t2 = x->t2_scans[c] > 0, has_gd = x->gd_scans[c] > 0;

    tally[AUDIT_IN_PERIOD]++;
    tally[AUDIT_SCANNED] += x->scans[c] > 0;
    tally[AUDIT_IMAGED_T2] += has_t2;
    tally[AUDIT_IMAGED_GD] += has_gd;
    tally[AUDIT_IMAGED_BOTH] += has_t2 && has_gd;
    tally[AUDIT_IMAGED] += has_t2 || has_gd || x->active_scans[c] > 0;
    tally[AUDIT_T2_SCANS] += x->t2_scans[c];
    tally[AUDIT_GD_SCANS] += x->gd_scans[c];
    tally[AUDIT_STRADDLING] += x->straddling[c];
    add_state(tally, AUDIT_KNOWN_T2, is.t2, !is.clear_t2);
    add_state(tally, AUDIT_KNOWN_GD, is.gd, !is.clear_gd);
    add_state(tally, AUDIT_KNOWN_ANY, any, !is_clear(x, c, is, asked));
    tally[AUDIT_SEEN_ANY] += is.t2 == AUDIT_WITH || is.gd == AUDIT_WITH ||
                             is.given == AUDIT_WITH;
    add_class(tally, AUDIT_T2_CLASS, x->t2_scans[c], x->t2[c], x->t2_most[c]);
    add_class(tally, AUDIT_GD_CLASS, x->gd_scans[c], x->gd[c], x->gd_most[c]);
    return any;
}

audit_status audit_tally_lesions(const audit_lesion_sums *sums, const int *row,
                                 size_t n_cells, audit_asked asked,
                                 size_t n_rows, double *tally, int *any)
{
    for (size_t i = 0; i < n_rows * AUDIT_N_TALLIES; i++)
        tally[i] = 0;
    for (size_t c = 0; c < n_cells; c++) {
        if (row[c] < 1 || (size_t) row[c] > n_rows)
            return audit_fail(AUDIT_BAD_GROUP, c);
        audit_activity is =
            add_cell(sums, c, asked,
                     tally + ((size_t) row[c] - 1) * AUDIT_N_TALLIES);
        if (any)
            any[c] = (int) is;
    }
    return audit_ok();
}
