test_that("the records behind a rate are those counted, and the others with their reason", {
  cohort <- audit_cohort(
    data.frame(id = c("a", "b"), follow_up_start = 0),
    data.frame(id = c("a", "a", "b"), drug = "x", start = c(100, 400, 100), stop = c(300, 600, 300)),
    relapses = data.frame(
      id = c("a", "a", "a", "a", "a", "a", "a", "b", "b"), onset = c(100, 110, 150, 160, 350, 500, 1100, 200, 650),
      confirmed = c(TRUE, TRUE, TRUE, TRUE, TRUE, FALSE, TRUE, TRUE, TRUE)
    ), data_lock = 1000
  )
  periods <- audit_periods(cohort, on = period_on("x"))
  x <- audit_records(audit_arr(cohort, periods, confirmed = TRUE, lag = 20), 1)
  expect_equal(x$id, rep(c("a", "b"), c(7, 2)))
  expect_equal(x$row, c(1:7, 8:9))
  # 110 belongs to 100, which lies before the period.
  expect_equal(x$reason, c("before_period", "same_relapse", "counted", "same_relapse", "between_parts", "filtered",
                           "after_follow_up", "counted", "after_period"))
  expect_equal(x$day[7], 1100)
  expect_equal(x$counted, x$reason == "counted")
  expect_output(print(x), "9 records, 2 counted")
  expect_output(print(x), "after the end of follow-up")
})

test_that("for every row of any result as many records are counted as it has events", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"), before = period_before("alemtuzumab", 24),
                           after = period_since("alemtuzumab", months = 12))
  for (start_day in c("before", "in")) {
    x <- audit_arr(cohort, periods, by = "sex", measure = c("rate", "mean"), lag = 30, not_at_risk = 60,
                   start_day = start_day)
    counted <- vapply(seq_len(nrow(x)), function(i) sum(audit_records(x, i)$counted), 0L)
    expect_equal(counted, x$events)
    expect_equal(sum(audit_records(x[3, ], 1)$counted), x$events[3])
  }
})

test_that("the row is a row, and what has no records says so", {
  cohort <- example_cohort("alemtuzumab-switch")
  x <- audit_arr(cohort, audit_periods(cohort, on = period_on("natalizumab")))
  expect_error(audit_records(x, 2), "from 1 to 1", class = "msaudit_argument_error")
  expect_error(audit_records(audit_arr(1, years = 2), 1), "no records behind it", class = "msaudit_argument_error")
  expect_error(audit_records(1, 1), "the result of audit_arr()", class = "msaudit_argument_error", fixed = TRUE)
})

test_that("where a day lies is found as by looking at every range", {
  set.seed(7)
  parts <- lapply(1:5, function(id) {
    days <- sort(sample(0:200, 8))
    data.frame(period = 1L, patient = id, start = days[c(1, 3, 5, 7)], stop = days[c(2, 4, 6, 8)])
  })
  ranges <- do.call(rbind, parts[1:4])
  patient <- sample(1:5, 300, TRUE)
  day <- sample(-5:210, 300, TRUE)
  by_hand <- vapply(seq_along(day), function(i) any(ranges$patient == patient[i] & ranges$start < day[i] & day[i] <= ranges$stop), NA)
  expect_equal(place_in_ranges(patient, day, ranges, 1L) == "in", by_hand)
  expect_equal(place_in_ranges(1L, 5L, ranges, 2L), "between_parts")
})
