#include "lab_composites.h"

/* The end of the sample that begins with row i. */
static size_t sample_end(const audit_lab_samples *samples, size_t i)
{
    size_t end = i + 1;

    while (end < samples->values->n &&
           samples->patient[end] == samples->patient[i] &&
           samples->day[end] == samples->day[i] &&
           samples->sample[end] == samples->sample[i])
        end++;
    return end;
}

static double limit_of(const audit_lab_samples *samples, size_t i,
                       audit_lab lab, const audit_lab_conditions *rule,
                       size_t c)
{
    switch (rule->of[c]) {
    case AUDIT_OF_VALUE:
        return rule->factor[c];
    case AUDIT_OF_LLN:
        return rule->factor[c] * lab.low;
    case AUDIT_OF_ULN:
        return rule->factor[c] * lab.high;
    default:
        return samples->baselines
                   ? rule->factor[c] * samples->baselines->value[i] : NAN;
    }
}

/*
 * What rows i to end - 1 say of a condition. limitless: the test is there, but in
 * no row with the limit that decides; by_bound: a bound leaves it open.
 */
typedef struct {
    int found, limitless, by_bound; /* found: one of the three bits */
} said;

static said answer(const audit_lab_samples *samples, size_t i, size_t end,
                   const audit_lab_conditions *rule, size_t c)
{
    said all = {AUDIT_NOT_KNOWN, 0, 0};
    int decides = 0;

    for (; i < end; i++) {
        audit_lab lab = audit_lab_at(samples->values, i);

        if (lab.test != rule->test[c] || isnan(samples->values->value[i]))
            continue;
        double limit = limit_of(samples, i, lab, rule, c);
        if (isnan(lab.value) || isnan(limit)) {
            all.limitless = 1;
            continue;
        }
        int is = audit_lab_is_beyond(lab, limit, rule->direction[c],
                                     rule->or_at[c]);
        decides = 1;
        if (is == 1)
            all.found = AUDIT_HOLDS;
        else if (is == 0 && all.found == AUDIT_NOT_KNOWN)
            all.found = AUDIT_HOLDS_NOT;
        all.by_bound |= is < 0;
    }
    if (all.by_bound && all.found == AUDIT_HOLDS_NOT)
        all.found = AUDIT_NOT_KNOWN;
    all.limitless &= !decides;
    return all;
}

/*
 * What a sample says beside 1 (holds) and 0: NOT_TESTED, a test that it needs is
 * not there; OPEN, a bound leaves it open; LIMITLESS, it does not count, and
 * LIMITLESS_NOT, nor does it hold.
 */
enum { NOT_TESTED = -1, OPEN = -2, LIMITLESS = -3, LIMITLESS_NOT = -4 };

/* A part, from condition c on, in one sample. */
static int part_in_sample(const audit_lab_samples *samples, size_t i,
                          size_t end, const audit_lab_conditions *rule,
                          size_t c)
{
    int part = rule->part[c], limitless = 0, not = 0, open = 0, absent = 0;

    for (; c < rule->n && rule->part[c] == part; c++) {
        said of = answer(samples, i, end, rule, c);

        if (of.found & rule->accept[c])
            continue;
        if (of.limitless)
            limitless = 1;
        else if (of.found != AUDIT_NOT_KNOWN ||
                 rule->accept[c] == AUDIT_NOT_KNOWN)
            not = 1;
        else if (of.by_bound)
            open = 1;
        else
            absent = 1;
    }
    if (limitless)
        return not ? LIMITLESS_NOT : LIMITLESS;
    return not ? 0 : absent ? NOT_TESTED : open ? OPEN : 1;
}

/* The same, confirmed by later samples up to day until where that is asked. */
static int part_holds(const audit_lab_samples *samples, size_t i,
                      const audit_lab_conditions *rule, size_t c, int until)
{
    int day = samples->day[i], patient = samples->patient[i];
    size_t end = sample_end(samples, i);
    int held = part_in_sample(samples, i, end, rule, c);

    if (held != 1 || rule->persist[c] <= 0)
        return held;
    while (end < samples->values->n && samples->patient[end] == patient &&
           samples->day[end] <= until) {
        size_t next = sample_end(samples, end);
        int again = part_in_sample(samples, end, next, rule, c);

        if (again == 0)
            return 0;
        if (again == 1 && samples->day[end] - day >= rule->persist[c])
            return 1;
        end = next;
    }
    return NOT_TESTED;
}

