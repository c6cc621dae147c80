# Under `make gctorture` R collects garbage at every allocation while `expr` runs,
# so that what C forgot to protect is freed at once. That takes a minute in all; each
# other run looks at what comes back alone.
torture <- function(expr) {
  if (!nzchar(Sys.getenv("R_GCTORTURE"))) return(expr)
  before <- gctorture2(1)
  on.exit(gctorture2(before))
  expr
}

patients <- list(c(0L, NA), c(900L, 1000L))
courses <- list(c(1L, 1L, 2L), c(1L, 2L, 1L), c(10L, 200L, 5L), c(100L, NA, 300L))
times <- list(period = c(1L, 1L), patient = 1:2, start = c(10L, 5L), stop = c(100L, 300L))
spells <- list(1:2, c(-1L, 0L), c(5L, 9L), c(1, 0), 10L)
any_spells <- list(c(0, 5), c(5, 9), c(1, 0), 2:1, 1L, 2L, 0, 10L)
labs <- list(0.5, 1L, 1L, 1, 4, NULL, 1L, 1)
rules <- list(1L, 1L, -1L, 0L, 1L, 1L, 0L, 1, 0, NA_real_, NA_real_)
graded <- list(1L, 20L, 3L, 3L, 1L, 0.4, -1L, 1L)
scans <- list(1L, 10L, 100L)
hits <- list(c(1L, 2L), c(0L, 1L), c(10L, -1L), 0:1)
cells <- list(row = c(1L, 1L), days = c(90L, 295L), end = c(90L, 295L), competing = 0:1)
tally <- list(c(3, 5), c(0L, 1L), c(0L, 1L), c(1L, 0L), 2L)
lesions <- list(2, 2, 1, 1, double(), double())

sums <- .Call(C_patient_rates, c(1, 2, 0, 1), c(1, 2, 1, 1), c(1L, 1L, 2L, 2L), 2L)
counts <- list(c(0, 3, 1, 5), c(1, 1, 2, 2), c(1L, 1L, 1L, 1L), 1L, matrix(0, 4, 0))

