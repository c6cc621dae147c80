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
 * no row with the limit that decides; by_bound: a bound leaves it open. may_be:
 * which of AUDIT_HOLDS and AUDIT_HOLDS_NOT it may be by all rows; 0: no row.
 */
typedef struct {
    int found, limitless, by_bound, may_be; /* found: one of the three bits */
} said;

static said answer(const audit_lab_samples *samples, size_t i, size_t end,
                   const audit_lab_conditions *rule, size_t c)
{
    said all = {AUDIT_NOT_KNOWN, 0, 0, 0};
    int decides = 0;

    for (; i < end; i++) {
        audit_lab lab = audit_lab_at(samples->values, i);

        if (lab.test != rule->test[c] || isnan(samples->values->value[i]))
            continue;
        double limit = limit_of(samples, i, lab, rule, c);
        if (isnan(lab.value) || isnan(limit)) {
            all.limitless = 1;
            all.may_be |= AUDIT_HOLDS | AUDIT_HOLDS_NOT;
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
        all.may_be |= is == 0 ? AUDIT_HOLDS_NOT
                    : is == 1 ? AUDIT_HOLDS : AUDIT_HOLDS | AUDIT_HOLDS_NOT;
    }
    if (all.found == AUDIT_HOLDS)
        all.may_be = AUDIT_HOLDS;
    if (all.by_bound && all.found == AUDIT_HOLDS_NOT)
        all.found = AUDIT_NOT_KNOWN;
    all.limitless &= !decides;
    return all;
}

/*
 * What a sample that counts says beside 1 (holds) and 0: NOT_TESTED, a test that it
 * needs is not there; OPEN, a bound leaves it open. LIMITLESS: it does not count.
 */
enum { NOT_TESTED = -1, OPEN = -2, LIMITLESS = -3 };

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
        return LIMITLESS;
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
    int holds = 0, open = 0, absent = 0, limitless = 0;

    for (size_t c = 0; c < rule->n; c++) {
        if (c > 0 && rule->part[c] == rule->part[c - 1])
            continue;
        int held = part_holds(samples, i, rule, c, until);
        holds |= held == 1;
        open |= held == OPEN;
        absent |= held == NOT_TESTED;
        limitless |= held == LIMITLESS;
    }
    if (limitless)
        return LIMITLESS;
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
 * What a sample may say, if all limits were known: bits of 1, 0 and NOT_TESTED.
 */
enum { MAY_HOLD = 1, MAY_NOT = 2, MAY_BE_UNTESTED = 4 };

static int part_may(const audit_lab_samples *samples, size_t i, size_t end,
                    const audit_lab_conditions *rule, size_t c)
{
    int part = rule->part[c], all_may = 1, may_fail = 0, fails = 0, absent = 0;

    for (; c < rule->n && rule->part[c] == part; c++) {
        said of = answer(samples, i, end, rule, c);
        int met = of.may_be & rule->accept[c], not = of.may_be & ~rule->accept[c];

        if (of.found == AUDIT_NOT_KNOWN && (rule->accept[c] & AUDIT_NOT_KNOWN))
            continue;
        all_may &= met != 0;
        may_fail |= not != 0;
        fails |= not != 0 && met == 0;
        absent |= of.may_be == 0;
    }
    return (all_may ? MAY_HOLD : 0) | (may_fail ? MAY_NOT : 0) |
           (absent && !fails ? MAY_BE_UNTESTED : 0);
}

/* The same, confirmed by later samples up to day until. */
static int part_may_last(const audit_lab_samples *samples, size_t i,
                         const audit_lab_conditions *rule, size_t c, int until)
{
    int day = samples->day[i], patient = samples->patient[i];
    size_t end = sample_end(samples, i);
    int may = part_may(samples, i, end, rule, c);
    int found = may & ~MAY_HOLD;

    if (!(may & MAY_HOLD) || rule->persist[c] <= 0)
        return may;
    while (end < samples->values->n && samples->patient[end] == patient &&
           samples->day[end] <= until) {
        size_t next = sample_end(samples, end);
        int late = samples->day[end] - day >= rule->persist[c];
        int again = part_may(samples, end, next, rule, c);

        found |= again & MAY_NOT;
        if (late)
            found |= again & MAY_HOLD;
        if (!(again & MAY_BE_UNTESTED) && (late || !(again & MAY_HOLD)))
            return found;
        end = next;
    }
    return found | MAY_BE_UNTESTED;
}

/* One part or condition that holds is enough. */
static int any_may(int any, int all, int none)
{
    return (any & MAY_HOLD) | (all & MAY_NOT) |
           (none ? any & MAY_BE_UNTESTED : 0);
}

static int rule_may(const audit_lab_samples *samples, size_t i,
                    const audit_lab_conditions *rule, int until)
{
    int any = 0, all = MAY_NOT, none = 1;

    for (size_t c = 0; c < rule->n; c++) {
        if (c > 0 && rule->part[c] == rule->part[c - 1])
            continue;
        int may = part_may_last(samples, i, rule, c, until);
        any |= may;
        all &= may;
        none &= may != MAY_HOLD;
    }
    return any_may(any, all, none);
}

static int may_be_abnormal(const audit_lab_samples *samples, size_t i,
                           size_t end, const audit_lab_conditions *rule)
{
    int any = 0, all = MAY_NOT, none = 1;

    for (size_t c = 0; c < rule->n; c++) {
        if (rule->accept[c] != AUDIT_HOLDS)
            continue;
        said of = answer(samples, i, end, rule, c);
        int may = of.may_be == 0 ? MAY_BE_UNTESTED
                : (of.may_be & AUDIT_HOLDS ? MAY_HOLD : 0) |
                  (of.may_be & AUDIT_HOLDS_NOT ? MAY_NOT : 0);
        any |= may;
        all &= may;
        none &= may != MAY_HOLD;
    }
    return any_may(any, all, none);
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

/*
 * Normal days in a row after the first onset that may be, if each sample that may be
 * normal is so; and after the last one, if each that may be abnormal is.
 */
typedef struct {
    int in_row, first, last;
} run_of_days;

typedef struct {
    run_of_days soonest, latest;
} extremes;

static void run_on(run_of_days *run, int day, int is, int k, int *over)
{
    if (is == NOT_TESTED)
        return;
    if (is == 1) {
        run->in_row = 0;
        return;
    }
    if (run->in_row == 0)
        run->first = day;
    if (run->in_row == 0 || day != run->last)
        run->in_row++;
    run->last = day;
    if (run->in_row == k)
        *over = run->first;
}

/* abnormal: what the sample may say of it, after the onset. */
static void take_extremes(int abnormal, int day, int k,
                          const audit_lab_onsets *found, size_t p,
                          extremes *by_all)
{
    int not_tested = abnormal & MAY_BE_UNTESTED;

    if (found->onset_from[p] != AUDIT_MISSING && day != found->onset_from[p] &&
        found->over_from[p] == AUDIT_MISSING)
        run_on(&by_all->soonest, day,
               abnormal & MAY_NOT ? 0 : not_tested ? NOT_TESTED : 1, k,
               &found->over_from[p]);
    if (found->onset_to[p] != AUDIT_MISSING && day != found->onset_to[p] &&
        found->over_to[p] == AUDIT_MISSING)
        run_on(&by_all->latest, day,
               abnormal & MAY_HOLD ? 1 : not_tested ? NOT_TESTED : 0, k,
               &found->over_to[p]);
}

/* What a sample within the days may say of the rule. */
static void take_may(int may, int day, const audit_lab_onsets *found, size_t p,
                     extremes *by_all)
{
    if ((may & MAY_HOLD) && found->sure[p] == 0) {
        if (found->onset_from[p] == AUDIT_MISSING) {
            found->onset_from[p] = day;
            by_all->soonest.in_row = 0;
        }
        found->onset_to[p] = day;
        found->over_to[p] = AUDIT_MISSING;
        by_all->latest.in_row = 0;
    }
    found->sure[p] += may == MAY_HOLD;
    found->may[p] += (may & MAY_HOLD) != 0;
    found->may_not[p] += (may & MAY_NOT) != 0;
    found->firm[p] += !(may & MAY_BE_UNTESTED);
}

static void clear(const audit_lab_onsets *found, size_t p)
{
    found->known[p] = found->open[p] = found->perhaps_over[p] = 0;
    found->sure[p] = found->may[p] = found->may_not[p] = found->firm[p] = 0;
    found->onset[p] = found->last_held[p] = AUDIT_MISSING;
    found->recovered[p] = AUDIT_MISSING;
    found->onset_from[p] = found->onset_to[p] = AUDIT_MISSING;
    found->over_from[p] = found->over_to[p] = AUDIT_MISSING;
}

void audit_find_onsets(const audit_lab_samples *samples,
                       const audit_lab_conditions *rule, const int *first,
                       const int *last, const int *until, size_t n_patients,
                       int k, const audit_lab_onsets *found)
{
    normal_days normal = {0, 0, 0, 0, 0};
    extremes by_all = {{0, 0, 0}, {0, 0, 0}};

    for (size_t p = 0; p < n_patients; p++)
        clear(found, p);
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
            take_may(rule_may(samples, i, rule, until[p]), day, found, p,
                     &by_all);
            if (held == 1 && found->onset[p] == AUDIT_MISSING) {
                found->onset[p] = found->last_held[p] = day;
                normal = (normal_days) {0, 0, 0, 0, 0};
            }
        }
        if (found->onset_from[p] == AUDIT_MISSING || day > until[p])
            continue;
        take_extremes(may_be_abnormal(samples, i, end, rule), day, k, found, p,
                      &by_all);
        if (found->onset[p] == AUDIT_MISSING ||
            found->recovered[p] != AUDIT_MISSING || day == found->onset[p])
            continue;
        go_on(is_abnormal(samples, i, end, rule), day, k, found, p, &normal);
    }
}
