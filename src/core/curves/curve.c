#include "curve.h"

#include <math.h>

audit_status audit_make_whole_curve(audit_curve_kind kind,
                                    const audit_spells *spells,
                                    const audit_whole_curve *x)
{
    const audit_curve_steps *steps = &x->steps;
    int counted;
    audit_status status = audit_tally_spells(spells, steps->at_risk,
                                             steps->events, x->stops, &counted);

    if (status.code != AUDIT_OK)
        return status;
    if (kind == AUDIT_MCF && !spells->patient && spells->n > 0)
        return audit_fail(AUDIT_BAD_PATIENT, 0);
    audit_make_curve(kind, spells->n_places, steps);
    if (!spells->patient)
        return status;
    return audit_spell_squares(spells, &(audit_steps) {steps->own, steps->drift},
                               steps->at_risk, steps->events, x->stops, counted,
                               &x->room, x->squares);
}

/* Greenwood's sum is that of the drift. */
static double std_error_at(audit_curve_kind kind, const audit_whole_curve *x,
                           int place)
{
    if (place < 0)
        return 0;
    return kind == AUDIT_MCF
               ? sqrt(x->squares[place])
               : x->steps.value[place] * sqrt(x->steps.drift[place]);
}

audit_status audit_curve_at(audit_curve_kind kind, const audit_spells *spells,
                            const audit_whole_curve *whole,
                            const audit_places *at, double conf_level,
                            const audit_curve *out)
{
    audit_status status = audit_check_places(spells->n_places, at);

    if (status.code != AUDIT_OK)
        return status;
    audit_curve_reader reader = audit_read_curve(kind, spells->n_places,
                                                 &whole->steps);
    for (size_t j = 0; j < at->k; j++) {
        audit_point point = audit_next_point(&reader, at, j);

        out->at_risk[j] = reader.at_risk;
        out->events[j] = reader.events;
        out->estimate[j] = out->std_error[j] = NAN;
        out->low[j] = out->high[j] = NAN;
        if (spells->n == 0)
            continue;
        point.std_error = std_error_at(kind, whole, at->upto[j]);
        out->estimate[j] = point.value;
        out->std_error[j] = point.std_error;
        audit_point_limits(kind, &point, (1 - conf_level) / 2, &out->low[j],
                           &out->high[j]);
    }
    return audit_ok();
}
