#include "lab_steps.h"

size_t audit_steps_enough(size_t n_values)
{
    size_t n = 2;

    while (n < 4096 && n < n_values)
        n *= 2;
    return n;
}

/*
 * The least value of which a threshold says another thing than of those below:
 * that it is beyond it (direction 1), or is not (-1). Arithmetic alone lands next
 * to it.
 */
static double step_at(double limit, int direction, int or_at)
{
    double dust = 1e-14 * fabs(limit), next;
    double x = limit + ((direction > 0) != or_at ? dust : -dust);
    int below = direction < 0;

    while (audit_beyond(x, limit, direction, or_at) == below)
        x = nextafter(x, HUGE_VAL);
    while (next = nextafter(x, -HUGE_VAL),
           audit_beyond(next, limit, direction, or_at) != below)
        x = next;
    return x;
}

/* Puts a step among the n that there are. Gives their number, or -1. */
static int put_step(double *step, int n, double limit, int direction,
                    int or_at)
{
    if (n < 0 || isinf(limit))
        return -1;
    if (isnan(limit))
        return n;

    double x = step_at(limit, direction, or_at);
    int at = n;
    while (at > 0 && step[at - 1] > x)
        at--;
    if (at > 0 && step[at - 1] == x)
        return n;
    if (n == AUDIT_MOST_STEPS)
        return -1;
    for (int i = n; i > at; i--)
        step[i] = step[i - 1];
    step[at] = x;
    return n + 1;
}

/* Where a limit is not known, the value from which on the rule may hold. */
static double limit_of(const audit_lab_rules *rules, size_t i, audit_lab lab)
{
    double low = isnan(lab.low) ? lab.high : lab.low;
    double high = !isnan(lab.high) ? lab.high : isnan(lab.low) ? 0 : lab.low;
    const double of[] = {1, low, high, NAN, high};

    return audit_rule_limit(rules, i, of[rules->of[i]], lab.factor);
}

/* The verdict is the same between two steps, so it is asked for at each. */
static void work_out(audit_lab_steps *steps, const audit_lab_judge *judge,
                     audit_lab lab)
{
    const audit_lab_rules *rules = judge->rules;
    int n = 0;

    for (size_t i = judge->first[lab.test]; i < judge->first[lab.test + 1]; i++)
        n = put_step(steps->step, n, limit_of(rules, i, lab),
                     rules->direction[i], rules->or_at[i]);
    if (judge->normal_is_0)
        n = put_step(steps->step, n, isnan(lab.low) ? lab.high : lab.low, -1,
                     0);
    steps->kind = n < 0 ? AUDIT_NO_STEPS : AUDIT_FULL_STEPS;
    if (n < 0)
        return;
    lab.censored = 0;
    for (int k = 0; k <= AUDIT_MOST_STEPS; k++) {
        if (k > n) {
            steps->of[k] = steps->of[n];
            continue;
        }
        lab.value = k > 0 ? steps->step[k - 1] : -HUGE_VAL;
        steps->of[k] = audit_judge_lab(judge, lab, NAN, 0);
    }
    for (int k = n; k < AUDIT_MOST_STEPS; k++)
        steps->step[k] = HUGE_VAL;
}

void audit_meet_steps(audit_steps_table *table, const audit_lab_judge *judge,
                      int name, int unit, double low, double high,
                      audit_lab lab)
{
    uint64_t low_bits = audit_bits(low), high_bits = audit_bits(high);
    size_t place = audit_steps_place(table, name, unit, low_bits, high_bits);
    audit_lab_steps *free_one = NULL;

    for (size_t i = 0; i < 2; i++) {
        audit_lab_steps *steps = &table->at[place ^ i];

        if (steps->kind == AUDIT_EMPTY_STEPS ||
            !audit_steps_are(steps, name, unit, low_bits, high_bits)) {
            if (steps->kind < AUDIT_NO_STEPS && !free_one)
                free_one = steps;
            continue;
        }
        if (steps->kind == AUDIT_MET_STEPS)
            work_out(steps, judge, lab);
        return;
    }
    if (free_one)
        *free_one = (audit_lab_steps) {
            .kind = AUDIT_MET_STEPS, .name = name, .unit = unit,
            .test = lab.test, .low = low_bits, .high = high_bits,
            .factor = lab.factor};
}
