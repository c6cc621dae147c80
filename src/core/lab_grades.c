#include "lab_grades.h"

/*
 * Checks the order of the rules and finds where those of each test begin:
 * first[test] to first[test + 1] - 1.
 */
static audit_status index_rules(const audit_lab_rules *rules, size_t *first)
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

/* What a grade rests on beside the value. */
typedef struct {
    double low, high, baseline;
    int state;
} context;

/* What a term says of a value. */
typedef struct {
    int grade, no_baseline, no_term;
    size_t rule; /* that gave the grade, or none: rules->n */
} verdict;

/*
 * Whether a rule is for the baseline: one that is not known is taken as normal,
 * and *asked is set.
 */
static int is_for(int kind, int state, int *asked)
{
    int of_high = kind == AUDIT_HIGH_BASELINE ||
                  kind == AUDIT_NOT_HIGH_BASELINE;
    int known = of_high ? AUDIT_HIGH | AUDIT_NOT_HIGH
                        : AUDIT_LOW | AUDIT_NOT_LOW;

    if (kind == AUDIT_ANY_BASELINE)
        return 1;
    if (!(state & (known | AUDIT_BY_RANGE)))
        *asked = 1;
    switch (kind) {
    case AUDIT_HIGH_BASELINE:
        return state & AUDIT_HIGH;
    case AUDIT_NOT_HIGH_BASELINE:
        return !(state & AUDIT_HIGH);
    case AUDIT_LOW_BASELINE:
        return state & AUDIT_LOW;
    default:
        return !(state & AUDIT_LOW);
    }
}

/* The limit of a rule, NaN where not known. */
static double limit_of(const audit_lab_rules *rules, size_t i,
                       const context *about)
{
    double of;

    switch (rules->of[i]) {
    case AUDIT_OF_VALUE:
        return rules->factor[i];
    case AUDIT_OF_LLN:
        of = about->low;
        break;
    case AUDIT_OF_ULN:
        of = about->high;
        break;
    case AUDIT_OF_BASELINE:
        of = about->baseline;
        break;
    default:
        of = about->baseline > about->high ? about->baseline : about->high;
    }
    return rules->factor[i] * of + rules->plus[i];
}

/* By the rules from i to end - 1, which are of one term. */
static verdict judge(const audit_lab_rules *rules, size_t i, size_t end,
                     double x, const context *about)
{
    verdict found = {0, 0, 0, rules->n};
    int unknown = 0;

    for (; i < end; i++) {
        int of = rules->of[i];

        if (!is_for(rules->baseline[i], about->state, &found.no_baseline))
            continue;
        if (of >= AUDIT_OF_BASELINE && isnan(about->baseline)) {
            found.no_baseline |= about->state != AUDIT_BY_RANGE;
            if (of == AUDIT_OF_BASELINE)
                continue;
        }
        double limit = limit_of(rules, i, about);
        int has_grade = rules->grade[i] != AUDIT_MISSING;

        if (isnan(limit)) {
            unknown = 1;
            found.no_term |= !has_grade;
        } else if (audit_beyond(x, limit, rules->direction[i],
                                rules->or_at[i])) {
            found.no_term |= !has_grade;
            found.grade = unknown ? AUDIT_MISSING : rules->grade[i];
            if (found.grade != AUDIT_MISSING)
                found.rule = i;
            return found;
        }
    }
    if (unknown)
        found.grade = AUDIT_MISSING;
    return found;
}

/* A censored value has a grade if both ends of where it may lie have it. */
static verdict judge_censored(const audit_lab_rules *rules, size_t i,
                              size_t end, audit_lab lab, const context *about)
{
    verdict near = judge(rules, i, end, audit_near_end(lab), about);
    verdict far = judge(rules, i, end, audit_far_end(lab), about);

    if (near.grade != far.grade) {
        near.grade = AUDIT_MISSING;
        near.rule = rules->n;
    }
    return near;
}

