#include "test.h"

#include "periods/period_gap.h"
#include "small_history.h"

/* From drug 1 to drug 2. */
struct gap {
    const char *name;
    struct history history;
    struct expected expected;
};

static const struct gap gaps[] = {
    {"a washout", {0, 900, 2, {{1, 10, 100}, {2, 150, 200}}},
     {AUDIT_IN_PERIOD, 0, 1, {{100, 150}}}},
    {"from the last of two stops",
     {0, 900, 3, {{1, 10, 50}, {1, 70, 100}, {2, 150, 200}}},
     {AUDIT_IN_PERIOD, 0, 1, {{100, 150}}}},
    {"another course of the first from the day of the switch",
     {0, 900, 3, {{1, 10, 100}, {1, 150, 300}, {2, 150, 200}}},
     {AUDIT_IN_PERIOD, 0, 1, {{100, 150}}}},
    {"on the day of the stop", {0, 900, 2, {{1, 10, 100}, {2, 100, 200}}},
     {AUDIT_NO_DAYS, 0, 0, {{0, 0}}}},
    {"still on the first drug", {0, 900, 2, {{1, 10, 101}, {2, 100, 200}}},
     {AUDIT_STILL_ON, 0, 0, {{0, 0}}}},
    {"never stopped the first", {0, 900, 2, {{1, 10, NONE}, {2, 100, 200}}},
     {AUDIT_STILL_ON, 0, 0, {{0, 0}}}},
    {"back on the first later",
     {0, 900, 3, {{1, 10, 100}, {2, 150, 200}, {1, 300, 400}}},
     {AUDIT_IN_PERIOD, 0, 1, {{100, 150}}}},
    {"the second before the first counts not",
     {0, 900, 3, {{2, 5, 8}, {1, 10, 100}, {2, 150, 200}}},
     {AUDIT_IN_PERIOD, 0, 1, {{100, 150}}}},
    {"both started on one day", {0, 900, 2, {{1, 10, 10}, {2, 10, 200}}},
     {AUDIT_NO_SWITCH, 0, 0, {{0, 0}}}},
    {"the first alone", {0, 900, 1, {{1, 10, 100}}},
     {AUDIT_NO_SWITCH, 0, 0, {{0, 0}}}},
    {"the second alone", {0, 900, 1, {{2, 10, 100}}},
     {AUDIT_NO_SWITCH, 0, 0, {{0, 0}}}},
    {"a third drug in it",
     {0, 900, 3, {{1, 10, 100}, {3, 110, 120}, {2, 150, 200}}},
     {AUDIT_IN_PERIOD, AUDIT_OTHER_DRUG, 1, {{100, 150}}}},
    {"a third drug that ends as it begins",
     {0, 900, 3, {{1, 10, 100}, {3, 90, 100}, {2, 150, 200}}},
     {AUDIT_IN_PERIOD, 0, 1, {{100, 150}}}},
    {"a third drug that begins as it ends",
     {0, 900, 3, {{1, 10, 100}, {2, 150, 200}, {3, 150, 170}}},
     {AUDIT_IN_PERIOD, 0, 1, {{100, 150}}}},
    {"the second on the day the first began, and later",
     {0, 900, 3, {{1, 10, 100}, {2, 10, 20}, {2, 150, 200}}},
     {AUDIT_IN_PERIOD, 0, 1, {{100, 150}}}},
    {"a third drug that runs through",
     {0, 900, 3, {{3, 5, NONE}, {1, 10, 100}, {2, 150, 200}}},
     {AUDIT_IN_PERIOD, AUDIT_OTHER_DRUG, 1, {{100, 150}}}},
};

static void is_gap(void **state)
{
    const struct gap *x = *state;
    struct view view;
    struct found found;

    view_history(&x->history, &view);
    audit_status status = audit_period_gap(&view.patients, &view.treatments, 1,
                                           2, empty_period(&found));
    assert_int_equal(status.code, AUDIT_OK);
    assert_found(&found, &x->expected);
}

int main(void)
{
    return RUN_CASES("a gap", is_gap, gaps) != 0;
}
