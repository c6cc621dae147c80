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

/* What rows i to end - 1 say of a condition: one of the three bits. */
static int answer(const audit_lab_samples *samples, size_t i, size_t end,
                  const audit_lab_conditions *rule, size_t c)
{
    int found = AUDIT_NOT_KNOWN;

    for (; i < end; i++) {
        audit_lab lab = audit_lab_at(samples->values, i);

        if (lab.test != rule->test[c])
            continue;
        int is = audit_lab_is_beyond(lab, limit_of(samples, i, lab, rule, c),
                                     rule->direction[c], rule->or_at[c]);
        if (is == 1)
            return AUDIT_HOLDS;
        if (is == 0)
            found = AUDIT_HOLDS_NOT;
    }
    return found;
}

/* A part, from condition c on, in one sample: 1, 0, or -1 for not known. */
static int part_in_sample(const audit_lab_samples *samples, size_t i,
                          size_t end, const audit_lab_conditions *rule,
                          size_t c)
{
    int all = 1, part = rule->part[c];

    for (; c < rule->n && rule->part[c] == part; c++) {
        int found = answer(samples, i, end, rule, c);

        if (found & rule->accept[c])
            continue;
        if (found != AUDIT_NOT_KNOWN || rule->accept[c] == AUDIT_NOT_KNOWN)
            return 0;
        all = -1;
    }
    return all;
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
    return -1;
}

/* One part that holds is enough; the rule is known not to if no part does. */
static int rule_holds(const audit_lab_samples *samples, size_t i,
                      const audit_lab_conditions *rule, int until)
{
    int any = 0;

    for (size_t c = 0; c < rule->n; c++) {
        if (c > 0 && rule->part[c] == rule->part[c - 1])
            continue;
        int held = part_holds(samples, i, rule, c, until);
        if (held == 1)
            return 1;
        if (held < 0)
            any = -1;
    }
    return any;
}

static int is_abnormal(const audit_lab_samples *samples, size_t i, size_t end,
                       const audit_lab_conditions *rule)
{
    int any = 0;

    for (size_t c = 0; c < rule->n; c++) {
        if (rule->accept[c] != AUDIT_HOLDS)
            continue;
        int found = answer(samples, i, end, rule, c);
        if (found == AUDIT_HOLDS)
            return 1;
        if (found == AUDIT_NOT_KNOWN)
            any = -1;
    }
    return any;
}

/* Normal days in a row so far, with the first and the last of them. */
typedef struct {
    int in_row, first, last;
} normal_days;

static void go_on(int abnormal, int day, int k, const audit_lab_onsets *found,
                  size_t p, normal_days *normal)
{
    if (abnormal < 0)
        return;
    if (abnormal) {
        found->last_held[p] = day;
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
    normal_days normal = {0, 0, 0};

    for (size_t p = 0; p < n_patients; p++) {
        found->known[p] = 0;
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
            if (held == 1 && found->onset[p] == AUDIT_MISSING) {
                found->onset[p] = found->last_held[p] = day;
                normal = (normal_days) {0, 0, 0};
            }
        }
        if (found->onset[p] == AUDIT_MISSING || day > until[p] ||
            found->recovered[p] != AUDIT_MISSING || day == found->onset[p])
            continue;
        go_on(is_abnormal(samples, i, end, rule), day, k, found, p, &normal);
    }
}
