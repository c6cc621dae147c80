# Random tests of lymphocytes of some patients on a drug.
random_labs <- function(seed, n = 12) {
  set.seed(seed)
  rows <- n * 15
  data.frame(id = sample(n, rows, TRUE), date = sample(0:400, rows, TRUE), test = "lymphocytes",
             value = round(stats::runif(rows, 0.1, 2), 2), unit = "10^9/L", ref_low = sample(c(1, 1.1, NA), rows, TRUE, c(6, 6, 1)))
}

random_cohort <- function(labs, n = 12) {
  patients <- data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = 350 + seq_len(n), sex = rep(c("F", "M"), length.out = n))
  audit_cohort(patients, data.frame(id = rep(seq_len(n), each = 2), drug = "a", start = c(50, 200), stop = c(150, 300)), labs = labs)
}

test_that("a shift table is printed, and one of no test is empty", {
  labs <- random_labs(7)
  cohort <- random_cohort(labs)
  x <- audit_lab_shifts(cohort, audit_periods(cohort, A = period_on("a")), by = "sex")
  expect_lte(max(nchar(capture.output(print(x)))), 80)
  empty <- audit_lab_shifts(random_cohort(transform(labs[1:2, ], test = "sugar")), audit_periods(cohort, A = period_on("a")))
  expect_equal(nrow(empty), 0)
  expect_match(capture.output(print(empty)), "No test has a name", all = FALSE)
})

alt_cohort <- function(...) {
  labs <- data.frame(id = c(1, 1, 2, 2, 3), date = c(0, 60, 10, 60, 60), test = "ALT", value = c(60, 130, 30, 130, 130),
                     unit = "U/L", ref_high = 40, ...)
  audit_cohort(data.frame(id = 1:3), data.frame(id = 1:3, drug = c("a", "a", "a"), start = 10), labs = labs, data_lock = 500)
}

test_that("a grade that is a multiple of the baseline has that of each patient and period", {
  cohort <- alt_cohort()
  periods <- audit_periods(cohort, A = period_on("a"), after = period_since("a", c(6, 12)))
  x <- audit_labs(cohort, periods)
  courses <- lab_courses(x)
  # A baseline of 60 is high: 130 is above 1.5 and below 3 times it. 30 is normal:
  # above 3 times the limit. Without one it is taken as normal, and counted.
  expect_equal(courses$grade, c(1, 2, 2))
  expect_equal(courses$baseline, c(1, 0, NA))
  ungraded <- definition(x)$ungraded
  expect_equal(ungraded$reason, "no_baseline")
  expect_equal(as.character(ungraded$period), "A")
  expect_equal(ungraded$tests, 1)
  expect_equal(definition(x)$no_baseline$patients, 1L)
  old <- audit_labs(cohort, periods, rules = "ctcae-4.03")
  expect_equal(lab_courses(old)$grade, c(2, 2, 2))
  text <- gsub(" +", " ", paste(capture.output(print(x)), collapse = " "))
  expect_match(text, "counted as not known to be abnormal then\\): up to 1 patient")
  expect_match(text, "after \\(0\\.50 years a patient\\) Nobody was tested")
})

test_that("units that are not understood are findings of the audit", {
  cohort <- alt_cohort()
  expect_equal(nrow(findings(audit_labs(cohort, audit_periods(cohort, A = period_on("a"))))), 0)
  labs <- data.frame(id = 1, date = c(60, 70, 80), test = c("ALT", "ALT", "sugar"), value = 1, unit = c("mg", NA, "mg"))
  cohort <- audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = "a", start = 10), labs = labs, data_lock = 500)
  found <- findings(audit_labs(cohort, audit_periods(cohort, A = period_on("a"))))
  expect_equal(found$problem, c("unknown_unit", "missing_unit"))
  expect_equal(found$value, c("mg", NA))
  expect_equal(found$row, 1:2)
})

test_that("a version without a term for a test says so", {
  cohort <- random_cohort(random_labs(8))
  x <- audit_labs(cohort, audit_periods(cohort, A = period_on("a")), rules = "ctcae-6.0")
  expect_equal(definition(x)$no_terms, "lymphocyte count decreased")
  expect_false("lymphocyte count decreased" %in% x$outcome)
  expect_match(capture.output(print(x)), "CTCAE 6.0 has no term for: lymphocyte count decreased", all = FALSE)
})

test_that("courses are asked of a result of a cohort alone", {
  x <- audit_labs(0.4, "lymphocytes", "10^9/L", ref_low = 1, id = 1)
  expect_error(lab_courses(x), class = "msaudit_argument_error")
  expect_error(lab_courses(1), class = "msaudit_argument_error")
  cohort <- alt_cohort()
  periods <- audit_periods(cohort, A = period_on("a"))
  for (recovery in list(0, 1.5, "1", NA)) {
    expect_error(audit_labs(cohort, periods, recovery = recovery), class = "msaudit_argument_error")
  }
})
