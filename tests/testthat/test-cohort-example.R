# The recorded figures are counted by plain R in test-example-data.R.
recorded_figures <- function() {
  path <- system.file("validation", "example-figures.csv", package = "msaudit", mustWork = TRUE)
  figures <- read.csv(path)
  rownames(figures) <- figures$figure
  figures
}

test_that("the example is followed to its data lock, and has no findings", {
  cohort <- example_cohort("alemtuzumab-switch")
  expect_identical(cohort$data_lock, as.integer(example_lock))
  expect_identical(unname(cohort$patients$to), unname(as.integer(end_of_follow_up())))
  expect_identical(nrow(findings(cohort)), 0L)
})

test_that("relapses and person-time of the example are those recorded", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort,
    "Year before" = period_before("natalizumab", months = 12),
    "On natalizumab" = period_on("natalizumab"),
    "Washout" = period_gap("natalizumab", "alemtuzumab"),
    "Year after" = period_since("alemtuzumab", months = 12)
  )
  arr <- audit_arr(cohort, periods)
  recorded <- recorded_figures()[c("relapses_year_before_natalizumab", "relapses_on_natalizumab",
                                   "relapses_washout", "relapses_year_after"), ]
  expect_equal(arr$events, recorded$numerator)
  expect_equal(arr$exposure, recorded$denominator / 365.25)
  expect_equal(arr$estimate, recorded$value, tolerance = 1e-11)
})

test_that("lesions of the example are those recorded", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort,
    "On natalizumab" = period_on("natalizumab"),
    "Year after" = period_since("alemtuzumab", months = 12)
  )
  lesions <- audit_lesions(cohort, periods)
  figure <- function(outcome, measure) {
    lesions[lesions$outcome == outcome & lesions$measure == measure, ]
  }
  expect_recorded <- function(rows, patients, count, per_count) {
    recorded <- recorded_figures()
    expect_equal(rows$with_event, recorded[patients, "numerator"])
    expect_equal(rows$patients, recorded[patients, "denominator"])
    expect_equal(rows$events, recorded[count, "numerator"])
    expect_equal(rows$exposure, recorded[count, "denominator"] / per_count)
  }
  expect_recorded(figure("new_t2", "rate"), c("new_lesions_on_natalizumab", "new_lesions_year_after"),
                  paste0("new_lesion_count_by_time_", c("on_natalizumab", "year_after")), 365.25)
  expect_recorded(figure("gd", "rate"), c("enhancing_on_natalizumab", "enhancing_year_after"),
                  paste0("enhancing_lesion_count_", c("on_natalizumab", "year_after")), 1)
})

test_that("no adverse event of the year after is serious, and infections are as recorded", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, "Year after" = period_since("alemtuzumab", months = 12))
  serious <- audit_ae(cohort, periods, serious = TRUE)
  serious <- serious[serious$outcome == "any" & serious$measure == "rate", ]
  expect_equal(c(serious$with_event, serious$patients), c(0, 11))

  ae <- audit_ae(cohort, periods, each = "term")
  infections <- unique(infections_after()$term)
  rates <- ae[ae$outcome %in% infections & ae$measure == "rate", ]
  expect_equal(sum(rates$events), recorded_figures()["infections_year_after", "numerator"])
})
