#include "lab_judge.h"

/*
 * What a grade rests on beside the value: what thresholds are multiples of, by
 * audit_threshold_of; the state of the baseline, with the bit ALWAYS.
 */
typedef struct {
    double of[5];
    int state, no_baseline;
} context;

/* What a term says of a value. */
typedef struct {
    int grade, no_baseline, no_term;
    size_t rule; /* that gave the grade, or none: rules->n */
} verdict;

/*
 * By kind of baseline: the bit that is asked for, whether it must not be there,
 * and bits of which one is there where the answer is known.
 */
enum { ALWAYS = 64 };
static const int bit_of[] = {0, AUDIT_HIGH, AUDIT_HIGH, AUDIT_LOW, AUDIT_LOW};
static const int negated[] = {1, 0, 1, 0, 1};
static const int known_by[] = {
    ALWAYS,
    AUDIT_HIGH | AUDIT_NOT_HIGH | AUDIT_BY_RANGE,
    AUDIT_HIGH | AUDIT_NOT_HIGH | AUDIT_BY_RANGE,
    AUDIT_LOW | AUDIT_NOT_LOW | AUDIT_BY_RANGE,
    AUDIT_LOW | AUDIT_NOT_LOW | AUDIT_BY_RANGE,
};

static context context_of(audit_lab lab, double baseline, int state)
{
    double greater = baseline > lab.high ? baseline : lab.high;
    int missing = isnan(baseline) && state != AUDIT_BY_RANGE;

    return (context) {{1, lab.low, lab.high, baseline, greater},
                      state | ALWAYS, missing};
}

/*
 * By the rules from i to end - 1, which are of one term: the first one that
 * holds, unless the limit of one before it is not known. The rules are gone
 * through from the last, without a branch, since which one holds is not to be
 * foreseen: one that holds makes void what those after it said.
 */
static verdict judge_rules(const audit_lab_rules *rules, size_t i, size_t end,
                     double x, const context *about)
{
    size_t first = rules->n;
    int unknown = 0, no_baseline = 0, no_term = 0;

    for (size_t k = end; k-- > i;) {
        int kind = rules->baseline[k], of = rules->of[k];
        int used = ((about->state & bit_of[kind]) != 0) != negated[kind];
        double limit = rules->factor[k] * about->of[of] + rules->plus[k];
        double away = rules->direction[k] * (x - limit);
        double dust = 1e-14 * fabs(limit);
        int hit = used & ((away > dust) |
                          ((rules->or_at[k] != 0) & (away >= -dust)));
        /* Without a baseline a multiple of it is passed over. */
        int open = used & (limit != limit) & (of != AUDIT_OF_BASELINE);
        /* The greater of two limits is not reached where one is not. */
        int rests = (of == AUDIT_OF_BASELINE) |
                    (hit & (of == AUDIT_OF_ULN_OR_BASELINE));
        int asked = ((about->state & known_by[kind]) == 0) |
                    (used & about->no_baseline & rests);
        int gradeless = rules->grade[k] == AUDIT_MISSING;

        first = hit ? k : first;
        unknown = hit ? 0 : unknown | open;
        no_baseline = hit ? asked : no_baseline | asked;
        no_term = hit ? gradeless : no_term | (open & gradeless);
    }
    if (unknown)
        return (verdict) {AUDIT_MISSING, no_baseline, no_term, rules->n};
    if (first == rules->n)
        return (verdict) {0, no_baseline, no_term, rules->n};
    if (no_term)
        return (verdict) {AUDIT_MISSING, no_baseline, 1, rules->n};
    return (verdict) {rules->grade[first], no_baseline, 0, first};
}

/* A censored value has a grade if both ends of where it may lie have it. */
static verdict judge_censored(const audit_lab_rules *rules, size_t i,
                              size_t end, audit_lab lab, const context *about)
{
    verdict near = judge_rules(rules, i, end, audit_near_end(lab), about);
    verdict far = judge_rules(rules, i, end, audit_far_end(lab), about);

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
                        : judge_rules(rules, i, end, lab.value, about);
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

static audit_lab_verdict with_term(const audit_lab_rules *rules, size_t of,
                                   audit_lab_verdict found)
{
    found.term = rules->term[of];
    found.direction = 1 + (rules->direction[of] > 0);
    return found;
}

audit_lab_verdict audit_ungraded_lab(const audit_lab_judge *judge, int test,
                                     int reason)
{
    audit_lab_verdict none = {AUDIT_MISSING, reason, AUDIT_MISSING,
                              AUDIT_MISSING, AUDIT_MISSING};

    return reason == AUDIT_NO_RULE
               ? none
               : with_term(judge->rules, judge->first[test], none);
}

audit_lab_verdict audit_judge_lab(const audit_lab_judge *judge, audit_lab lab,
                                  double baseline, int state)
{
    const audit_lab_rules *rules = judge->rules;
    size_t first = judge->first[lab.test];
    context about = context_of(lab, baseline, state);
    verdict found = judge_test(rules, first, judge->first[lab.test + 1], lab,
                               &about, judge->normal_is_0);
    int has_rule = found.rule < rules->n;
    audit_lab_verdict all = {
        found.grade, reason_of(&found, lab),
        has_rule ? (int) found.rule + 1 : AUDIT_MISSING, 0, 0};

    return with_term(rules, has_rule ? found.rule : first, all);
}
