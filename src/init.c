#include "glue.h"

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

/*
 * R keeps routines of every shape under one type. The cast goes by
 * void (*)(void), which compilers take to mean that this is intended. R code
 * sees a routine as C_name (@useDynLib in R/msaudit-package.R).
 */
#define ROUTINE(name, n_args) {#name, (DL_FUNC) (void (*)(void)) &name, n_args}

static const R_CallMethodDef routines[] = {
    ROUTINE(all_within, 3),
    ROUTINE(at_risk, 7),
    ROUTINE(build_facts, 0),
    ROUTINE(cells, 1),
    ROUTINE(ci_proportion, 6),
    ROUTINE(ci_rate, 7),
    ROUTINE(codes_of_rising, 1),
    ROUTINE(compare_scans, 5),
    ROUTINE(count_in_cells, 6),
    ROUTINE(curve, 5),
    ROUTINE(curve_difference, 8),
    ROUTINE(curve_incidence, 3),
    ROUTINE(cut_at_events, 7),
    ROUTINE(cut_lesions, 2),
    ROUTINE(days_of_dates, 3),
    ROUTINE(days_plus_months, 3),
    ROUTINE(drug_on_day, 4),
    ROUTINE(event_hits, 4),
    ROUTINE(event_incidence, 7),
    ROUTINE(event_spread, 5),
    ROUTINE(event_sums, 4),
    ROUTINE(event_times, 1),
    ROUTINE(find_onsets, 8),
    ROUTINE(fold_text, 2),
    ROUTINE(follow_up, 3),
    ROUTINE(grade_labs, 7),
    ROUTINE(group_rates, 6),
    ROUTINE(keep_relapses, 4),
    ROUTINE(lab_baselines, 5),
    ROUTINE(lab_courses, 6),
    ROUTINE(lab_states, 1),
    ROUTINE(landmark_grades, 4),
    ROUTINE(lesion_change, 6),
    ROUTINE(linear_most, 4),
    ROUTINE(log_t_interval, 6),
    ROUTINE(mean_rates, 5),
    ROUTINE(medians, 4),
    ROUTINE(nb_profile, 5),
    ROUTINE(negative_binomial, 2),
    ROUTINE(paired_proportions, 7),
    ROUTINE(paired_rates, 9),
    ROUTINE(patient_rates, 4),
    ROUTINE(reduced_errors, 5),
    ROUTINE(patient_spread, 5),
    ROUTINE(period_calendar, 4),
    ROUTINE(period_gap, 4),
    ROUTINE(period_given, 4),
    ROUTINE(period_on, 5),
    ROUTINE(period_window, 7),
    ROUTINE(poisson_clustered, 3),
    ROUTINE(permuted_rates, 6),
    ROUTINE(pooled_rates, 7),
    ROUTINE(quartiles, 2),
    ROUTINE(rebaseline, 3),
    ROUTINE(record_order, 3),
    ROUTINE(regression_to_mean, 4),
    ROUTINE(shared_days, 2),
    ROUTINE(signed_rank, 5),
    ROUTINE(spells_rise, 3),
    ROUTINE(sum_lesions, 7),
    ROUTINE(tally_lesions, 4),
    ROUTINE(lesion_activity, 3),
    ROUTINE(any_activity, 4),
    ROUTINE(tally_times, 2),
    ROUTINE(tally_totals, 4),
    ROUTINE(text_codes, 1),
    ROUTINE(tied_records, 2),
    ROUTINE(total_lesions, 6),
    ROUTINE(tie_times, 3),
    ROUTINE(turnbull, 1),
    ROUTINE(two_proportions, 8),
    ROUTINE(two_rates, 8),
    ROUTINE(whole_codes, 3),
    ROUTINE(whole_days, 3),
    ROUTINE(whole_places, 3),
    ROUTINE(whole_range, 1),
    {NULL, NULL, 0}
};

attribute_visible void R_init_msaudit(DllInfo *dll)
{
    R_registerRoutines(dll, NULL, routines, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
}
