# The curves of survival::survfit(), which shares no code; at 1 and 0, where it has
# no band, those of binom.test().
test_that("curves are those of survfit() on its data sets", {
  skip_if_not_installed("survival")
  data <- list(
    with(survival::aml, list(time = time, event = status)),
    with(survival::lung, list(time = time, event = status == 2)),
    with(survival::mgus2, list(time = futime, event = death)),
    with(survival::veteran, list(time = time, event = status))
  )
  for (x in data) {
    found <- curve_survival(x$time, x$event)
    fit <- survival::survfit(survival::Surv(x$time, x$event) ~ 1, conf.type = "log-log")
    at <- fit$n.event > 0
    some <- found$estimate > 0
    expect_equal(found$time, fit$time[at])
    expect_equal(found$at_risk, fit$n.risk[at])
    expect_equal(found$estimate, fit$surv[at], tolerance = 1e-10)
    expect_equal(found$std_error[some], (fit$std.err * fit$surv)[at][some], tolerance = 1e-10)
    expect_equal(found$conf_low[some], fit$lower[at][some], tolerance = 1e-10)
    expect_equal(found$conf_high[some], fit$upper[at][some], tolerance = 1e-10)
  }
})

test_that("groups are curves of their own, at the times asked for", {
  skip_if_not_installed("survival")
  lung <- survival::lung
  found <- curve_survival(lung$time, lung$status == 2, lung$sex, times = c(100, 365, 700))
  fit <- summary(survival::survfit(survival::Surv(time, status) ~ sex, lung, conf.type = "log-log"),
                 times = c(100, 365, 700))
  expect_equal(as.character(found$group), rep(c("1", "2"), each = 3))
  expect_equal(found$estimate, fit$surv, tolerance = 1e-10)
  expect_equal(found$conf_low, fit$lower, tolerance = 1e-10)
  expect_equal(found$at_risk, fit$n.risk)
  expect_equal(found$events, fit$n.event)
})

test_that("at both ends the limits are exact, on those whose state is known", {
  found <- curve_survival(c(2, 4, 5, 6), c(0, 1, 1, 1), times = c(1, 3, 6, 9))
  expect_equal(found$conf_low[1:2], c(stats::binom.test(4, 4)$conf.int[1], stats::binom.test(3, 3)$conf.int[1]))
  expect_equal(found$conf_high[3:4], rep(stats::binom.test(0, 3)$conf.int[2], 2))
  expect_equal(found$note, c("zero_events", "zero_events", "all_events", "all_events;no_time"))
  beyond <- curve_survival(c(1, 3), c(0, 0), times = 5)
  expect_equal(beyond[c("estimate", "conf_low", "note")], data.frame(estimate = 1, conf_low = 0, note = "zero_events;no_time"))
})

test_that("an event at time 0 counts", {
  found <- curve_survival(c(0, 1, 2, 3), c(1, 0, 0, 0))
  expect_equal(found$time, 0)
  expect_equal(found$estimate, 0.75)
})

test_that("bad input is refused, with the element", {
  e <- expect_error(curve_survival(c(1, -1), 0), class = "msaudit_data_error")
  expect_equal(e$element, 2)
  e <- expect_error(curve_survival(1, c(1, 2)), class = "msaudit_data_error")
  expect_equal(e$element, 2)
  expect_error(curve_survival("a", 1), class = "msaudit_argument_error")
})
