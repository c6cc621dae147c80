# Patient 1 has a headache on day 50 before the drug, rashes on it on days 110, 150
# and 160 and after it on day 250; patient 2 a rash that goes on and one of which it
# is not known whether it was serious; patient 3 one record after follow-up.
records_cohort <- function() {
  audit_cohort(
    data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = 1:3, drug = "a", start = 100, stop = c(200, NA, 400)),
    events = data.frame(
      id = c(1, 1, 1, 1, 1, 2, 2, 3), term = c("Headache", rep("Rash", 7)),
      onset = c(50, 110, 150, 160, 250, 120, 600, 1100), end = c(51, 112, NA, 165, 251, NA, 601, NA),
      grade = c(1, 1, 3, 3, 1, 2, 1, 2), serious = c(FALSE, FALSE, TRUE, FALSE, FALSE, TRUE, NA, FALSE)
    )
  )
}

records_of_measure <- function(measure, outcome = "Rash", each = "term", ...) {
  cohort <- records_cohort()
  x <- audit_ae(cohort, audit_periods(cohort, on = period_on("a")), each = each, measure = measure, ...)
  audit_records(x, which(x$outcome == outcome)[1])
}

test_that("each event of the outcome has its reason, by the measure of the row", {
  rash <- records_of_measure("rate")
  expect_equal(rash$row, c(2:5, 6:8))
  expect_equal(rash$id, rep(1:3, c(4, 2, 1)))
  expect_equal(rash$day, c(110, 150, 160, 250, 120, 600, 1100))
  expect_equal(rash$reason, c(rep("counted", 3), "after_period", "counted", "counted", "after_follow_up"))
  reasons <- function(...) records_of_measure(...)$reason[c(1:3, 5, 6)]
  expect_equal(reasons("proportion"), c("counted", rep("later_event", 2), "counted", "later_event"))
  expect_equal(reasons("first_event_rate"), reasons("proportion"))
  expect_equal(reasons("recurrence"), c("not_second", "counted", "not_second", "not_second", "counted"))
  expect_equal(reasons("cumulative_incidence", times = 15), c("counted", rep("later_event", 2), "after_day", "later_event"))
  expect_equal(reasons("duration"), c("counted", rep("later_event", 2), "end_unknown", "later_event"))
  expect_equal(reasons("rate", serious = TRUE), c("filtered", "counted", "filtered", "counted", "filter_unknown"))
  expect_equal(records_of_measure("proportion", "any", incident = TRUE)$reason,
               c("before_period", rep("had_before", 3), "after_period", "counted", "later_event", "after_follow_up"))
})

test_that("at worst a patient counts once, in the worst grade", {
  third <- records_of_measure("worst_grade", "grade 3", "grade")
  expect_equal(third$reason, c("counted", "not_worst", "after_follow_up"))
  expect_equal(third$row[1], 3)
  any <- records_of_measure("worst_grade", "any", "grade")
  expect_equal(any$row[any$counted], c(3, 6))
})

test_that("for every row of any result as many records are counted as it says", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"), before = period_before("alemtuzumab", 24),
                           after = period_since("alemtuzumab", months = 12))
  all <- c("proportion", "first_event_rate", "rate", "cumulative_incidence", "one_minus_km", "recurrence", "duration", "worst_grade")
  for (options in list(list(), list(incident = TRUE), list(related = TRUE, after_stop = 60), list(min_grade = 2))) {
    ways <- list(list(each = "category", measure = all[1:7]), list(each = "grade", measure = all))
    for (way in ways) {
      x <- do.call(audit_ae, c(list(cohort, periods, by = "sex", times = c(30, 365)), way, options))
      rows <- few(seq_len(nrow(x)), 6)
      counted <- vapply(rows, function(i) sum(audit_records(x, i)$counted), 0L)
      expect_equal(counted, ifelse(x$measure == "rate", x$events, x$with_event)[rows])
    }
  }
})

test_that("records are printed, and what has none says so", {
  cohort <- records_cohort()
  x <- audit_ae(cohort, audit_periods(cohort, on = period_on("a")), each = "term")
  shown <- capture.output(print(audit_records(x[x$outcome == "Rash", ], 1)))
  expect_equal(shown[1], "7 records, 2 counted")
  expect_match(shown, "a later one: each patient counts once", fixed = TRUE, all = FALSE)
  expect_lte(max(nchar(shown)), 80)
  expect_error(audit_records(audit_ae(0, patients = 11), 1), "no records behind it", class = "msaudit_argument_error")
})
