/* audit_make_whole_curve() and audit_curve_difference() of any spells */
#include "fuzz.h"

#include "curves/curve.h"
#include "curves/curve_difference.h"

enum { MOST = 24, MOST_PLACES = 64, FEW = 6 };

struct spells {
    size_t n;
    int patient[MOST], start[MOST], stop[MOST];
    double events[MOST];
};

static void add(struct spells *x, const uint8_t *bytes, int *at)
{
    size_t i = x->n++;
    int last = i > 0 ? x->stop[i - 1] : 0;
    int is_new = i == 0 || (bytes[0] & 3) == 0;

    x->patient[i] = bytes[0] & 128 ? bytes[0] : (*at += is_new);
    x->start[i] = bytes[1] == 255 ? -1
                : bytes[1] & 128 ? bytes[1] - 130 : (is_new ? 0 : last) + (bytes[1] & 7);
    x->stop[i] = bytes[2] & 128 ? bytes[2] - 128 : x->start[i] + (bytes[2] & 15);
    x->events[i] = bytes[3] & 128 ? bytes[3] / 2.0 : bytes[3] & 3;
}

static audit_grid grid_of(const struct spells *x)
{
    return (audit_grid) {x->n, MOST_PLACES, x->patient, x->start, x->stop,
                         x->events};
}

struct curve {
    double x[6][MOST];
};

/* The curve of the same spells, from the first or from the last one on. */
static audit_status curve_of(const struct spells *x, const audit_places *at,
                             audit_curve_kind kind, int backwards,
                             int without_starts, struct curve *found)
{
    enum { PATIENTS = 128 };
    double start[MOST], stop[MOST], events[MOST];
    int patient[MOST];
    double steps[5 * MOST_PLACES + 1], squares[MOST_PLACES];
    int stops[2 * MOST_PLACES];
    audit_due due[MOST];
    double counts[MOST];
    audit_followed patients[PATIENTS];
    audit_place_change changes[MOST_PLACES];
    audit_curve c = {found->x[0], found->x[1], found->x[2],
                     found->x[3], found->x[4], found->x[5]};
    audit_whole_curve whole = {audit_curve_steps_in(MOST_PLACES, steps), squares,
                               stops, {due, counts, patients, changes}};

    for (size_t i = 0; i < x->n; i++) {
        size_t j = backwards ? x->n - 1 - i : i;
        start[i] = x->start[j];
        stop[i] = x->stop[j];
        events[i] = x->events[j];
        patient[i] = x->patient[j];
    }
    audit_spells spells = {x->n, MOST_PLACES, PATIENTS, 0,
                           without_starts ? NULL : start, stop, events, patient,
                           0};
    audit_status status = audit_make_whole_curve(kind, &spells, &whole);

    if (status.code == AUDIT_OK)
        status = audit_curve_at(kind, &spells, &whole, at, 0.95, &c);
    return status;
}

static void check_curve(const struct spells *x, const audit_places *at,
                        audit_curve_kind kind, int without_starts)
{
    struct curve one, other;
    audit_status status = curve_of(x, at, kind, 0, without_starts, &one);
    audit_status again = curve_of(x, at, kind, 1, without_starts, &other);

    MUST((again.code == AUDIT_OK) == (status.code == AUDIT_OK));
    if (status.code != AUDIT_OK) {
        MUST(status.at < x->n);
        return;
    }
    for (size_t i = 0; i < at->k; i++) {
        double at_risk = one.x[0][i], estimate = one.x[2][i];
        double low = one.x[4][i], high = one.x[5][i];

        MUST(!(one.x[3][i] < 0 || low < 0));
        MUST(!(low > estimate || estimate > high));
        MUST(kind == AUDIT_MCF || !(high > 1));
        MUST(at_risk >= 0 && at_risk <= (double) x->n);
        /* The order of the spells changes no bit. */
        for (int k = 0; k < 6; k++)
            MUST(one.x[k][i] == other.x[k][i] ||
                 (isnan(one.x[k][i]) && isnan(other.x[k][i])));
    }
}

static void check_difference(const audit_curve_pair *pair, const audit_places *at,
                             audit_curve_kind kind)
{
    static double workspace[20 * MOST_PLACES + 8 * MOST];
    double x[13][MOST];
    int is_fallback[MOST];
    audit_differences d = {{x[0], x[1]}, {x[2], x[3]}, {x[4], x[5]}, x[6], x[7],
                           x[8], x[9], x[10], x[11], x[12], is_fallback};

    for (int g = 0; g < 2; g++) {
        const audit_grid *grid = &pair->side[g];
        if (audit_check_grid(grid, pair->n_patients[g]).code == AUDIT_OK)
            MUST(audit_spells_rise(grid->patient, grid->start, grid->stop, grid->n));
    }
    if (audit_curve_difference(kind, pair, AUDIT_NULL_VARIANCE, at, 0.95,
                               workspace, &d).code != AUDIT_OK)
        return;
    for (size_t j = 0; j < at->k; j++) {
        MUST(!(d.low[j] > d.difference[j] || d.difference[j] > d.high[j]));
        MUST(!(d.p[j] < 0 || d.p[j] > 1));
        MUST(isnan(d.low[j]) == isnan(d.high[j]));
        MUST(kind == AUDIT_MCF || !(d.low[j] < -1 || d.high[j] > 1));
    }
}

/* A first event is a patient's last, and there is one of it. */
static int are_first_events(const struct spells *x)
{
    for (size_t i = 0; i < x->n; i++)
        if (x->events[i] > 1 || x->stop[i] == x->start[i] ||
            (i > 0 && x->patient[i] == x->patient[i - 1] && x->events[i - 1] > 0))
            return 0;
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct spells a = {.n = 0}, b = {.n = 0};
    int at_a = 0, at_b = 0, upto[MOST], on[MOST], few_upto[FEW];
    size_t n = size / 4 < 2 * MOST ? size / 4 : 2 * MOST;

    for (size_t i = 0; i < n; i++)
        add(i % 2 ? &b : &a, data + 4 * i, i % 2 ? &at_b : &at_a);
    for (int j = 0; j < MOST; j++) {
        upto[j] = 2 * j - 1;
        on[j] = j > 0 && (n & 1);
    }
    /* Limits of a difference take their time. */
    for (int j = 0; j < FEW; j++)
        few_upto[j] = 9 * j - 1;
    audit_places at = {MOST, upto, on}, few = {FEW, few_upto, on};
    audit_curve_pair pair = {{grid_of(&a), grid_of(&b)}, {255, 255}, 0};

    check_curve(&a, &at, AUDIT_MCF, 0);
    check_curve(&a, &at, AUDIT_MCF, 1);
    check_difference(&pair, &few, AUDIT_MCF);
    pair.is_paired = at_a == at_b;
    check_difference(&pair, &few, AUDIT_MCF);
    if (are_first_events(&a) && are_first_events(&b)) {
        check_curve(&a, &at, AUDIT_SURVIVAL, 0);
        check_curve(&a, &at, AUDIT_SURVIVAL, 1);
        check_difference(&pair, &few, AUDIT_SURVIVAL);
    }
    return 0;
}