entries <- list(
  ci_rate = quote(.Call(C_ci_rate, 3, 2, 1, 1L, 0.95, 0L, 1)),
  ci_proportion = quote(.Call(C_ci_proportion, 3, 11, 3L, 0.95, 0L, NaN)),
  build_facts = quote(.Call(C_build_facts)),
  patient_rates = quote(.Call(C_patient_rates, c(1, 2), c(1, 2), c(1L, 1L), 1L)),
  patient_spread = quote(.Call(C_patient_spread, c(1, 4, 0), c(1, 2, 1), c(1L, 1L, 1L), 1L, 1)),
  pooled_rates = quote(.Call(C_pooled_rates, c(5, 0), c(4, 0), c(3, 0), list(c(2.7, 0), c(1.2, 1), c(0.3, 0)), 0.95, 0L, 1)),
  mean_rates = quote(.Call(C_mean_rates, c(1, 2), c(1, 3), c(1L, 1L), 1L, 0.95)),
  days_of_dates = quote(.Call(C_days_of_dates, 2011L, 3L, 5L)),
  days_plus_months = quote(.Call(C_days_plus_months, c(1L, NA), 3L, 0L)),
  record_order = quote(.Call(C_record_order, c(2L, 1L, 1L), c(3L, 2L, 1L), 2L)),
  follow_up = quote(.Call(C_follow_up, c(1L, NA), c(NA, 2L), 3L)),
  period_on = quote(.Call(C_period_on, patients, courses, 1L, 1L, 0L)),
  period_window = quote(.Call(C_period_window, patients, courses, 1L, c(0L, 12L), 0L, c(0L, 0L), 1L)),
  period_gap = quote(.Call(C_period_gap, patients, courses, 1L, 2L)),
  period_calendar = quote(.Call(C_period_calendar, patients, courses, 1L, 500L)),
  period_given = quote(.Call(C_period_given, patients, 1:2, c(0L, 0L), c(9L, 9L))),
  shared_days = quote(.Call(C_shared_days, list(1:2, c(1L, 1L), c(0L, 5L), c(9L, 20L)), 2L)),
  cells = quote(.Call(C_cells, times)),
  keep_relapses = quote(.Call(C_keep_relapses, c(1L, 1L), c(3L, 9L), c(5L, 9L), c(30L, 1L, 0L))),
  at_risk = quote(.Call(C_at_risk, times, c(NA, 20L), 1L, 50L, 1L, 9L, 3)),
  count_in_cells = quote(.Call(C_count_in_cells, 1L, 20L, 1L, times, 0:1, 2L)),
  curve = quote(list(.Call(C_curve, 0L, any_spells, list(c(3L, 8L), 0:1), 0L, 0.95),
                     .Call(C_curve, 1L, list(NULL, c(5, 9), c(1, 0), NULL, 0L, 0L, 5, 5L), NULL, 1L, 0.95))),
  curve_difference = quote(.Call(C_curve_difference, 1L, spells, spells, c(2L, 2L), 0L, 0L,
                                 list(c(3L, 8L), 0:1), 0.95)),
  drug_on_day = quote(.Call(C_drug_on_day, courses, 1:2, c(0L, 300L), c(900L, 900L))),
  spells_rise = quote(.Call(C_spells_rise, 1:2, c(0L, 0L), c(5L, 9L))),
  whole_range = quote(list(.Call(C_whole_range, c(3, 9, -1)), .Call(C_whole_range, c(NA, 9L)))),
  whole_places = quote(.Call(C_whole_places, c(3, 9), 2, 10)),
  whole_codes = quote(.Call(C_whole_codes, c(3, 9), 2, 10)),
  codes_of_rising = quote(.Call(C_codes_of_rising, c(3L, 3L, 9L))),
  curve_incidence = quote(.Call(C_curve_incidence, tally, c(3, 8), 0.95)),
  cut_at_events = quote(.Call(C_cut_at_events, 1L, 20L, 1L, times, 0:1, 0L, 3)),
  cut_lesions = quote(.Call(C_cut_lesions, list(c(0L, 0L, 1L), c(100, 200, 1), c(1, 0, 2), c(1, 0, Inf)), c(200, Inf, 3))),
  event_hits = quote(.Call(C_event_hits, list(1L, 20L, 1L),
                           list(c(1L, 1L), 1:2, c(10L, 5L), c(99L, 299L), c(90L, 295L), 0:1), 1L, 2L)),
  event_incidence = quote(.Call(C_event_incidence, hits, 2L, cells, 1L, 0L, c(5, 365), 0.95)),
  event_times = quote(.Call(C_event_times, tally)),
  event_spread = quote(.Call(C_event_spread, hits, 2L, cells, 1L, 0:1)),
  event_sums = quote(.Call(C_event_sums, hits, 2L, cells, 1L)),
  compare_scans = quote(.Call(C_compare_scans, scans, 1L, 1L, 1L, 1L)),
  rebaseline = quote(.Call(C_rebaseline, scans, times, c(0L, 90L))),
  lesion_change = quote(.Call(C_lesion_change, scans, 3, times, 0:1, c(60L, 60L), 2L)),
  sum_lesions = quote(.Call(C_sum_lesions, scans, lesions, times, 0:1, c(60L, 60L), c(3L, 1L, 1L, 1048575L), 2L)),
  tally_lesions = quote(.Call(C_tally_lesions, .Call(C_sum_lesions, scans, lesions, times, 0:1, c(60L, 60L),
                                                     c(0L, 1L, 0L, 1048575L), 2L), c(1L, 1L), c(1L, 1L), 1L)),
  lesion_activity = quote(.Call(C_lesion_activity, c(0, 2), c(0, 0), c(0, 3))),
  any_activity = quote(.Call(C_any_activity, 0:3, 3:0, c(0L, 0L, 0L, 2L), c(1L, 1L))),
  tie_times = quote(.Call(C_tie_times, c(1, 1.25, 3), c(0L, 1L, 0L), 0.5)),
  turnbull = quote(.Call(C_turnbull, list(c(0, 2), c(3, Inf), c(1, 2), 0:1, 0:1))),
  quartiles = quote(.Call(C_quartiles, c(1, 2, 4), 0.9)),
  paired_rates = quote(.Call(C_paired_rates, c(2, 1), c(1, 1), c(0, 1), c(1, 2), 0L, 0L, 0.95, 0L, 1)),
  paired_proportions = quote(.Call(C_paired_proportions, 1, 2, 3, 4, 0L, 0.95, 0L)),
  grade_labs = quote(.Call(C_grade_labs, labs, list(0.7, 0L), rules, 1L, 0L, rep(1L, 11),
                           list("a", NULL, "b", NULL, "c", "d", c("e", "f"), letters, NULL, NULL, NULL))),
  all_within = quote(.Call(C_all_within, c(1, NaN, 3), 0, 3)),
  fold_text = quote(.Call(C_fold_text, c(" Ne\u0301vrite", NA), 1L)),
  text_codes = quote(.Call(C_text_codes, c("b", "a", NA, "b"))),
  lab_baselines = quote(.Call(C_lab_baselines, 1L, 20L, labs, 10L, 1L)),
  lab_courses = quote(.Call(C_lab_courses, graded, times, 0:1, c(10L, 5L), c(900L, 900L), 1L)),
  lab_states = quote(.Call(C_lab_states, labs)),
  tally_times = quote(.Call(C_tally_times, c(5, 3, 5), c(1L, 0L, 2L))),
  landmark_grades = quote(.Call(C_landmark_grades, graded, 20L, 10L, 30L)),
  find_onsets = quote(.Call(C_find_onsets, list(1L, 20L, 0L), labs, NULL, list(1L, 1L, -1L, 0L, 1L, 1L, 0L, 1), 1L, 50L,
                            90L, 1L)),
  tied_records = quote(.Call(C_tied_records, c(1L, 1L, 2L), c(5L, 5L, 5L))),
  whole_days = quote(.Call(C_whole_days, c(1.5, NaN, 9), -10L, 10L)),
  two_rates = quote(.Call(C_two_rates, 4, 18, 17, 13, 0L, 0.95, 0L, 1)),
  two_proportions = quote(.Call(C_two_proportions, 4, 9, 1, 8, 0L, 0.95, 0L, 1L)),
  reduced_errors = quote(.Call(C_reduced_errors, c(2, 1, 0), c(1, 2, 1), c(1L, 1L, 1L), 3, 4)),
  group_rates = quote(.Call(C_group_rates, c(sums, list(freedom = c(1, 1))), 0L, 0L, 0L, 0.95, 0L)),
  permuted_rates = quote({
    set.seed(1)
    .Call(C_permuted_rates, c(1, 0, 2, 3), c(1, 1, 1, 1), 2L, 0L, 0L, 9L)
  }),
  log_t_interval = quote(.Call(C_log_t_interval, c(1, NaN), c(0.5, 1), c(3, 3), 0.95, 0L, 1)),
  regression_to_mean = quote(.Call(C_regression_to_mean, c(1, 1, 2, 5), c(1, 2, 2, 1), 1L, 0.95)),
  signed_rank = quote(.Call(C_signed_rank, c(-2, 0, 1, 3), 0L, 1L, 0.95, 0L)),
  linear_most = quote(.Call(C_linear_most, list(1L, 1L, 1), list(-1, 1), list(Inf, 1), 9L)),
  medians = quote(.Call(C_medians, c(1, 2, 5), c(1L, 1L, 2L), 3L, 0.95)),
  negative_binomial = quote(.Call(C_negative_binomial, counts, 0L)),
  poisson_clustered = quote(.Call(C_poisson_clustered, counts, c(1L, 1L, 2L, 2L), 2L)),
  nb_profile = quote(.Call(C_nb_profile, counts, .Call(C_negative_binomial, counts, 0L), 1L, 0.5, 3.84)),
  tally_totals = quote(.Call(C_tally_totals, c(1L, 2L), c(1, 2), c(0, 3), 2L)),
  total_lesions = quote(.Call(C_total_lesions, c(2, 3), c(1, 1), c(1L, 2L), c(1L, 1L), 2L, 1L))
)

