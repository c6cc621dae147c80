# The criteria once more, written down from their text and not from the table.
# Cuts of grades 4, 3, 2; NA: the grade does not exist. Grade 1 is below the
# lower limit of the laboratory.
cuts <- list(
  lymphocytes = c(0.2, 0.5, 0.8), wbc = c(1, 2, 3), neutrophils = c(0.5, 1, 1.5),
  platelets = c(25, 50, 75), haemoglobin = c(NA, 80, 100), cd4 = c(0.05, 0.2, 0.5)
)
units <- c(lymphocytes = "10^9/L", wbc = "10^9/L", neutrophils = "10^9/L", platelets = "10^9/L",
           haemoglobin = "g/L", cd4 = "10^9/L")

plain_grade <- function(value, test, low) {
  cut <- cuts[[test]]
  if (!is.na(cut[1]) && value < cut[1]) 4L
  else if (value < cut[2]) 3L
  else if (value < cut[3]) 2L
  else if (is.na(low)) NA_integer_
  else if (value < low) 1L
  else 0L
}

test_that("grades are those of the criteria just below, at and just above each cut", {
  for (test in names(cuts)) {
    low <- 1.5 * cuts[[test]][3]
    at <- c(cuts[[test]], low)
    at <- at[!is.na(at)]
    values <- sort(c(at, at * (1 - 1e-6), at * (1 + 1e-6), 0, 2 * low))
    for (version in c("ctcae-5.0", "ctcae-4.03")) {
      got <- grade_labs(values, test, units[[test]], ref_low = low, rules = version)
      expect_identical(got$grade, vapply(values, plain_grade, 0L, test = test, low = low))
      expect_true(all(got$reason == "graded"))
    }
    without <- grade_labs(values, test, units[[test]])
    expect_identical(without$grade, vapply(values, plain_grade, 0L, test = test, low = NA))
  }
})

test_that("a lower limit below the cut of grade 2 leaves the grade as it is", {
  expect_identical(grade_labs(0.75, "lymphocytes", "10^9/L", ref_low = 0.7)$grade, 2L)
})

test_that("units are converted by the table, and never guessed", {
  same <- c("10^9/L", "G/L", "10^3/uL", "K/uL", "10*3/uL", "10^3/\u00b5L")
  expect_identical(grade_labs(0.4, "lymphocytes", same, ref_low = 1)$grade, rep(3L, 6))
  expect_identical(grade_labs(400, "lymphocytes", c("/mm3", "cells/uL"), ref_low = 1000)$grade, c(3L, 3L))
  expect_identical(grade_labs(9, "Hb", "g/dL", ref_low = 12)$grade, 2L)
  expect_equal(grade_labs(5, "hemoglobin", "mmol/L")$value, 80.57)
  unknown <- grade_labs(0.1, "lymphocytes", c("mg", NA, "g/L"), ref_low = 1)
  expect_identical(unknown$grade, rep(NA_integer_, 3))
  expect_identical(unknown$reason, rep("no_unit", 3))
})

test_that("a value at a multiple of a limit is not beyond it for a rounding", {
  low <- 0.1 + 0.2
  expect_identical(grade_labs(0.3 * 10, "cd4", "10^9/L", ref_low = low * 10)$grade, 0L)
})

test_that("every reason is reached", {
  got <- grade_labs(c("0.4", "<0.1", "<0.4", ">2", ">0.3", NA, "0.9", "1"),
                    c(rep("lymphocytes", 7), "potassium"), "10^9/L",
                    ref_low = c(1, 1, 1, 1, 1, 1, NA, 1))
  expect_identical(got$grade, c(3L, 4L, NA, 0L, NA, NA, NA, NA))
  expect_identical(got$reason, c("graded", "censored_decides", "censored_open", "censored_decides",
                                 "censored_open", "no_value", "no_range", "no_rule"))
  expect_setequal(c(got$reason, "no_unit"), c(lab_reasons, "no_unit"))
})

test_that("text that is no value is an error with its place, row order is kept", {
  error <- expect_error(grade_labs(c("0.4", "1.2*"), "lymphocytes", "10^9/L"), class = "msaudit_data_error")
  expect_equal(error$element, 2)
  set.seed(9)
  values <- runif(50, 0, 2)
  at <- sample(50)
  expect_identical(grade_labs(values[at], "ALC", "10^9/L", 1)$grade, grade_labs(values, "ALC", "10^9/L", 1)$grade[at])
  expect_error(grade_labs(1, "lymphocytes", "10^9/L", rules = "ctcae-6.0"), class = "msaudit_argument_error")
})

test_that("each rule says its test, and each test has its unit in the table of units", {
  rules <- lab_table("ctcae")
  tests <- lab_table("tests")
  expect_true(all(rules$test %in% tests$test))
  expect_true(all(tests$unit %in% lab_table("units")$to))
  expect_identical(tests$name, fold(tests$name))
  expect_false(any(duplicated(tests$name)))
})
