rates <- function(data) list(rate = audit_arr(data$events, years = data$years, period = data$period), total = sum(data$events))
counts <- list(events = c(224, 157), years = c(320.1, 652.6), period = c("a", "b"))

approved_file <- function(data = counts, audit = rates) {
  file <- tempfile(fileext = ".rds")
  approve_results(data, audit, file, approved_by = "A. Analyst")
  file
}

test_that("what was approved passes again, from the file or what is read from it", {
  file <- approved_file()
  x <- validate_performance(counts, file)
  expect_named(x, c("item", "wanted", "got", "tolerance", "passed"))
  expect_true(all(x$passed))
  expect_identical(validate_performance(counts, readRDS(file)), x)
  expect_output(print(x), "approved by A. Analyst")
  expect_output(print(x), "passed, 0 failed")
})

test_that("a value, a row, a column, a result or data that differ are named", {
  approved <- readRDS(approved_file())
  differs <- function(approved, data = counts) {
    x <- validate_performance(data, approved)
    x$item[!x$passed]
  }
  changed <- approved
  changed$results$rate$conf_high[2] <- 1
  expect_identical(differs(changed), "rate, row 2, conf_high")
  changed <- approved
  changed$results$rate <- changed$results$rate[1, ]
  expect_identical(differs(changed), "rate, has")
  changed <- approved
  changed$results$rate$note <- NULL
  expect_identical(differs(changed), "rate, has")
  changed <- approved
  changed$results$more <- 1
  expect_identical(differs(changed), "names of the results")
  changed <- approved
  changed$results$rate$events[1] <- NA
  expect_identical(differs(changed), "rate, row 1, events")
  expect_identical(differs(approved, utils::modifyList(counts, list(events = c(223, 158))))[1], "MD5 sum of the data")
  expect_output(print(validate_performance(counts, changed)), "wanted NA, got 224")
})

test_that("a cohort may have moved to another folder, its records not", {
  cohort <- example_cohort()
  audit <- function(cohort) list(arr = audit_arr(cohort, audit_periods(cohort, p = period_on("natalizumab"))))
  file <- approved_file(cohort, audit)
  moved <- cohort
  moved$files[] <- paste0("elsewhere/", basename(cohort$files))
  expect_true(all(validate_performance(moved, file)$passed))
  moved$relapses$onset[1] <- moved$relapses$onset[1] + 1L
  expect_false(validate_performance(moved, file)$passed[1])
})

test_that("an empty result is one too", {
  audit <- function(cohort) list(none = audit_labs(cohort, audit_periods(cohort, p = period_follow_up())))
  nobody <- select_patients(example_cohort(), ids = character())
  expect_true(all(validate_performance(nobody, approved_file(nobody, audit))$passed))
})

test_that("what is not asked for as it must be is a classed error", {
  wrong <- function(expr) expect_error(expr, class = "msaudit_argument_error")
  file <- approved_file()
  wrong(approve_results(counts, rates, file, approved_by = "x"))
  expect_identical(approve_results(counts, rates, file, approved_by = "x", replace = TRUE), file)
  wrong(approve_results(counts, rates, "a.csv", approved_by = "x"))
  wrong(approve_results(counts, rates, tempfile(fileext = ".rds")))
  wrong(approve_results(counts, 1, tempfile(fileext = ".rds"), approved_by = "x"))
  wrong(approve_results(counts, function(data) 1, tempfile(fileext = ".rds"), approved_by = "x"))
  wrong(approve_results(counts, function(data) list(1), tempfile(fileext = ".rds"), approved_by = "x"))
  wrong(validate_performance(counts, tempfile()))
  wrong(validate_performance(counts, list()))
  wrong(validate_performance(counts, file, tolerance = -1))
})
