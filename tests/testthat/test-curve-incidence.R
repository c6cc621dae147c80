# The multi-state curves of survival::survfit(), which shares no code, where the
# share is neither 0 nor 1.
expect_survfit <- function(time, status) {
  state <- factor(pmin(status, 2), 0:2)
  theirs <- survival::survfit(survival::Surv(time, state) ~ 1, conf.type = "log-log")
  at <- which(theirs$n.event[, 2] > 0)
  ours <- curve_incidence(time, status)
  expect_equal(ours$time, theirs$time[at])
  expect_equal(ours$at_risk, theirs$n.risk[at, 1])
  expect_equal(ours$events, theirs$n.event[at, 2])
  expect_equal(ours$estimate, theirs$pstate[at, 2], tolerance = 1e-10)
  inner <- ours$estimate < 1 - 1e-9
  expect_equal(ours$std_error[inner], theirs$std.err[at[inner], 2], tolerance = 1e-10)
  expect_equal(ours$conf_low[inner], theirs$lower[at[inner], 2], tolerance = 1e-10)
  expect_equal(ours$conf_high[inner], theirs$upper[at[inner], 2], tolerance = 1e-10)
}

test_that("curves are those of survfit() on its data sets and on others", {
  skip_if_not_installed("survival")
  mgus <- with(survival::mgus2, list(time = ifelse(pstat == 1, ptime, futime), status = ifelse(pstat == 1, 1, 2 * death)))
  expect_survfit(mgus$time, mgus$status)
  expect_survfit(mgus$time, 3 - mgus$status - (mgus$status == 0) * 3)
  expect_survfit(survival::aml$time, survival::aml$status)
  with(survival::pbc, expect_survfit(time, status))
  set.seed(5)
  for (i in 1:20) {
    n <- sample(3:200, 1)
    expect_survfit(sample(0:40, n, TRUE), sample(0:3, n, TRUE, c(i, 2, 1, 1)))
  }
})

test_that("what nothing competes with is one less Kaplan and Meier's share", {
  set.seed(6)
  time <- sample(0:30, 80, TRUE)
  event <- sample(0:1, 80, TRUE)
  free <- curve_survival(time, event, times = 0:30)
  had <- curve_incidence(time, event, times = 0:30)
  expect_equal(had$estimate, 1 - free$estimate, tolerance = 1e-14)
  expect_equal(had$std_error, free$std_error, tolerance = 1e-12)
  ends <- free$estimate %in% 0:1
  expect_equal(had$conf_low[ends], 1 - free$conf_high[ends])
  expect_equal(had[c("at_risk", "events")], free[c("at_risk", "events")])
})

test_that("the shares of two causes and of none add up to 1", {
  set.seed(7)
  time <- sample(0:30, 80, TRUE)
  status <- sample(0:2, 80, TRUE)
  of <- function(code) curve_incidence(time, code, times = 0:30)$estimate
  free <- curve_survival(time, status > 0, times = 0:30)$estimate
  expect_equal(of(status) + of(c(0, 2, 1)[status + 1]) + free, rep(1, 31))
})

test_that("at 0 and 1 the limits are those of binom.test(), of those whose state is known", {
  x <- curve_incidence(c(2, 4, 5, 6), c(0, 1, 1, 1), times = c(1, 3, 6, 9))
  expect_equal(x$conf_high[1:2], c(binom.test(0, 4)$conf.int[2], binom.test(0, 3)$conf.int[2]))
  expect_equal(x$conf_low[3:4], rep(binom.test(3, 3)$conf.int[1], 2))
  expect_equal(x$note, c("zero_events", "zero_events", "all_events", "all_events;no_time"))
  expect_equal(x$std_error, c(0, 0, 0, 0))
})

test_that("no patient, no event and one patient are defined", {
  none <- curve_incidence(numeric(), integer(), times = 5)
  expect_equal(none$note, "no_patients")
  expect_true(is.na(none$estimate) && !is.nan(none$estimate))
  expect_equal(nrow(curve_incidence(numeric(), integer())), 0)
  expect_equal(nrow(curve_incidence(c(1, 2), c(0, 2))), 0)
  x <- curve_incidence(c(1, 2), c(2, 2), times = 3)
  expect_equal(unlist(x[c("estimate", "conf_low", "conf_high")], use.names = FALSE), c(0, 0, binom.test(0, 2)$conf.int[2]))
  one <- curve_incidence(1, 1)
  expect_equal(c(one$estimate, one$conf_low, one$conf_high), c(1, 0.025, 1))
  known <- curve_incidence(c(1, 1, 2), c(0, 0, 0), times = 5)
  expect_equal(known$conf_high, 1)
})

test_that("a factor's first level is censored, groups are in order, rows in any", {
  time <- c(3, 1, 2, 5, 4, 6)
  status <- c(1, 0, 2, 1, 3, 1)
  labels <- factor(c("none", "event", "death", "stop")[status + 1], c("none", "event", "death", "stop"))
  expect_identical(curve_incidence(time, labels), curve_incidence(time, status))
  expect_identical(curve_incidence(rev(time), rev(status)), curve_incidence(time, status))
  x <- curve_incidence(time, status, group = c("b", "b", "a", "a", "b", "b"), times = 10)
  expect_equal(as.character(x$group), c("a", "b"))
  expect_equal(x$estimate[1], curve_incidence(c(2, 5), c(2, 1), times = 10)$estimate)
})

test_that("what is no time or status is refused", {
  expect_error(curve_incidence(-1, 1), class = "msaudit_data_error")
  expect_error(curve_incidence(c(1, NA), 1), class = "msaudit_data_error")
  expect_error(curve_incidence(Inf, 1), class = "msaudit_data_error")
  expect_error(curve_incidence(1, -1L), class = "msaudit_data_error")
  expect_error(curve_incidence(1, 0.5), class = "msaudit_data_error")
  expect_error(curve_incidence(1, NA), class = "msaudit_data_error")
  expect_error(curve_incidence(1, "a"), class = "msaudit_argument_error")
  expect_error(curve_incidence(1:2, c(1, 0, 1)), class = "msaudit_argument_error")
  expect_error(curve_incidence(1, 1, conf_level = 2), class = "msaudit_argument_error")
})

test_that("a tally has the times once, in whole days and where most differ", {
  set.seed(16)
  for (time in list(sample(0:40, 3000, TRUE), c(stats::rexp(3000), 7, 7, 7), c(rep(1e9, 30), stats::runif(3000)), rep(5, 9), 3)) {
    status <- sample(0:2, length(time), TRUE)
    tally <- .Call(C_tally_times, as.double(time), as.integer(status))
    n <- tally$n
    expect_identical(tally$time[seq_len(n)], sort(unique(as.double(time))))
    for (way in 0:2) {
      counts <- tally[[c("censored", "events", "competing")[way + 1]]]
      expect_equal(counts[seq_len(n)], as.vector(table(factor(time[status == way], sort(unique(time))))))
    }
    expect_identical(.Call(C_event_times, tally), sort(unique(as.double(time[status == 1]))))
  }
})