for (name in names(entries)) local({
  call <- entries[[name]]
  test_that(paste("what C allocates is protected:", name), {
    plain <- eval(call)
    expect_identical(torture(eval(call)), plain)
  })
})

test_that("every routine that R can call is among them", {
  routines <- names(getDLLRegisteredRoutines("msaudit")$.Call)
  expect_setequal(names(entries), routines)
})

test_that("an error out of C is protected", {
  error <- torture(tryCatch(.Call(C_ci_rate, c(1, -1), c(1, 1), c(1, 1), 0L, 0.95, 0L, NaN), error = identity))
  expect_s3_class(error, "msaudit_data_error")
  expect_equal(conditionMessage(error), "Count is negative, not whole or too large at element 2")
  expect_equal(error$element, 2)
})

test_that("arguments of another shape are refused before they are read", {
  expect_error(.Call(C_ci_rate, 1L, 1, 1, 0L, 0.95, 0L, NaN), "expected double of length 1")
  expect_error(.Call(C_ci_rate, c(1, 2), 1, 1, 0L, 0.95, 0L, NaN), "expected double of length 2")
  expect_error(.Call(C_curve_incidence, replace(tally, 5, list(3L)), 1, 0.95), "expected a tally")
  expect_error(.Call(C_poisson_clustered, counts, c(1L, 1L, 2L, 2L), -1L), "expected a number of elements")
  expect_error(.Call(C_total_lesions, 1, 1, 1L, NULL, NA_integer_, 1L), "expected a number of elements")
  expect_error(.Call(C_keep_relapses, 1L, 1, NULL, c(30L, 0L, 0L)), "expected integer of length 1")
})
