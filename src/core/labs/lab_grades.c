#include "lab_grades.h"

audit_status audit_index_rules(const audit_lab_rules *rules, size_t *first)
{
    size_t test = 0;

    for (size_t i = 0; i < rules->n; i++) {
        if (rules->test[i] < 1 || (size_t) rules->test[i] > rules->n_tests)
            return audit_fail(AUDIT_NOT_SORTED, i);
        if (i > 0 && (rules->test[i] < rules->test[i - 1] ||
                      (rules->test[i] == rules->test[i - 1] &&
                       (rules->term[i] < rules->term[i - 1] ||
                        (rules->term[i] == rules->term[i - 1] &&
                         rules->grade[i] > rules->grade[i - 1])))))
            return audit_fail(AUDIT_NOT_SORTED, i);
        while (test <= (size_t) rules->test[i])
            first[test++] = i;
    }
    while (test <= rules->n_tests + 1)
        first[test++] = rules->n;
    return audit_ok();
}

/* What is found of values next to one another, before it goes into columns. */
enum { BLOCK = 512 };

typedef struct {
    const audit_lab_verdict *of[BLOCK];
    audit_lab_verdict anew[BLOCK];
    double value[BLOCK]; /* in the unit of the rules */
    int test[BLOCK];     /* AUDIT_MISSING where it is not known */
} found_block;

/* Whether the verdict on values of a test may rest on their baselines. */
static int asks_baseline(const audit_lab_judge *judge, int test)
{
    const audit_lab_rules *rules = judge->rules;

    for (size_t i = judge->first[test]; i < judge->first[test + 1]; i++)
        if (rules->baseline[i] != AUDIT_ANY_BASELINE ||
            rules->of[i] >= AUDIT_OF_BASELINE)
            return 1;
    return 0;
}

static int has_rules(const audit_lab_judge *judge, int test)
{
    return test > 0 && (size_t) test <= judge->rules->n_tests &&
           judge->first[test] < judge->first[test + 1];
}

static double raw_limit(audit_limits x, size_t i)
{
    return x.at ? x.at[i * x.step] : NAN;
}

/* A value whose steps are not known, which may be so the next time. */
static audit_lab_verdict grade_anew(const audit_lab_values *values,
                                    const audit_lab_baselines *baselines,
                                    const audit_lab_judge *judge,
                                    audit_steps_table *table, size_t i,
                                    audit_lab lab)
{
    if (!has_rules(judge, lab.test))
        return audit_ungraded_lab(judge, lab.test, AUDIT_NO_RULE);
    if (isnan(values->value[i]))
        return audit_ungraded_lab(judge, lab.test, AUDIT_NO_VALUE);
    if (isnan(lab.value))
        return audit_ungraded_lab(judge, lab.test, AUDIT_NO_UNIT);
    if (!baselines || !asks_baseline(judge, lab.test))
        audit_meet_steps(table, judge,
                         values->name.at[i * values->name.step],
                         values->unit.at[i * values->unit.step],
                         raw_limit(values->low, i),
                         raw_limit(values->high, i), lab);
    return audit_judge_lab(judge, lab, baselines ? baselines->value[i] : NAN,
                           baselines ? baselines->state[i] : 0);
}

/* n values, from `from` on. */
static void grade_block(const audit_lab_values *values,
                        const audit_lab_baselines *baselines,
                        const audit_lab_judge *judge, audit_steps_table *table,
                        size_t from, size_t n, found_block *found)
{
    for (size_t k = 0; k < n; k++) {
        size_t i = from + k;
        int name = values->name.at[i * values->name.step];
        int unit = values->unit.at[i * values->unit.step];
        uint64_t low = audit_bits(raw_limit(values->low, i));
        uint64_t high = audit_bits(raw_limit(values->high, i));
        double value = values->value[i];
        size_t place = audit_steps_place(table, name, unit, low, high);
        const audit_lab_steps *steps = &table->at[place];

        if (!audit_steps_are(steps, name, unit, low, high))
            steps = &table->at[place ^ 1];
        if (steps->kind == AUDIT_FULL_STEPS &&
            audit_steps_are(steps, name, unit, low, high) &&
            !(values->censored && values->censored[i]) && !isnan(value)) {
            found->value[k] = value * steps->factor;
            found->of[k] = audit_at_step(steps, found->value[k]);
            found->test[k] = steps->test;
        } else {
            audit_lab lab = audit_lab_at(values, i);

            found->anew[k] =
                grade_anew(values, baselines, judge, table, i, lab);
            found->of[k] = &found->anew[k];
            found->value[k] = lab.value;
            found->test[k] = lab.test > 0 ? lab.test : AUDIT_MISSING;
        }
    }
}

/* Columns one by one, since each is written to fastest alone. */
static void put_block(const audit_lab_graded *graded, size_t n_tests,
                      size_t from, size_t n, const found_block *found)
{
    const audit_lab_verdict *const *of = found->of;
    const int *test = found->test;

    for (size_t k = 0; graded->grade && k < n; k++)
        graded->grade[from + k] = audit_lab_grade(of[k]);
    for (size_t k = 0; graded->least && k < n; k++)
        graded->least[from + k] = of[k]->least;
    for (size_t k = 0; graded->most && k < n; k++)
        graded->most[from + k] = of[k]->most;
    for (size_t k = 0; graded->from && k < n; k++)
        graded->from[from + k] = of[k]->from;
    for (size_t k = 0; graded->reason && k < n; k++)
        graded->reason[from + k] = of[k]->reason;
    for (size_t k = 0; graded->rule && k < n; k++)
        graded->rule[from + k] = of[k]->rule;
    for (size_t k = 0; graded->term && k < n; k++)
        graded->term[from + k] = of[k]->term;
    for (size_t k = 0; graded->direction && k < n; k++)
        graded->direction[from + k] = of[k]->direction;
    for (size_t k = 0; graded->test && k < n; k++)
        graded->test[from + k] = test[k];
    for (size_t k = 0; graded->unit && k < n; k++)
        graded->unit[from + k] = test[k] > 0 && (size_t) test[k] <= n_tests
                                     ? graded->unit_of[test[k] - 1]
                                     : AUDIT_MISSING;
    for (size_t k = 0; graded->value && k < n; k++)
        graded->value[from + k] =
            isnan(found->value[k]) ? graded->no_value : found->value[k];
}

void audit_grade_labs(const audit_lab_values *values,
                      const audit_lab_baselines *baselines,
                      const audit_lab_judge *judge, audit_steps_table *table,
                      const audit_lab_graded *graded)
{
    found_block found;

    for (size_t k = 0; k < table->n; k++)
        table->at[k] = (audit_lab_steps) {0};
    for (size_t from = 0; from < values->n; from += BLOCK) {
        size_t left = values->n - from, n = left < BLOCK ? left : BLOCK;

        grade_block(values, baselines, judge, table, from, n, &found);
        put_block(graded, judge->rules->n_tests, from, n, &found);
    }
}
