/* audit_fit_nb(), audit_nb_profile() and audit_cluster_variance() of any rows */
#include "fuzz.h"

#include "regression/cluster_variance.h"
#include "regression/nb_profile.h"
#include "regression/negative_binomial.h"

enum { patients = 8 };

/* Variances of the Poisson fit are not negative, whoever's the rows are. */
static void cluster(const audit_nb_data *rows, const uint8_t *data,
                    double *covariance, double *b)
{
    int patient[16];
    size_t q = audit_nb_coefficients(rows);
    size_t fit_needs = audit_nb_fit_workspace(rows);
    size_t needs = audit_cluster_variance_workspace(rows, patients);
    audit_nb_fit fit = {b, covariance, 0, 0, 0, 0, 0};
    audit_held poisson = {q, 0, NULL};

    for (size_t i = 0; i < rows->n; i++)
        patient[i] = 1 + data[4 * i + 2] / 4 % patients;
    double *workspace = calloc(fit_needs > needs ? fit_needs : needs,
                               sizeof *workspace);
    if (audit_fit_nb(rows, poisson, 0, workspace, &fit).code == AUDIT_OK) {
        audit_status status = audit_cluster_variance(
            rows, b, patient, patients, workspace, covariance);
        MUST(status.code == AUDIT_OK || status.code == AUDIT_NO_FIT);
        for (size_t j = 0; status.code == AUDIT_OK && j < q; j++)
            MUST(isinf(b[j]) ? isnan(covariance[j * (q + 1)])
                             : covariance[j * (q + 1)] >= 0);
    }
    free(workspace);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { most = 16, groups = 2 };
    size_t n = size / 4 < most ? size / 4 : most;
    double events[most], time[most], x[most], above[256], b[3];
    double covariance[9], low, high;
    int group[most];
    size_t greatest = 0;

    if (n == 0)
        return 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t y = data[4 * i] < 200 ? data[4 * i] % 8 : data[4 * i];
        events[i] = y;
        time[i] = (1 + data[4 * i + 1]) / 60.0;
        group[i] = 1 + data[4 * i + 2] % groups;
        x[i] = data[4 * i + 3] / 128.0 - 1;
        greatest = y > greatest ? y : greatest;
    }
    group[0] = 1;
    audit_nb_data rows = {n, groups, size % 2, greatest, events, time, x,
                          group, above, 0};
    audit_count_above(events, n, greatest, above);
    rows.constant = audit_nb_constant(events, time, n, above, greatest);
    double *workspace = calloc(audit_nb_profile_workspace(&rows),
                               sizeof *workspace);
    audit_nb_fit fit = {b, covariance, 0, 0, 0, 0, 0};
    audit_status status = audit_fit_nb(&rows, AUDIT_NONE_HELD, size / 2 % 2,
                                       workspace, &fit);
    if (status.code == AUDIT_OK) {
        MUST(fit.alpha >= 0 && isfinite(fit.alpha));
        MUST(fit.log_likelihood >= fit.poisson - 1e-6);
        MUST(isnan(covariance[0]) || covariance[0] > 0);
        status = audit_nb_profile(&rows, &fit, 1, 1, 3.84, workspace, &low,
                                  &high);
        MUST(status.code != AUDIT_OK || low <= high);
    } else {
        MUST(status.code == AUDIT_NO_FIT);
    }
    free(workspace);
    cluster(&rows, data, covariance, b);
    return 0;
}
