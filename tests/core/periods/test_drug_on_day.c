#include "test.h"

#include "base/values.h"
#include "periods/drug_on_day.h"

/* Drugs 1, 2, 3 of patient 2, who stops the second within the first. */
static const int patient[] = {1, 2, 2, 2, 4};
static const int drug[] = {9, 1, 2, 3, 8};
static const int start[] = {0, 100, 200, 600, 50};
static const int stop[] = {AUDIT_MISSING, 500, 300, 600, AUDIT_MISSING};
static const audit_treatments courses = {5, patient, drug, start, stop};

struct day {
    const char *name;
    int patient, first, last, drug;
};

static const struct day days[] = {
    {"on a course", 2, 150, 400, 1},
    {"on the course started last", 2, 250, 400, 2},
    {"on the older one after the newer has stopped", 2, 300, 400, 1},
    {"on the day of a start", 2, 200, 400, 2},
    {"before any, the next", 2, 50, 400, 1},
    {"between two, the next", 2, 500, 700, 3},
    {"the next is after the period", 2, 500, 600, 0},
    {"a course of one day, on that day", 2, 600, 700, 3},
    {"a course of one day, later", 2, 601, 700, 0},
    {"ongoing", 1, 5000, 5100, 9},
    {"no course", 3, 0, 1000, 0},
    {"the last patient", 4, 40, 1000, 8},
    {"nobody after the last", 5, 40, 1000, 0},
};

static void is_what_the_rule_says(void **state)
{
    const struct day *x = *state;
    int found;

    audit_drug_on_day(&courses, &x->patient, &x->first, &x->last, 1, &found);
    assert_int_equal(found, x->drug);
}

int main(void)
{
    return RUN_CASES("drug_on_day", is_what_the_rule_says, days) != 0;
}
