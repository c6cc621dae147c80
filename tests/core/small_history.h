/* small_history.h - histories of a few patients, for the tests of periods */
#ifndef MSAUDIT_SMALL_HISTORY_H
#define MSAUDIT_SMALL_HISTORY_H

#include "base/values.h"
#include "periods/ranges.h"

enum { MOST = 32, NONE = AUDIT_MISSING };

/* One patient, number 1, followed over (from, to], with courses in order. */
struct course {
    int drug, start, stop;
};

struct history {
    int from, to;
    size_t n;
    struct course course[6];
};

struct view {
    int patient[MOST], drug[MOST], start[MOST], stop[MOST];
    int from, to;
    audit_patients patients;
    audit_treatments treatments;
};

static inline void view_history(const struct history *x, struct view *view)
{
    for (size_t i = 0; i < x->n; i++) {
        view->patient[i] = 1;
        view->drug[i] = x->course[i].drug;
        view->start[i] = x->course[i].start;
        view->stop[i] = x->course[i].stop;
    }
    /* Behind the last, a row of the same patient that is none of them. */
    view->patient[x->n] = view->drug[x->n] = 1;
    view->start[x->n] = view->stop[x->n] = 0;
    view->from = x->from;
    view->to = x->to;
    view->patients = (audit_patients) {1, &view->from, &view->to};
    view->treatments = (audit_treatments) {x->n, view->patient, view->drug,
                                           view->start, view->stop};
}

/* Room for what is found. */
struct found {
    int patient[MOST], start[MOST], stop[MOST];
    int first[MOST], last[MOST], stopped[MOST];
    int membership[MOST], notes[MOST];
    audit_period period;
};

static inline audit_period *empty_period(struct found *found)
{
    found->period = (audit_period) {
        {0, found->patient, found->start, found->stop, found->first,
         found->last, found->stopped},
        found->membership, found->notes,
    };
    return &found->period;
}

/* What is to be found: ranges {start, stop}, and how the patient fares. */
struct expected {
    int membership, notes;
    size_t n;
    int range[4][2];
};

static inline void assert_found(const struct found *found,
                                const struct expected *expected)
{
    assert_int_equal(found->membership[0], expected->membership);
    assert_int_equal(found->notes[0], expected->notes);
    assert_int_equal(found->period.ranges.n, expected->n);
    for (size_t i = 0; i < expected->n; i++) {
        assert_int_equal(found->patient[i], 1);
        assert_int_equal(found->start[i], expected->range[i][0]);
        assert_int_equal(found->stop[i], expected->range[i][1]);
    }
}

#endif
