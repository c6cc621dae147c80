test_that("curves of a cohort are those of survfit() on its spells", {
  skip_if_not_installed("survival")
  cohort <- cgd_cohort()
  periods <- audit_periods(cohort, all = period_follow_up())
  x <- audit_curves(cohort, periods, by = "treat", relapse_gap = 1)
  cgd <- survival::cgd
  mcf <- survival::survfit(survival::Surv(tstart, tstop, status) ~ treat, cgd, id = id)
  first <- cgd[cgd$enum == 1, ]
  free <- survival::survfit(survival::Surv(tstop, status) ~ treat, first, conf.type = "log-log")
  for (g in 1:2) {
    ours <- as.data.frame(x[x$treat == levels(cgd$treat)[g] & x$measure == "mcf" & x$events > 0, ])
    at <- mcf[g]$n.event > 0
    expect_equal(ours$time, mcf[g]$time[at])
    expect_equal(ours$estimate, mcf[g]$cumhaz[at], tolerance = 1e-10)
    expect_equal(ours$std_error, mcf[g]$std.chaz[at], tolerance = 1e-10)
    ours <- as.data.frame(x[x$treat == levels(cgd$treat)[g] & x$measure == "event_free" & x$events > 0, ])
    at <- free[g]$n.event > 0
    expect_equal(ours$estimate, free[g]$surv[at], tolerance = 1e-10)
    expect_equal(ours$conf_low, free[g]$lower[at], tolerance = 1e-10)
  }
})

# Two courses with a hole of 200 days: a relapse in it counts nowhere, and the
# patient comes back as free of one.
test_that("a hole in a period is no time at risk", {
  cohort <- audit_cohort(
    data.frame(id = 1:2), data.frame(id = c(1, 1, 2), drug = "a", start = c(0, 300, 50), stop = c(100, 500, 350)),
    relapses = data.frame(id = c(1, 1, 2), onset = c(200, 400, 250)), data_lock = 1000
  )
  x <- as.data.frame(audit_curves(cohort, audit_periods(cohort, on = period_on("a")), times = c(150, 200, 400)))
  mcf <- x[x$measure == "mcf", ]
  expect_equal(mcf$at_risk, c(1, 1, 1))
  expect_equal(mcf$events, c(0, 1, 1))
  expect_equal(mcf$estimate, c(0, 1, 2))
  free <- x[x$measure == "event_free", ]
  expect_equal(free$estimate, c(1, 0, 0))
})

test_that("events of all curves are those of audit_arr()", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"), since = period_since("alemtuzumab", 12))
  x <- as.data.frame(audit_curves(cohort, periods))
  arr <- audit_arr(cohort, periods)
  sums <- function(measure) {
    of <- x[x$measure == measure, ]
    as.vector(tapply(of$events, of$period, sum))
  }
  expect_equal(sums("mcf"), arr$events)
  expect_equal(sums("event_free"), arr$with_event)
  expect_equal(x$time, floor(x$time))
})

test_that("a period without a patient has no rows, or unknown ones", {
  cohort <- small_cohort()
  periods <- audit_periods(cohort, gap = period_gap("alemtuzumab", "natalizumab"))
  expect_equal(nrow(audit_curves(cohort, periods)), 0)
  x <- audit_curves(cohort, periods, times = 100)
  expect_equal(x$note, rep("no_patients", 2))
  expect_output(print(x), "at risk")
  expect_output(print(audit_curves(cohort, periods)), "Relapses by day")
  expect_output(print(audit_curves(cohort, periods)), "Nobody is followed in any period")
  skip_if_not_installed("ggplot2")
  expect_s3_class(ggplot2::autoplot(audit_curves(cohort, periods)), "ggplot")
})

test_that("curves say under which rules, and of which period there is none", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, before = period_before("natalizumab", 12), on = period_on("natalizumab"))
  x <- audit_curves(cohort, periods, lag = 1e5, relapse_gap = 1)
  text <- gsub(" +", " ", paste(capture.output(print(x)), collapse = " "))
  expect_match(text, "Rules: every day with an onset a relapse, the first 100,000 days after the start", fixed = TRUE)
  expect_match(text, "Left out of \"on\": 11 patients without time at risk", fixed = TRUE)
  expect_match(text, "No curve of \"on\": nobody is followed in it", fixed = TRUE)
  compared <- capture.output(print(audit_compare(audit_curves(cohort, periods, lag = 30, times = c(90, 365)))))
  expect_match(compared, "Rules: the first 30 days", all = FALSE)
  expect_lte(max(nchar(compared)), 80)
})

test_that("curves print within 80 columns, and are drawn with a text for them", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"), since = period_since("alemtuzumab", 24))
  x <- audit_curves(cohort, periods)
  text <- capture.output(print(x))
  expect_lte(max(nchar(text)), 80)
  expect_match(text, "Some of the days", all = FALSE)
  expect_equal(definition(x)$relapse_gap, 30L)
  skip_if_not_installed("ggplot2")
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  expect_s3_class(plot(x), "data.frame")
  alt <- ggplot2::get_alt_text(ggplot2::autoplot(x))
  expect_match(alt, "on, free of a relapse, %, on day")
})

test_that("what is asked of curves is checked", {
  cohort <- small_cohort()
  periods <- audit_periods(cohort, all = period_follow_up())
  expect_error(audit_curves(cohort), class = "msaudit_argument_error")
  expect_error(audit_curves(cohort, periods, measure = "km"), "of \"mcf\", \"event_free\", each once, not \"km\"",
               class = "msaudit_argument_error")
  expect_error(audit_curves(cohort, periods, measure = c("mcf", "mcf")), "each once, not \"mcf\"", class = "msaudit_argument_error")
  expect_error(audit_curves(cohort, periods, measure = NA), "each once, not NA", class = "msaudit_argument_error")
  expect_error(audit_curves(cohort, periods, outcome = "lesion"), class = "msaudit_argument_error")
  expect_error(audit_curves(cohort, periods, times = -1), class = "msaudit_data_error")
  expect_error(audit_curves(small_cohort(relapses = NULL), periods), class = "msaudit_argument_error")
})
