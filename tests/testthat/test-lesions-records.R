# One patient on a over (100, 500], b over (600, 1000], by hand; patient 2 has none.
record_cohort <- function() {
  audit_cohort(
    data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 1500),
    data.frame(id = c(1, 1, 2), drug = c("a", "b", "a"), start = c(100, 600, 100), stop = c(500, 1000, 500)),
    mri = data.frame(
      id = c(1, 1, 1, 1, 1, 1, 1, 2, 1), date = c(90, 300, 350, 500, 520, 800, 1200, 300, 1600),
      compare_date = c(10, 90, NA, 300, 505, 300, 800, 100, 1200), new_t2 = c(1, 2, 3, NA, 4, 6, 1, 0, 5),
      gd = c(1, 0, 2, NA, 1, 0, 0, NA, 0), contrast = c(TRUE, TRUE, TRUE, FALSE, TRUE, TRUE, TRUE, NA, TRUE)
    )
  )
}

reasons <- function(x, outcome, measure, period = "a") {
  rows <- as.data.frame(x)
  records <- audit_records(x, which(rows$outcome == outcome & rows$measure == measure & rows$period == period))
  structure(records$reason, names = records$row)
}

test_that("each scan says why it counts or not, kind by kind", {
  cohort <- record_cohort()
  periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"))
  x <- audit_lesions(cohort, periods)
  expect_equal(reasons(x, "new_t2", "rate"), c(
    `1` = "before_period", `2` = "counted", `3` = "no_comparison", `4` = "no_count", `5` = "after_period", `6` = "straddling",
    `7` = "after_period", `9` = "after_follow_up", `8` = "counted"
  ))
  # The scan on day 520 is 20 days after the end of a: within the slack.
  expect_equal(reasons(x, "gd", "rate")[c("2", "3", "4", "5", "8")],
               c(`2` = "counted", `3` = "counted", `4` = "no_contrast", `5` = "counted", `8` = "no_count"))
  expect_equal(reasons(x, "any", "proportion")[c("3", "4", "5")], c(`3` = "counted", `4` = "no_count", `5` = "counted"))
  expect_equal(reasons(x, "active", "least_rate")[c("2", "3")], c(`2` = "counted", `3` = "no_comparison"))
  expect_equal(sum(reasons(x, "scan", "proportion") == "counted"), 5)
  expect_equal(reasons(x, "new_t2", "rate", "b")[["7"]], "straddling")
  shared <- audit_lesions(cohort, periods, straddling = "share")
  expect_equal(reasons(shared, "new_t2", "rate")[["6"]], "shared")
  expect_equal(reasons(shared, "new_t2", "proportion")[["6"]], "straddling")
  fresh <- audit_lesions(cohort, periods, rebaseline = c(100, 270))
  expect_equal(reasons(fresh, "new_t2", "rate")[c("2", "3", "8")],
               c(`2` = "before_rebaseline", `3` = "no_comparison", `8` = "before_rebaseline"))
  expect_equal(reasons(audit_lesions(cohort, periods, rebaseline = c(245, 270)), "gd", "rate")[["8"]], "no_rebaseline")
  expect_output(print(audit_records(x, 2)), "its interval reaches out of the period")
  expect_lte(max(nchar(capture.output(print(audit_records(x, 2))))), 80)
})

test_that("as many scans and lesions are counted as each row has", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"), before = period_before("alemtuzumab", 24),
                           after = period_since("alemtuzumab", months = 12))
  for (straddling in c("drop", "later", "earlier")) {
    x <- audit_lesions(cohort, periods, by = "sex", straddling = straddling)
    rows <- as.data.frame(x)
    imaging <- definition(x)$imaging
    mri <- cohort$mri
    for (kind in c("new_t2", "gd")) {
      at <- which(rows$outcome == kind & rows$measure == "rate")
      counted <- lapply(at, function(i) subset(audit_records(x, i), counted))
      expect_equal(vapply(counted, nrow, 0L), imaging[[c(new_t2 = "t2_scans", gd = "gd_scans")[[kind]]]])
      expect_equal(vapply(counted, function(r) sum(mri[[kind]][match(r$row, mri$row)]), 0), rows$events[at])
    }
    at <- which(rows$outcome == "active" & rows$measure %in% c("rate", "least_rate"))
    expect_equal(vapply(at, function(i) sum(audit_records(x, i)$counted), 0L), rows$exposure[at])
    at <- which(rows$outcome == "any" & rows$measure == "proportion")
    expect_equal(vapply(at, function(i) length(unique(subset(audit_records(x, i), counted)$id)), 0L), rows$patients[at])
  }
})

test_that("a change rests on its two scans", {
  cohort <- example_cohort("alemtuzumab-switch")
  x <- audit_lesions(cohort, audit_periods(cohort, on = period_on("natalizumab")))
  rows <- as.data.frame(x)
  at <- which(rows$outcome == "t2_count" & rows$measure == "median_change")
  records <- subset(audit_records(x, at), counted)
  expect_equal(nrow(records), 2 * rows$patients[at])
  value <- cohort$mri$t2_count[match(records$row, cohort$mri$row)]
  change <- value[records$reason == "last"] - value[records$reason == "baseline"]
  expect_equal(median(change), rows$estimate[at])
})

test_that("vectors have no records", {
  x <- audit_lesions(c(1, 0), exposure = 1, id = 1:2)
  expect_error(audit_records(x, 1), "no records behind it", class = "msaudit_argument_error")
  cohort <- example_cohort()
  x <- audit_lesions(cohort, audit_periods(cohort, on = period_on("natalizumab")))
  expect_error(audit_records(x, 0), class = "msaudit_argument_error")
})
