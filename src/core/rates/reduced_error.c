#include "reduced_error.h"

#include <math.h>

#include "base/sum.h"

static void add(audit_reduced_sums *x, double excess, double h)
{
    double w = 1 / (1 - h), hh = h * h;

    x->patients++;
    audit_add_at(&x->squares, x->lost, 0, excess * excess * w);
    audit_add_at(&x->h2, x->lost + 1, 0, hh);
    audit_add_at(x->w, x->lost + 2, 0, w * hh);
    audit_add_at(x->w, x->lost + 2, 1, w * hh * h);
    audit_add_at(x->w, x->lost + 2, 2, w * hh * hh);
    audit_add_at(x->ww, x->lost + 5, 0, w * w * hh * hh);
    audit_add_at(x->ww, x->lost + 5, 1, w * w * hh * hh * h);
}

/* tr(M)^2 / tr(M^2), M having w_i^.5 (h_i^2 [i = j] + c_ij) w_j^.5 in row i and
   column j, where c_ij = h_i h_j (s - h_i - h_j) and s is the sum of h^2. */
static double freedom_of(const audit_reduced_sums *x)
{
    double s = x->h2 + x->lost[1];
    double w2 = x->w[0] + x->lost[2], w3 = x->w[1] + x->lost[3];
    double w4 = x->w[2] + x->lost[4];
    double ww4 = x->ww[0] + x->lost[5], ww5 = x->ww[1] + x->lost[6];
    double trace = w2 * (1 + s) - 2 * w3;
    double of_square = ww4 * (1 + 2 * s) - 4 * ww5 + 2 * w2 * w4 +
                       2 * w3 * w3 - 4 * s * w2 * w3 + s * s * w2 * w2;
    double found = trace * trace / of_square;

    /* Rounding alone leaves the range where one patient has nearly all the time. */
    return fmin(fmax(found, 1), (double) x->patients - 1);
}

void audit_reduced_errors(const double *events, const double *time,
                          const int *group, size_t n, size_t n_groups,
                          const double *all_events, const double *all_time,
                          audit_reduced_sums *workspace, double *std_error,
                          double *freedom)
{
    for (size_t g = 0; g < n_groups; g++)
        workspace[g] = (audit_reduced_sums) {0};
    for (size_t i = 0; i < n; i++) {
        size_t g = (size_t) group[i] - 1;
        double h = time[i] / all_time[g];

        if (time[i] > 0)
            add(&workspace[g], events[i] - all_events[g] * h, h);
    }
    for (size_t g = 0; g < n_groups; g++) {
        audit_reduced_sums *x = &workspace[g];
        double squares = x->squares + x->lost[0];
        int is_known = x->patients > 1 && isfinite(squares);

        std_error[g] = is_known ? sqrt(squares) / all_time[g] : NAN;
        freedom[g] = is_known ? freedom_of(x) : NAN;
    }
}
