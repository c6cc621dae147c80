#include "curve_steps.h"

#include <math.h>

#include "base/sum.h"

size_t audit_curve_steps_size(size_t n_places)
{
    return 5 * n_places + 1;
}

audit_curve_steps audit_curve_steps_in(size_t m, double *room)
{
    return (audit_curve_steps) {room + 4 * m, room, room + m, room + 2 * m,
                                room + 3 * m};
}

void audit_make_curve(audit_curve_kind kind, size_t n_places,
                      const audit_curve_steps *x)
{
    double value = audit_curve_origin(kind);
    audit_sum drift = {0, 0};

    for (size_t j = 0; j < n_places; j++) {
        double d = x->events[j], r = x->at_risk[j];
        double left = kind == AUDIT_MCF ? r : r - d;

        x->own[j] = left > 0 ? 1 / left : 0;
        if (d > 0) {
            value = kind == AUDIT_MCF ? value + d / r : value * (left / r);
            audit_add(&drift, x->own[j] * (d / r));
        }
        x->value[j] = value;
        x->drift[j] = audit_total(drift);
    }
}

audit_curve_reader audit_read_curve(audit_curve_kind kind, size_t n_places,
                                    const audit_curve_steps *curve)
{
    size_t first = 0;

    while (first < n_places && curve->at_risk[first] == 0)
        first++;
    return (audit_curve_reader) {kind, n_places, curve, 0, first, 0, INFINITY, 0, 0};
}

audit_point audit_next_point(audit_curve_reader *x, const audit_places *at,
                             size_t j)
{
    size_t place = audit_risk_place(x->n_places, at, j);
    size_t upto = (size_t) (at->upto[j] + 1);
    double before = 0; /* events on the time itself apart */

    x->at_risk = x->curve->at_risk[place];
    for (; x->seen <= place; x->seen++)
        x->least = fmin(x->least, x->curve->at_risk[x->seen]);
    x->events = 0;
    for (; x->counted < upto; x->counted++)
        x->events += x->curve->events[x->counted];
    x->had += x->events;
    before = x->had - (at->on[j] ? x->curve->events[upto - 1] : 0);
    return (audit_point) {
        upto > 0 ? x->curve->value[upto - 1] : audit_curve_origin(x->kind), 0,
        x->kind == AUDIT_MCF ? x->least : x->at_risk + before,
    };
}
