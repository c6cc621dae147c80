/* glue.h - between R objects and the core */
#ifndef MSAUDIT_GLUE_H
#define MSAUDIT_GLUE_H

#define R_NO_REMAP
#include <Rinternals.h>

#include "core/base/question.h"
#include "core/base/status.h"
#include "core/curves/curve_limits.h"
#include "core/periods/cells.h"
#include "core/rates/spread.h"

/* Raise the R error for a status, unless it is AUDIT_OK. */
void check_status(audit_status status);

/*
 * What works through n elements one by one does so in slices, between which it
 * hears an interrupt: all memory is R's, so that nothing is lost. How many elements
 * the slice from `from` on has, what came of it, and the answers from there on.
 */
size_t next_slice(R_xlen_t from, R_xlen_t n);
void check_slice(audit_status status, R_xlen_t from);
audit_answer answer_from(const audit_answer *answer, R_xlen_t from);

/* The same in a loop of the glue's own, at element i. */
void hear_interrupt(R_xlen_t i);

/* Borrow the elements of x, which the R wrapper has made n doubles or ints. */
const double *doubles(SEXP x, R_xlen_t n);
const int *ints(SEXP x, R_xlen_t n);

/* The one element of x; a size is 0 or more. */
double one_double(SEXP x);
int one_int(SEXP x);
size_t one_size(SEXP x);

/* Make element i of a list n doubles or ints, and lend them to be written. */
double *new_doubles(SEXP list, R_xlen_t i, R_xlen_t n);
int *new_ints(SEXP list, R_xlen_t i, R_xlen_t n);

/* Cut element i of a list to its first n. */
void shorten(SEXP list, R_xlen_t i, R_xlen_t n);

/* The core's view of list(period, patient, start, stop). */
audit_times times_of(SEXP list);

/* Makes the columns of a curve, so named, n long each in a list. */
extern const char *curve_columns[];
audit_curve curve_in(SEXP list, R_xlen_t n);

/* The spread of n groups, as a list of columns. */
SEXP spread_columns(const audit_spread *spread, R_xlen_t n);

/* Memory to work in, which R frees when .Call() is over. */
int *work_ints(size_t n);
double *work_doubles(size_t n);

/* Entry points of .Call(), one to each routine of the core. */
SEXP all_within(SEXP x, SEXP low, SEXP high);
SEXP at_risk(SEXP times, SEXP from, SEXP patient, SEXP day, SEXP counts,
             SEXP quiet, SEXP room);
SEXP build_facts(void);
SEXP cells(SEXP times);
SEXP ci_proportion(SEXP x, SEXP n_of, SEXP method, SEXP conf_level, SEXP side,
                   SEXP null);
SEXP ci_rate(SEXP events, SEXP years, SEXP dispersion, SEXP method,
             SEXP conf_level, SEXP side, SEXP null);
SEXP codes_of_rising(SEXP id);
SEXP compare_scans(SEXP scans, SEXP region, SEXP n_regions, SEXP known,
                   SEXP use_previous);
SEXP count_in_cells(SEXP patient, SEXP day, SEXP counts, SEXP times, SEXP cell,
                    SEXP n_cells);
SEXP curve(SEXP kind, SEXP spells, SEXP places, SEXP with_last,
           SEXP conf_level);
SEXP curve_difference(SEXP kind, SEXP first, SEXP second, SEXP n_patients,
                      SEXP is_paired, SEXP variance, SEXP places,
                      SEXP conf_level);
SEXP curve_incidence(SEXP tally, SEXP times, SEXP conf_level);
SEXP cut_at_events(SEXP patient, SEXP day, SEXP counts, SEXP times, SEXP cell,
                   SEXP first_only, SEXP room);
SEXP cut_lesions(SEXP scans, SEXP time);
SEXP days_of_dates(SEXP year, SEXP month, SEXP day);
SEXP days_plus_months(SEXP days, SEXP months, SEXP clock);
SEXP drug_on_day(SEXP treatments, SEXP patient, SEXP first, SEXP last);
SEXP event_hits(SEXP events, SEXP windows, SEXP with_before, SEXP n_outcomes);
SEXP event_incidence(SEXP hits, SEXP n_outcomes, SEXP cells, SEXP n_rows,
                     SEXP nothing_competes, SEXP times, SEXP conf_level);
SEXP event_spread(SEXP hits, SEXP n_outcomes, SEXP cells, SEXP n_rows,
                  SEXP order);
SEXP event_sums(SEXP hits, SEXP n_outcomes, SEXP cells, SEXP n_rows);
SEXP event_times(SEXP tally);
SEXP find_onsets(SEXP samples, SEXP values, SEXP baselines, SEXP rule,
                 SEXP first, SEXP last, SEXP until, SEXP k);
SEXP fold_text(SEXP x, SEXP how);
SEXP follow_up(SEXP end, SEXP death, SEXP data_lock);
SEXP grade_labs(SEXP values, SEXP baselines, SEXP rules, SEXP unit_of,
                SEXP normal_is_0, SEXP wanted, SEXP levels);
SEXP group_rates(SEXP sums, SEXP reference, SEXP measure, SEXP method,
                 SEXP conf_level, SEXP side);