/*
 * One part that holds is enough; the rule is known not to if no part does. A part
 * that does not count lets the sample not count.
 */
static int rule_holds(const audit_lab_samples *samples, size_t i,
                      const audit_lab_conditions *rule, int until)
{
    int holds = 0, open = 0, absent = 0, limitless = 0, may = 0;

    for (size_t c = 0; c < rule->n; c++) {
        if (c > 0 && rule->part[c] == rule->part[c - 1])
            continue;
        int held = part_holds(samples, i, rule, c, until);
        holds |= held == 1;
        open |= held == OPEN;
        absent |= held == NOT_TESTED;
        limitless |= held <= LIMITLESS;
        may |= held != 0 && held != LIMITLESS_NOT;
    }
    if (limitless)
        return may ? LIMITLESS : LIMITLESS_NOT;
    return holds ? 1 : absent ? NOT_TESTED : open ? OPEN : 0;
}

/* The same of what is abnormal: 1, 0, NOT_TESTED, which tells nothing, or OPEN. */
static int is_abnormal(const audit_lab_samples *samples, size_t i, size_t end,
                       const audit_lab_conditions *rule)
{
    int holds = 0, open = 0, absent = 0;

    for (size_t c = 0; c < rule->n; c++) {
        if (rule->accept[c] != AUDIT_HOLDS)
            continue;
        said of = answer(samples, i, end, rule, c);
        if (of.limitless)
            return NOT_TESTED;
        holds |= of.found == AUDIT_HOLDS;
        open |= of.found == AUDIT_NOT_KNOWN && of.by_bound;
        absent |= of.found == AUDIT_NOT_KNOWN && !of.by_bound;
    }
    return holds ? 1 : absent ? NOT_TESTED : open ? OPEN : 0;
}

/*
 * Normal days in a row so far, with the first and the last of them; and in a row if
 * open ones are normal, with the last of them.
 */
typedef struct {
    int in_row, first, last, perhaps, perhaps_last;
} normal_days;

static void go_on(int abnormal, int day, int k, const audit_lab_onsets *found,
                  size_t p, normal_days *normal)
{
    if (abnormal == NOT_TESTED)
        return;
    if (abnormal == 1) {
        found->last_held[p] = day;
        normal->in_row = normal->perhaps = 0;
        return;
    }
    if (normal->perhaps == 0 || day != normal->perhaps_last)
        normal->perhaps++;
    normal->perhaps_last = day;
    if (normal->perhaps >= k)
        found->perhaps_over[p] = 1;
    if (abnormal == OPEN) {
        normal->in_row = 0;
        return;
    }
    if (normal->in_row == 0)
        normal->first = day;
    if (normal->in_row == 0 || day != normal->last)
        normal->in_row++;
    normal->last = day;
    if (normal->in_row == k)
        found->recovered[p] = normal->first;
}

void audit_find_onsets(const audit_lab_samples *samples,
                       const audit_lab_conditions *rule, const int *first,
                       const int *last, const int *until, size_t n_patients,
                       int k, const audit_lab_onsets *found)
{
    normal_days normal = {0, 0, 0, 0, 0};

    for (size_t p = 0; p < n_patients; p++) {
        found->known[p] = found->open[p] = found->tested[p] = 0;
        found->perhaps[p] = found->perhaps_over[p] = 0;
        found->onset[p] = found->last_held[p] = AUDIT_MISSING;
        found->recovered[p] = AUDIT_MISSING;
    }
    for (size_t i = 0, end; i < samples->values->n; i = end) {
        size_t p = (size_t) samples->patient[i] - 1;
        int day = samples->day[i];

        end = sample_end(samples, i);
        if (first[p] == AUDIT_MISSING || day < first[p])
            continue;
        if (day <= last[p]) {
            int held = rule_holds(samples, i, rule, until[p]);

            found->known[p] += held >= 0;
            found->open[p] += held == OPEN;
            found->tested[p] += held != NOT_TESTED;
            found->perhaps[p] += held == 1 || held == OPEN || held == LIMITLESS;
            if (held == 1 && found->onset[p] == AUDIT_MISSING) {
                found->onset[p] = found->last_held[p] = day;
                normal = (normal_days) {0, 0, 0, 0, 0};
            }
        }
        if (found->onset[p] == AUDIT_MISSING || day > until[p] ||
            found->recovered[p] != AUDIT_MISSING || day == found->onset[p])
            continue;
        go_on(is_abnormal(samples, i, end, rule), day, k, found, p, &normal);
    }
}
