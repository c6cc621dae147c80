# Lymphocytes of one patient on a drug from day 100 to 300, lower limit 1: normal
# before, of grades 3, 3, 2 and 0 on it, one without a unit, one after it.
tests_cohort <- function(before = 1.5) {
  audit_cohort(
    data.frame(id = 1, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = 1, drug = "a", start = 100, stop = 300),
    labs = data.frame(id = 1, test = "lymphocytes", date = c(50, 90, 130, 150, 160, 170, 200, 400, 1100),
                      value = c(0.9, before, 0.3, 0.3, 0.7, 2, 0.9, 0.9, 1), ref_low = 1,
                      unit = replace(rep("10^9/L", 9), 7, NA))
  )
}

tests_behind <- function(measure, outcome = "lymphocyte count decreased", ..., before = 1.5) {
  cohort <- tests_cohort(before)
  x <- audit_labs(cohort, audit_periods(cohort, on = period_on("a")), landmark = 1, ...)
  audit_records(x, which(x$outcome == outcome & x$measure == measure))
}

test_that("each test of the term has its reason, by the measure of the row", {
  worst <- tests_behind("proportion")
  expect_equal(worst$grade, c(1, 0, 3, 3, 2, 0, NA, 1, NA))
  expect_equal(worst$reason, c("before_period", "before_period", "counted", "not_worst", "not_worst", "grade_0", "no_unit",
                               "after_period", "after_follow_up"))
  expect_equal(tests_behind("proportion", "lymphocyte count decreased, grade 3 or 4")$reason[3:6],
               c("counted", "not_worst", "less_severe", "grade_0"))
  expect_equal(tests_behind("incident")$reason[3:5], c("counted", "later_event", "later_event"))
  expect_equal(tests_behind("incident", before = 0.6)$reason[3:6], rep("abnormal_before", 4))
  expect_equal(tests_behind("baseline")$reason[1:3], c("not_latest", "grade_0", "after_start"))
  expect_equal(tests_behind("baseline", before = 0.6)$reason[1:2], c("not_latest", "counted"))
  expect_equal(which(tests_behind("recovered")$counted), 6)
  expect_equal(tests_behind("landmark")$reason[2:4], c("not_nearest", "counted", "not_nearest"))
})

test_that("for every row of a term as many tests are counted as it has patients", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, on = period_on("natalizumab"), after = period_since("alemtuzumab", 12),
                           never = period_since("alemtuzumab", c(600, 612)))
  for (options in list(list(), list(rules = "ctcae-4.03", recovery = 2, by = "sex"))) {
    x <- do.call(audit_labs, c(list(cohort, periods, landmark = 1), options))
    rows <- few(seq_len(nrow(x)), 12)
    counted <- vapply(rows, function(i) sum(audit_records(x, i)$counted), 0L)
    expect_equal(counted, x$with_event[rows])
  }
})

test_that("records are printed with grades, and rows of several tests have none", {
  shown <- capture.output(print(tests_behind("proportion")))
  expect_equal(shown[1], "9 records, 1 counted")
  expect_match(shown[2], "grade", fixed = TRUE)
  expect_match(shown, "without a unit that is understood", fixed = TRUE, all = FALSE)
  rule <- lab_rule(lymphocytes = "low", name = "low")
  expect_error(tests_behind("proportion", "low", composites = list(rule)), "lab_courses()", fixed = TRUE,
               class = "msaudit_argument_error")
  expect_error(audit_records(audit_labs(0.4, "lymphocytes", "10^9/L", ref_low = 1, id = 1), 1), "no records behind it",
               class = "msaudit_argument_error")
})
