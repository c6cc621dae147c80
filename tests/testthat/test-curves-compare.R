test_that("curves of a cohort are compared as their spells are", {
  skip_if_not_installed("survival")
  cohort <- cgd_cohort()
  periods <- audit_periods(cohort, placebo = period_on("placebo"), gamma = period_on("rIFN-g"))
  curves <- audit_curves(cohort, periods, relapse_gap = 1, times = c(100, 300))
  x <- audit_compare(curves)
  cgd <- survival::cgd
  mcf <- compare_mcf(cgd$tstart, cgd$tstop, cgd$status, cgd$id, cgd$treat, times = c(100, 300))
  first <- cgd[!duplicated(cgd$id), ]
  free <- compare_survival(first$tstop, first$status, first$treat, times = c(100, 300))
  expect_equal(x$measure, rep(c("mcf_difference", "event_free_difference"), each = 2))
  for (column in c("estimate", "conf_low", "conf_high", "p", "statistic", "p_pseudo_score", "design")) {
    expect_equal(x[[column]], c(mcf[[column]], free[[column]]), label = column)
  }
  expect_equal(x$patients, rep(128, 4))
  expect_s3_class(x, "msaudit_comparison")
  expect_equal(unique(x$design), "independent")
})

test_that("the same patients are paired, and it is said", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "After alemtuzumab" = period_since("alemtuzumab", months = 24))
  curves <- audit_curves(cohort, periods, times = c(90, 365))
  x <- audit_compare(curves)
  expect_equal(unique(x$design), "paired")
  expect_equal(unique(x$patients), 11)
  shown <- as.data.frame(curves)
  before <- shown$estimate[shown$measure == "mcf" & shown$period == "On natalizumab"]
  expect_equal(x$reference_estimate[x$measure == "mcf_difference"], before)
  expect_equal(x$estimate, x$period_estimate - x$reference_estimate)
  expect_true(all(x$conf_high <= 1 | x$measure == "mcf_difference"))
  text <- capture.output(print(x))
  expect_lte(max(nchar(text)), 80)
  expect_match(text, "regression to the mean", all = FALSE)
  expect_match(results_text(x), "By day 365 the mean number of relapses of a patient was 2.62")
  expect_match(methods_text(x), "Cook, Lawless and Nadeau")
  turned <- audit_compare(curves, reference = "After alemtuzumab", conf_level = 0.9)
  expect_equal(turned$estimate, -x$estimate)
  expect_equal(definition(turned)$conf_level, 0.9)
})

test_that("groups are compared each by itself", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"), since = period_since("alemtuzumab", 12))
  x <- audit_compare(audit_curves(cohort, periods, measure = "mcf", by = "sex", times = 300))
  expect_equal(nrow(x), 2)
  expect_equal(sum(x$patients), 11)
  expect_match(results_text(x), "In \"F\", by day 300")
  expect_lte(max(nchar(capture.output(print(x)))), 80)
})

test_that("curves that cannot be compared say why", {
  cohort <- small_cohort()
  curves <- audit_curves(cohort, audit_periods(cohort, all = period_follow_up()))
  expect_error(audit_compare(curves), "one period alone", class = "msaudit_argument_error")
  none <- audit_curves(cohort, audit_periods(cohort, all = period_follow_up(), gap = period_gap("alemtuzumab", "natalizumab")),
                       times = 100)
  expect_equal(audit_compare(none)$note, rep("no_patients", 2))
})
