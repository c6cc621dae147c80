#include "test.h"

#include "periods/period_calendar.h"
#include "small_history.h"

/* Days first to last; the window of adverse events beside the range. */
struct stretch {
    const char *name;
    struct history history;
    int first, last;
    struct expected expected;
    int window[2];
};

static const struct stretch stretches[] = {
    {"inside follow-up", {0, 900, 0, {{0, 0, 0}}}, 50, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{49, 60}}}, {50, 60}},
    {"one day", {0, 900, 0, {{0, 0, 0}}}, 50, 50,
     {AUDIT_IN_PERIOD, 0, 1, {{49, 50}}}, {50, 50}},
    {"follow-up starts in it", {55, 900, 0, {{0, 0, 0}}}, 50, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{55, 60}}}, {55, 60}},
    {"follow-up starts on its first day", {50, 900, 0, {{0, 0, 0}}}, 50, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{50, 60}}}, {50, 60}},
    {"follow-up starts the day after", {51, 900, 0, {{0, 0, 0}}}, 50, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{51, 60}}}, {51, 60}},
    {"no start, a treatment the day after", {NONE, 900, 1, {{1, 51, 80}}}, 50,
     60, {AUDIT_IN_PERIOD, 0, 1, {{51, 60}}}, {51, 60}},
    {"follow-up starts the day before", {49, 900, 0, {{0, 0, 0}}}, 50, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{49, 60}}}, {50, 60}},
    {"follow-up ends in it", {0, 55, 0, {{0, 0, 0}}}, 50, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{49, 55}}}, {50, 55}},
    {"all of follow-up", {0, 900, 0, {{0, 0, 0}}}, NONE, NONE,
     {AUDIT_IN_PERIOD, 0, 1, {{0, 900}}}, {0, 900}},
    {"no start, a treatment", {NONE, 900, 1, {{1, 70, 80}}}, NONE, NONE,
     {AUDIT_IN_PERIOD, 0, 1, {{70, 900}}}, {70, 900}},
    {"no start, a treatment in it", {NONE, 900, 1, {{1, 55, 80}}}, 50, 60,
     {AUDIT_IN_PERIOD, 0, 1, {{55, 60}}}, {55, 60}},
    {"no start, no treatment", {NONE, 900, 0, {{0, 0, 0}}}, 50, 60,
     {AUDIT_NO_BEGINNING, 0, 0, {{0, 0}}}, {0, 0}},
    {"after follow-up", {0, 40, 0, {{0, 0, 0}}}, 50, 60,
     {AUDIT_NO_DAYS, 0, 0, {{0, 0}}}, {0, 0}},
    {"before follow-up", {60, 900, 0, {{0, 0, 0}}}, 50, 60,
     {AUDIT_NO_DAYS, 0, 0, {{0, 0}}}, {0, 0}},
};

static void lies(void **state)
{
    const struct stretch *x = *state;
    struct view view;
    struct found found;

    view_history(&x->history, &view);
    audit_status status =
        audit_period_calendar(&view.patients, &view.treatments, x->first,
                              x->last, empty_period(&found));
    assert_int_equal(status.code, AUDIT_OK);
    assert_found(&found, &x->expected);
    if (x->expected.n == 0)
        return;
    assert_int_equal(found.first[0], x->window[0]);
    assert_int_equal(found.last[0], x->window[1]);
}

int main(void)
{
    return RUN_CASES("calendar", lies, stretches) != 0;
}
