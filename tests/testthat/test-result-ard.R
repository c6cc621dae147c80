small_result <- function() {
  audit_arr(c(2, 0, 1, 0), years = c(1, 1.2, 0.8, 1), period = c("a", "a", "b", "b"), id = c(1, 2, 1, 2))
}

test_that("each number of a result is a row, under the names of cardx", {
  x <- small_result()
  ard <- as_ard(x)
  of_b <- ard[vapply(ard$group1_level, identical, NA, "b"), ]
  stat <- structure(of_b$stat, names = of_b$stat_name)
  expect_identical(stat$N, x$patients[2])
  expect_identical(stat$n, x$with_event[2])
  expect_identical(stat$n_events, x$events[2])
  expect_identical(stat$tot_person_time, x$exposure[2])
  expect_identical(stat$estimate, x$estimate[2])
  expect_identical(stat$conf.low, x$conf_low[2])
  expect_identical(stat$conf.level, 0.95)
  expect_identical(stat$method, "pooled_t")
  expect_identical(unique(of_b$context), "rate")
})

test_that("time is person-time only where it is of years", {
  stats <- as_ard(audit_ae(3, patients = 11, first_years = 9.7))
  of <- split(stats$stat_name, stats$context)
  expect_true("exposure" %in% of$proportion)
  expect_false("tot_person_time" %in% of$proportion)
  expect_true("tot_person_time" %in% of$first_event_rate)
})

test_that("cards takes results, comparisons and curves", {
  skip_if_not_installed("cards")
  skip_if_not_installed("dplyr")
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "Year after" = period_since("alemtuzumab", 12))
  arr <- audit_arr(cohort, periods, by = "sex")
  for (x in list(arr, audit_compare(audit_arr(cohort, periods)), audit_curves(cohort, periods, times = 90),
                 audit_ae(cohort, periods, each = "term"), arr_sensitivity(cohort, periods, relapse_gap = c(30, 60)))) {
    expect_silent(cards::check_ard_structure(as_ard(x), error_on_fail = TRUE))
  }
})

test_that("what is no result is refused", {
  expect_error(as_ard(data.frame(estimate = 1)), class = "msaudit_argument_error")
})
