# Whatever has no day is in no period; that some were left out is said beside the numbers.
test_that("records without a day are told of by each audit of their table", {
  cohort <- audit_cohort(
    data.frame(id = 1:6, follow_up_start = 0, follow_up_end = 900),
    data.frame(id = 1:6, drug = "a", start = 10, stop = 800),
    relapses = data.frame(id = c(1, 2, 3, 3), onset = NA_real_),
    events = data.frame(id = c(1, 2, 3), term = "rash", onset = c(NA, NA, 50)),
    labs = data.frame(id = c(1, 2, 2), date = c(20, NA, NA), test = "lymphocytes", value = c(1, 0.4, 0.6), unit = "10^9/L"),
    mri = data.frame(id = c(1, 2), date = c(20, NA), gd = c(0, 3), contrast = TRUE)
  )
  periods <- audit_periods(cohort, a = period_on("a"))
  says <- function(x, what) expect_match(capture.output(print(x)), paste0("no day: ", what), all = FALSE)
  arr <- audit_arr(cohort, periods)
  ae <- audit_ae(cohort, periods)
  says(arr, "4 relapses,")
  says(ae, "2 adverse events,")
  says(audit_labs(cohort, periods), "2 laboratory tests,")
  says(audit_lesions(cohort, periods), "1 scan,")
  says(audit_curves(cohort, periods), "4 relapses,")
  says(audit_curves(cohort, periods, outcome = "rash"), "2 adverse events,")
  expect_match(results_text(audit_labs(cohort, periods)), "2 laboratory tests without a day", fixed = TRUE)
  expect_match(results_text(audit_lesions(cohort, periods)), "1 scan without a day", fixed = TRUE)
  expect_match(results_text(audit_curves(cohort, periods)), "4 relapses without a day", fixed = TRUE)
  for (shared in list(suppress_cells(audit_curves(cohort, periods)), protect_counts(audit_curves(cohort, periods)))) {
    expect_null(attr(shared, "undated"))
  }
  expect_match(results_text(arr), "4 relapses without a day could not be counted", fixed = TRUE)
  expect_match(results_text(ae), "2 adverse events without a day could not be counted", fixed = TRUE)
  # Of the patients who are here, and nothing of it outside.
  few <- select_patients(cohort, ids = 4:6)
  expect_no_match(capture.output(print(audit_arr(few, audit_periods(few, a = period_on("a"))))), "no day")
  expect_no_match(capture.output(print(protect_counts(arr))), "no day")
})