SEXP keep_relapses(SEXP patient, SEXP onset, SEXP end, SEXP rule);
SEXP lab_baselines(SEXP patient, SEXP day, SEXP values, SEXP origin,
                   SEXP n_tests);
SEXP lab_courses(SEXP tests, SEXP times, SEXP cell, SEXP origin, SEXP until,
                 SEXP k);
SEXP lab_states(SEXP values);
SEXP landmark_grades(SEXP tests, SEXP target, SEXP first, SEXP last);
SEXP lesion_change(SEXP scans, SEXP value, SEXP times, SEXP cell, SEXP slack,
                   SEXP n_cells);
SEXP linear_most(SEXP factors, SEXP rows, SEXP columns, SEXP most);
SEXP log_t_interval(SEXP estimate, SEXP log_std_error, SEXP freedom,
                    SEXP conf_level, SEXP side, SEXP null);
SEXP mean_rates(SEXP events, SEXP time, SEXP group, SEXP n_groups,
                SEXP conf_level);
SEXP medians(SEXP values, SEXP group, SEXP n_groups, SEXP conf_level);
SEXP nb_profile(SEXP list, SEXP fitted, SEXP at, SEXP std_error, SEXP drop);
SEXP negative_binomial(SEXP list, SEXP expected);
SEXP paired_proportions(SEXP both, SEXP first, SEXP second, SEXP neither,
                        SEXP method, SEXP conf_level, SEXP side);
SEXP paired_rates(SEXP before, SEXP time_before, SEXP after, SEXP time_after,
                  SEXP method, SEXP floor, SEXP conf_level, SEXP side,
                  SEXP null);
SEXP patient_rates(SEXP events, SEXP time, SEXP group, SEXP n_groups);
SEXP reduced_errors(SEXP events, SEXP time, SEXP group, SEXP all_events,
                    SEXP all_time);
SEXP patient_spread(SEXP events, SEXP time, SEXP group, SEXP n_groups,
                    SEXP part);
SEXP period_calendar(SEXP patients, SEXP treatments, SEXP first, SEXP last);
SEXP period_gap(SEXP patients, SEXP treatments, SEXP from, SEXP to);
SEXP period_given(SEXP patients, SEXP patient, SEXP start, SEXP stop);
SEXP period_on(SEXP patients, SEXP treatments, SEXP drug, SEXP grace,
               SEXP extend);
SEXP period_window(SEXP patients, SEXP treatments, SEXP drug, SEXP months,
                   SEXP until, SEXP days, SEXP clock);
SEXP poisson_clustered(SEXP list, SEXP patient, SEXP n_patients);
SEXP permuted_rates(SEXP events, SEXP time, SEXP n1, SEXP measure, SEXP side,
                    SEXP permutations);
SEXP pooled_rates(SEXP events, SEXP time, SEXP patients, SEXP spread,
                  SEXP conf_level, SEXP side, SEXP null);
SEXP quartiles(SEXP sorted, SEXP conf_level);
SEXP rebaseline(SEXP scans, SEXP times, SEXP window);
SEXP record_order(SEXP patient, SEXP day, SEXP n_patients);
SEXP regression_to_mean(SEXP events, SEXP time, SEXP is_truncated,
                        SEXP conf_level);
SEXP shared_days(SEXP list, SEXP n_periods);
SEXP signed_rank(SEXP difference, SEXP zeros, SEXP exact, SEXP conf_level,
                 SEXP side);
SEXP spells_rise(SEXP patient, SEXP start, SEXP stop);
SEXP sum_lesions(SEXP scans, SEXP counts, SEXP times, SEXP cell, SEXP slack,
                 SEXP rule, SEXP n_cells);
SEXP tally_lesions(SEXP sums, SEXP row, SEXP asked, SEXP n_rows);
SEXP lesion_activity(SEXP scans, SEXP least, SEXP most);
SEXP any_activity(SEXP t2, SEXP gd, SEXP given, SEXP asked);
SEXP tally_times(SEXP time, SEXP status);
SEXP tally_totals(SEXP row, SEXP scans, SEXP lesions, SEXP n_rows);
SEXP text_codes(SEXP x);
SEXP tied_records(SEXP patient, SEXP day);
SEXP tie_times(SEXP time, SEXP is_asked, SEXP within);
SEXP total_lesions(SEXP count, SEXP exposure, SEXP patient, SEXP period,
                   SEXP n_patients, SEXP n_periods);
SEXP turnbull(SEXP x);
SEXP two_proportions(SEXP x1, SEXP n1, SEXP x2, SEXP n2, SEXP method,
                     SEXP conf_level, SEXP side, SEXP boschloo);
SEXP two_rates(SEXP x1, SEXP years1, SEXP x2, SEXP years2, SEXP method,
               SEXP conf_level, SEXP side, SEXP null);
SEXP whole_codes(SEXP x, SEXP first, SEXP last);
SEXP whole_days(SEXP times, SEXP least, SEXP most);
SEXP whole_places(SEXP x, SEXP first, SEXP last);
SEXP whole_range(SEXP x);

#endif
