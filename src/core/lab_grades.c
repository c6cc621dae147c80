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
static verdict judge(const audit_lab_rules *rules, size_t i, size_t end,
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
        int asked = ((about->state & known_by[kind]) == 0) |
                    (used & about->no_baseline & (of >= AUDIT_OF_BASELINE));
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
            context about =
                context_of(lab, baselines ? baselines->value[i] : NAN,
                           baselines ? baselines->state[i] : 0);
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
