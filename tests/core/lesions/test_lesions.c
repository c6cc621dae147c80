#include "test.h"

#include "base/values.h"
#include "lesions/lesions.h"

enum { NONE = AUDIT_MISSING };

/* Slack is 60 days on both sides. */
static const int start[] = {600, 800}, stop[] = {700, 1000};
static const audit_days twice = {2, start, stop};
static const int once_start = 100, once_stop = 500;
static const audit_days once = {1, &once_start, &once_stop};
static const audit_slack slack = {60, 60};

struct interval {
    const char *name;
    int compared, day, of_once, once_days, of_twice, twice_days;
};

static const struct interval intervals[] = {
    {"held", 150, 400, AUDIT_FITS, 250, AUDIT_APART, 0},
    {"the whole of a period", 100, 500, AUDIT_FITS, 400, AUDIT_APART, 0},
    {"60 days outside on both sides", 40, 560, AUDIT_FITS, 400, AUDIT_APART, 0},
    {"61 days before", 39, 400, AUDIT_STRADDLES, 300, AUDIT_APART, 0},
    {"61 days after", 150, 561, AUDIT_STRADDLES, 350, AUDIT_APART, 0},
    {"no day of it", 505, 560, AUDIT_APART, 0, AUDIT_APART, 0},
    {"up to the start", 50, 100, AUDIT_APART, 0, AUDIT_APART, 0},
    {"one day of it", 50, 101, AUDIT_FITS, 1, AUDIT_APART, 0},
    {"reaches from one into the other", 450, 650, AUDIT_STRADDLES, 50,
     AUDIT_STRADDLES, 50},
    {"over a hole", 650, 900, AUDIT_APART, 0, AUDIT_STRADDLES, 150},
    {"a hole no longer than the slack", 690, 750, AUDIT_APART, 0, AUDIT_FITS,
     10},
    {"held by the second of two ranges", 850, 950, AUDIT_APART, 0, AUDIT_FITS,
     100},
    {"not compared", NONE, 400, AUDIT_APART, 0, AUDIT_APART, 0},
    {"outside of all", 1200, 1300, AUDIT_APART, 0, AUDIT_APART, 0},
};

static void interval_fits(void **state)
{
    const struct interval *x = *state;
    audit_interval_fit fit =
        audit_fit_interval(x->compared, x->day, &once, slack);

    assert_int_equal(fit.fits, x->of_once);
    assert_int_equal(fit.days, x->once_days);
    assert_int_equal(fit.start, fit.days > 0 ? 100 : NONE);
    assert_int_equal(fit.begins && fit.ends, x->of_once == AUDIT_FITS);
    fit = audit_fit_interval(x->compared, x->day, &twice, slack);
    assert_int_equal(fit.fits, x->of_twice);
    assert_int_equal(fit.days, x->twice_days);
    assert_int_equal(fit.start,
                     fit.days == 0 ? NONE : x->day > 800 ? 800 : 600);
}

/* Begins in the first range and ends in the second: in one it does neither. */
static void begins_and_ends(void **state)
{
    (void) state;
    audit_interval_fit fit = audit_fit_interval(650, 900, &twice, slack);

    assert_true(fit.fits == AUDIT_STRADDLES && fit.begins && fit.ends);
    fit = audit_fit_interval(500, 650, &twice, slack);
    assert_true(fit.fits == AUDIT_STRADDLES && !fit.begins && fit.ends);
    fit = audit_fit_interval(900, 1061, &twice, slack);
    assert_true(fit.fits == AUDIT_STRADDLES && fit.begins && !fit.ends);
}

static void periods_are_apart(void **state)
{
    (void) state;
    const int from[] = {700, 1000}, to[] = {800, 1100}, late = 801;
    audit_days between = {2, from, to};
    audit_days overlapping = {1, from, &late};

    assert_true(audit_are_apart(&once, &twice));
    assert_true(audit_are_apart(&between, &twice));
    assert_false(audit_are_apart(&twice, &overlapping));
    assert_false(audit_are_apart(&overlapping, &twice));
    assert_false(audit_are_apart(&twice, &twice));
}

struct scan {
    const char *name;
    int day, after_once, after_twice;
};

static const struct scan scans_of_a_day[] = {
    {"on the first day", 100, NONE, NONE},
    {"the day after it", 101, 0, NONE},
    {"on the last day", 500, 0, NONE},
    {"60 days after the end", 560, 60, NONE},
    {"61 days after it", 561, NONE, NONE},
    {"in the second", 650, NONE, 0},
    {"in a hole, after a range", 750, NONE, 50},
    {"in the second range", 801, NONE, 0},
};

static void scan_fits(void **state)
{
    const struct scan *x = *state;
    audit_scan_fit fit = audit_fit_scan(x->day, &once, slack);

    assert_int_equal(fit.after, x->after_once);
    fit = audit_fit_scan(x->day, &twice, slack);
    assert_int_equal(fit.after, x->after_twice);
    assert_int_equal(fit.start,
                     fit.after == NONE ? NONE : x->day > 800 ? 800 : 600);
}

static void refuses_scans_that_cannot_be(void **state)
{
    (void) state;
    const int one[] = {1, 1}, none[] = {NONE, NONE}, back[] = {9, 8};
    const int missing[] = {9, NONE}, later[] = {9, 9};
    audit_scans unsorted = {2, one, none, back};
    const int mixed[] = {1, 3, 2}, nine[] = {9, 9, 9}, three[] = {NONE, NONE, NONE};
    audit_scans crossed = {3, mixed, three, nine};
    audit_scans dayless = {2, one, none, missing};
    audit_scans itself = {1, one, later, later};

    assert_int_equal(audit_check_scans(&unsorted).code, AUDIT_NOT_SORTED);
    assert_int_equal(audit_check_scans(&dayless).code, AUDIT_BAD_DAY);
    assert_int_equal(audit_check_scans(&itself).code, AUDIT_BAD_INTERVAL);
    audit_status status = audit_check_scans(&crossed);
    assert_int_equal(status.code, AUDIT_NOT_SORTED);
    assert_int_equal(status.at, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_and_ends),
        cmocka_unit_test(periods_are_apart),
        cmocka_unit_test(refuses_scans_that_cannot_be),
    };
    int failed = cmocka_run_group_tests_name("lesions", tests, NULL, NULL);
    failed += RUN_CASES("an interval", interval_fits, intervals);
    failed += RUN_CASES("a scan", scan_fits, scans_of_a_day);
    return failed != 0;
}
