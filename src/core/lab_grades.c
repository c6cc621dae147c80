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

static void put(int *where, size_t i, int what)
{
    if (where)
        where[i] = what;
}

static inline void put_verdict(const audit_lab_graded *graded, size_t i,
                        const audit_lab_judge *judge, int test, double value,
                        audit_lab_verdict found)
{
    put(graded->grade, i, found.grade);
    put(graded->reason, i, found.reason);
    put(graded->rule, i, found.rule == AUDIT_MISSING ? found.rule
                                                     : found.rule + 1);
    put(graded->test, i, test > 0 ? test : AUDIT_MISSING);
    if (graded->unit)
        graded->unit[i] = test > 0 && (size_t) test <= judge->rules->n_tests
                              ? graded->unit_of[test - 1] : AUDIT_MISSING;
    if (graded->value)
        graded->value[i] = isnan(value) ? graded->no_value : value;
    if (graded->term || graded->direction) {
        const audit_lab_rules *rules = judge->rules;
        int is_known = found.reason != AUDIT_NO_RULE;
        size_t of = found.rule != AUDIT_MISSING ? (size_t) found.rule
                  : is_known ? judge->first[test] : 0;

        put(graded->term, i, is_known ? rules->term[of] : AUDIT_MISSING);
        put(graded->direction, i, is_known ? 1 + (rules->direction[of] > 0)
                                           : AUDIT_MISSING);
    }
}

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
static void grade_anew(const audit_lab_values *values,
                       const audit_lab_baselines *baselines,
                       const audit_lab_judge *judge, audit_steps_table *table,
                       const audit_lab_graded *graded, size_t i)
{
    audit_lab lab = audit_lab_at(values, i);
    audit_lab_verdict found = {AUDIT_MISSING, AUDIT_NO_RULE, AUDIT_MISSING};

    if (has_rules(judge, lab.test)) {
        if (isnan(values->value[i])) {
            found.reason = AUDIT_NO_VALUE;
        } else if (isnan(lab.value)) {
            found.reason = AUDIT_NO_UNIT;
        } else {
            found = audit_judge_lab(judge, lab,
                                    baselines ? baselines->value[i] : NAN,
                                    baselines ? baselines->state[i] : 0);
            if (!baselines || !asks_baseline(judge, lab.test))
                audit_meet_steps(table, judge,
                                 values->name.at[i * values->name.step],
                                 values->unit.at[i * values->unit.step],
                                 raw_limit(values->low, i),
                                 raw_limit(values->high, i), lab);
        }
    }
    put_verdict(graded, i, judge, lab.test, lab.value, found);
}

void audit_grade_labs(const audit_lab_values *values,
                      const audit_lab_baselines *baselines,
                      const audit_lab_judge *judge, audit_steps_table *table,
                      const audit_lab_graded *graded)
{
    for (size_t k = 0; k < table->n; k++)
        table->at[k] = (audit_lab_steps) {0};
    for (size_t i = 0; i < values->n; i++) {
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
            value *= steps->factor;
            put_verdict(graded, i, judge, steps->test, value,
                        audit_at_step(steps, value));
        } else {
            grade_anew(values, baselines, judge, table, graded, i);
        }
    }
}
