#include "curve.h"

#include <math.h>

size_t audit_curve_workspace(const audit_grid *grid)
{
    return audit_curve_steps_size(grid) + 2 * (grid->n_places + 1) +
           grid->n_places;
}

/* Greenwood's sum is that of the drift. */
static double std_error_at(audit_curve_kind kind, const audit_curve_steps *x,
                           const double *squares, int place)
{
    if (place < 0)
        return 0;
    return kind == AUDIT_MCF ? sqrt(squares[place])
                             : x->value[place] * sqrt(x->drift[place]);
}

audit_status audit_curve_at(audit_curve_kind kind, const audit_grid *grid,
                            size_t n_patients, const audit_places *at,
                            double conf_level, double *workspace,
                            const audit_curve *out)
{
    audit_status status = audit_check_grid(grid, n_patients);
    audit_curve_steps x = audit_curve_steps_in(grid, workspace);
    double *change = workspace + audit_curve_steps_size(grid);
    double *squares = change + 2 * (grid->n_places + 1);

    if (status.code == AUDIT_OK)
        status = audit_check_places(grid, at);
    if (status.code != AUDIT_OK)
        return status;
    audit_make_curve(kind, grid, &x);
    if (kind == AUDIT_MCF)
        audit_sum_squares(grid, &(audit_steps) {x.own, x.drift}, x.at_risk,
                          change, squares);

    audit_curve_reader reader = audit_read_curve(kind, grid, &x);
    for (size_t j = 0; j < at->k; j++) {
        audit_point point = audit_next_point(&reader, at, j);

        out->at_risk[j] = reader.at_risk;
        out->events[j] = reader.events;
        out->estimate[j] = out->std_error[j] = NAN;
        out->low[j] = out->high[j] = NAN;
        if (grid->n == 0)
            continue;
        point.std_error = std_error_at(kind, &x, squares, at->upto[j]);
        out->estimate[j] = point.value;
        out->std_error[j] = point.std_error;
        audit_point_limits(kind, &point, (1 - conf_level) / 2, &out->low[j],
                           &out->high[j]);
    }
    return audit_ok();
}
