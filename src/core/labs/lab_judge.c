#include "lab_judge.h"

/* The highest grade; what `from` is where nothing is decided. */
enum { HIGHEST = 4, NEVER = HIGHEST + 1 };

/*
 * What a grade rests on beside the value: what thresholds are multiples of, by
 * audit_threshold_of, and where that is not known what it can be that is reached
 * first; the factor of the unit; the state of the baseline, with the bit ALWAYS.
 */
typedef struct {
    double of[5], nearest[5], unit_factor;
    int state, no_baseline;
} context;

/* What a term says of a value: `from` is as in audit_lab_verdict. */
typedef struct {
    int least, most, from, no_baseline, no_term;
    size_t rule; /* that gave the least grade, or none: rules->n */
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

/* The lower limit is not above the upper one, and neither is below 0. */
static context context_of(audit_lab lab, double baseline, int state)
{
    double greater = baseline > lab.high ? baseline : lab.high;
    double low_at_most = isnan(lab.high) ? HUGE_VAL : lab.high;
    double high_at_least = isnan(lab.low) ? 0 : lab.low;
    double greater_at_least =
        baseline > high_at_least ? baseline : high_at_least;
    int missing = isnan(baseline) && state != AUDIT_BY_RANGE;

    if (isnan(lab.high))
        greater = NAN;
    return (context) {
        {1, lab.low, lab.high, baseline, greater},
        {1, low_at_most, high_at_least, NAN, greater_at_least},
        lab.factor, state | ALWAYS, missing};
}

/* Whether a rule whose limit is not known may hold. */
static int may_hold(const audit_lab_rules *rules, size_t k, double x,
                    const context *about)
{
    double limit = rules->factor[k] * about->nearest[rules->of[k]] +
                   rules->plus[k];

    return isinf(limit) ? x < limit
                        : audit_beyond(x, limit, rules->direction[k],
                                       rules->or_at[k]);
}

static int larger(int x, int than) { return x > than ? x : than; }

/*
 * By the rules from i to end - 1, which are of one term: the first one that holds
 * gives the least grade, the first one that may hold the most. The rules are gone
 * through from the last: one that holds makes void what those after it said.
 */
static verdict judge_rules(const audit_lab_rules *rules, size_t i, size_t end,
                           double x, const context *about)
{
    size_t first = rules->n, top = rules->n;
    int no_baseline = 0, no_term = 0, from = 1;

    for (size_t k = end; k-- > i;) {
        int kind = rules->baseline[k], of = rules->of[k];
        int used = ((about->state & bit_of[kind]) != 0) != negated[kind];
        double limit =
            audit_rule_limit(rules, k, about->of[of], about->unit_factor);
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

        first = hit ? k : first;
        no_baseline = hit ? asked : no_baseline | asked;
        if (open)
            from = larger(from, rules->grade[k] == AUDIT_MISSING
                                    ? NEVER : rules->grade[k] + 1);
        top = hit || (open && may_hold(rules, k, x, about)) ? k : top;
    }
    int least = first < rules->n ? rules->grade[first] : 0;
    int most = top < rules->n ? rules->grade[top] : 0;

    no_term = least == AUDIT_MISSING || most == AUDIT_MISSING;
    if (no_term)
        return (verdict) {0, HIGHEST, NEVER, no_baseline, 1, rules->n};
    return (verdict) {least, most, from, no_baseline, 0, first};
}

/*
 * A grade does not fall towards the far end, or does not rise, so that of a
 * censored value it lies between those at the two ends of where it may be.
 */
static verdict judge_censored(const audit_lab_rules *rules, size_t i,
                              size_t end, audit_lab lab, const context *about)
{
    verdict near = judge_rules(rules, i, end, audit_near_end(lab), about);
    verdict far = judge_rules(rules, i, end, audit_far_end(lab), about);

    near.no_term |= far.no_term;
    near.most = larger(near.most, far.most);
    if (far.least < near.least) {
        near.least = far.least;
        near.rule = far.rule;
    }
    return near;
}

static verdict judge_term(const audit_lab_rules *rules, size_t i, size_t end,
                          audit_lab lab, const context *about,
                          int normal_is_0)
{
    verdict normal = {0, 0, 1, 0, 0, rules->n};
    verdict found;
    int below = 1, by_lln = normal_is_0 && rules->direction[i] < 0;

    if (by_lln) {
        double limit = isnan(lab.low) ? lab.high : lab.low;

        if (isnan(lab.low))
            normal.from = NEVER;
        below = audit_lab_is_beyond(lab, limit, -1, 0);
        if (below == 0)
            return normal;
    }
    found = lab.censored ? judge_censored(rules, i, end, lab, about)
                         : judge_rules(rules, i, end, lab.value, about);
    if (by_lln && isnan(lab.low))
        found.from = NEVER;
    if (by_lln && (isnan(lab.low) || below != 1)) {
        found.least = 0;
        found.rule = rules->n;
    }
    return found;
}

/* By all terms of a test: the one with the higher least grade. */
static verdict judge_test(const audit_lab_rules *rules, size_t i, size_t end,
                          audit_lab lab, const context *about,
                          int normal_is_0)
{
    verdict all = {0, 0, 1, 0, 0, rules->n};

    while (i < end) {
        size_t next = i + 1;

        while (next < end && rules->term[next] == rules->term[i])
            next++;
        verdict one = judge_term(rules, i, next, lab, about, normal_is_0);
        all.no_baseline |= one.no_baseline;
        all.no_term |= one.no_term;
        all.from = larger(all.from, one.from);
        if (one.least > all.least) {
            all.least = one.least;
            all.most = one.most;
            all.rule = one.rule;
        } else if (all.least == 0) {
            all.most = larger(all.most, one.most);
        }
        i = next;
    }
    return all;
}

static int reason_of(const verdict *found, audit_lab lab)
{
    if (found->least != found->most)
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
    audit_lab_verdict none = {AUDIT_MISSING, AUDIT_MISSING, NEVER, reason,
                              AUDIT_MISSING, AUDIT_MISSING, AUDIT_MISSING};

    if (reason == AUDIT_NO_RULE)
        return none;
    if (reason == AUDIT_NO_UNIT) {
        none.least = none.most = 0;
        for (size_t i = judge->first[test]; i < judge->first[test + 1]; i++)
            none.most = larger(none.most, judge->rules->grade[i]);
        if (none.most == 0)
            none.most = HIGHEST;
    }
    return with_term(judge->rules, judge->first[test], none);
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
    int decided = found.least == found.most;
    audit_lab_verdict all = {
        found.least, found.most, found.from, reason_of(&found, lab),
        has_rule && decided ? (int) found.rule + 1 : AUDIT_MISSING, 0, 0};

    return with_term(rules, has_rule ? found.rule : first, all);
}