static verdict judge_term(const audit_lab_rules *rules, size_t i, size_t end,
                          audit_lab lab, const context *about,
                          int normal_is_0)
{
    verdict normal = {0, 0, 0, rules->n};

    if (normal_is_0 && rules->direction[i] < 0 &&
        audit_lab_is_beyond(lab, lab.low, -1, 0) == 0)
        return normal;
    return lab.censored ? judge_censored(rules, i, end, lab, about)
                        : judge(rules, i, end, lab.value, about);
}

/*
 * By all terms of a test: the higher grade above 0; without one none is, if one
 * of the terms does not know.
 */
static verdict judge_test(const audit_lab_rules *rules, size_t i, size_t end,
                          audit_lab lab, const context *about,
                          int normal_is_0)
{
    verdict all = {0, 0, 0, rules->n};
    int unknown = 0;

    while (i < end) {
        size_t next = i + 1;

        while (next < end && rules->term[next] == rules->term[i])
            next++;
        verdict one = judge_term(rules, i, next, lab, about, normal_is_0);
        all.no_baseline |= one.no_baseline;
        all.no_term |= one.no_term;
        unknown |= one.grade == AUDIT_MISSING;
        if (one.grade > all.grade) {
            all.grade = one.grade;
            all.rule = one.rule;
        }
        i = next;
    }
    if (all.grade == 0 && unknown)
        all.grade = AUDIT_MISSING;
    return all;
}

static int reason_of(const verdict *found, audit_lab lab)
{
    if (found->grade == AUDIT_MISSING)
        return found->no_term ? AUDIT_NO_TERM
             : lab.censored ? AUDIT_CENSOR_OPEN : AUDIT_NO_RANGE;
    return found->no_baseline ? AUDIT_NO_BASELINE
         : lab.censored ? AUDIT_CENSOR_DECIDES : AUDIT_GRADED;
}

static void put(int *where, size_t i, int what)
{
    if (where)
        where[i] = what;
}

audit_status audit_grade_labs(const audit_lab_values *values,
                              const audit_lab_baselines *baselines,
                              const audit_lab_rules *rules, int normal_is_0,
                              const audit_lab_graded *graded, size_t *first)
{
    audit_status status = index_rules(rules, first);

    if (status.code != AUDIT_OK)
        return status;
    for (size_t i = 0; i < values->n; i++) {
        audit_lab lab = audit_lab_at(values, i);
        int is_known = lab.test > 0 && (size_t) lab.test <= rules->n_tests;
        size_t from = is_known ? first[lab.test] : rules->n;
        size_t end = is_known ? first[lab.test + 1] : rules->n;
        verdict found = {AUDIT_MISSING, 0, 0, rules->n};

        if (from == end) {
            graded->reason[i] = AUDIT_NO_RULE;
        } else if (isnan(values->value[i])) {
            graded->reason[i] = AUDIT_NO_VALUE;
        } else if (isnan(lab.value)) {
            graded->reason[i] = AUDIT_NO_UNIT;
        } else {
            context about = {lab.low, lab.high, NAN, 0};
            if (baselines) {
                about.baseline = baselines->value[i];
                about.state = baselines->state[i];
            }
            found = judge_test(rules, from, end, lab, &about, normal_is_0);
            graded->reason[i] = reason_of(&found, lab);
        }
        size_t of = found.rule < rules->n ? found.rule : from;
        graded->grade[i] = found.grade;
        put(graded->rule, i, found.rule < rules->n ? (int) found.rule + 1
                                                   : AUDIT_MISSING);
        put(graded->term, i, from < end ? rules->term[of] : AUDIT_MISSING);
        put(graded->direction, i, from < end ? 1 + (rules->direction[of] > 0)
                                             : AUDIT_MISSING);
        put(graded->test, i, lab.test > 0 ? lab.test : AUDIT_MISSING);
        if (graded->value)
            graded->value[i] = lab.value;
    }
    return audit_ok();
}
