#include "lab_grades.h"

#include <math.h>

#include "values.h"

/* Whether x lies beyond a limit in a direction, and not merely by rounding. */
static int beyond(double x, double limit, int direction)
{
    return direction * (x - limit) > 1e-14 * fabs(limit);
}

static audit_status check_rules(const audit_lab_rules *rules)
{
    for (size_t i = 1; i < rules->n; i++)
        if (rules->test[i] < rules->test[i - 1] ||
            (rules->test[i] == rules->test[i - 1] &&
             rules->grade[i] > rules->grade[i - 1]))
            return audit_fail(AUDIT_NOT_SORTED, i);
    return audit_ok();
}

/* The first rule of a test, or rules->n. */
static size_t first_rule(const audit_lab_rules *rules, int test)
{
    size_t low = 0, high = rules->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rules->test[middle] < test)
            low = middle + 1;
        else
            high = middle;
    }
    return low < rules->n && rules->test[low] == test ? low : rules->n;
}

/* The grade of a value, AUDIT_MISSING where a limit that decides is missing. */
static int grade_of(const audit_lab_rules *rules, size_t first, double value,
                    double low, double high)
{
    int unknown = 0;

    for (size_t i = first;
         i < rules->n && rules->test[i] == rules->test[first]; i++) {
        double of = rules->of[i] == AUDIT_OF_LLN ? low
                  : rules->of[i] == AUDIT_OF_ULN ? high : 1;
        double limit = rules->factor[i] * of;

        if (isnan(limit))
            unknown = 1;
        else if (beyond(value, limit, rules->direction[i]))
            return unknown ? AUDIT_MISSING : rules->grade[i];
    }
    return unknown ? AUDIT_MISSING : 0;
}

/*
 * A value known to lie below (above) x has a grade if the least (greatest)
 * value and the one next to x, or x itself where it may be x, have the same.
 */
static int censored_grade(const audit_lab_rules *rules, size_t first,
                          double value, int censored, double low, double high)
{
    double beside = censored == -1 || censored == 1 ? censored * 1e-12 : 0;
    double next = value + beside * fabs(value);
    double last = censored < 0 ? 0 : HUGE_VAL;
    int near = grade_of(rules, first, next, low, high);

    return near == grade_of(rules, first, last, low, high) ? near
                                                           : AUDIT_MISSING;
}

audit_status audit_grade_labs(const audit_lab_values *values,
                              const audit_lab_rules *rules,
                              int *grade, int *reason)
{
    audit_status status = check_rules(rules);

    if (status.code != AUDIT_OK)
        return status;
    for (size_t i = 0; i < values->n; i++) {
        size_t first = first_rule(rules, values->test[i]);
        double x = values->value[i];
        int censored = values->censored[i];

        grade[i] = AUDIT_MISSING;
        if (first == rules->n) {
            reason[i] = AUDIT_NO_RULE;
        } else if (isnan(x)) {
            reason[i] = AUDIT_NO_VALUE;
        } else if (censored) {
            grade[i] = censored_grade(rules, first, x, censored,
                                      values->low[i], values->high[i]);
            reason[i] = grade[i] == AUDIT_MISSING ? AUDIT_CENSOR_OPEN
                                                  : AUDIT_CENSOR_DECIDES;
        } else {
            grade[i] = grade_of(rules, first, x, values->low[i],
                                values->high[i]);
            reason[i] = grade[i] == AUDIT_MISSING ? AUDIT_NO_RANGE
                                                  : AUDIT_GRADED;
        }
    }
    return audit_ok();
}

void audit_lab_states(const audit_lab_values *values, int *state)
{
    for (size_t i = 0; i < values->n; i++) {
        double x = values->value[i];
        double low = values->low[i], high = values->high[i];
        int censored = values->censored[i];

        state[i] = 0;
        if (isnan(x))
            continue;
        /* What is below x is below a limit that x does not exceed; of what is
           above x it is not known whether it is below a higher limit. */
        if (!isnan(low)) {
            int is_low = censored == -1 ? !beyond(x, low, 1)
                                        : beyond(x, low, -1);
            if (is_low && censored <= 0)
                state[i] |= AUDIT_LOW;
            else if (censored == 0 || (censored > 0 && !is_low))
                state[i] |= AUDIT_NOT_LOW;
        }
        if (!isnan(high)) {
            int is_high = censored == 1 ? !beyond(x, high, -1)
                                        : beyond(x, high, 1);
            if (is_high && censored >= 0)
                state[i] |= AUDIT_HIGH;
            else if (censored == 0 || (censored < 0 && !is_high))
                state[i] |= AUDIT_NOT_HIGH;
        }
    }
}
