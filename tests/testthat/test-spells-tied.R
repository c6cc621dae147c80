# The same times in days and in years: days apart are the same number of years apart,
# but for rounding. Witnesses: the curves in days, and survival with its timefix.
in_two_ways <- function(days, origin = 0) (days + origin) / 365.25 - origin / 365.25

some_times <- function(n) {
  set.seed(17)
  list(day = sample(1:30, n, TRUE) * 61, event = rbinom(n, 1, 0.6), origin = sample(c(0, 14321, 15001), n, TRUE),
       group = sample(c("a", "b"), n, TRUE))
}

same_but_for_time <- function(found, wanted, unit = 365.25) {
  if ("time" %in% names(found)) expect_equal(found$time, wanted$time / unit)
  expect_equal(as.data.frame(found)[setdiff(names(found), "time")], as.data.frame(wanted)[setdiff(names(wanted), "time")],
               tolerance = 1e-12)
}

test_that("times in years give the curves and comparisons of the same times in days", {
  x <- some_times(60)
  years <- in_two_ways(x$day, x$origin)
  expect_gt(length(unique(years)), length(unique(x$day)))   # or nothing is tested
  asked <- c(1, 4, 13, 30) * 61
  for (times in list(NULL, asked)) {
    in_years <- if (!is.null(times)) times / 365.25
    same_but_for_time(curve_survival(years, x$event, times = in_years), curve_survival(x$day, x$event, times = times))
    status <- x$event * (1 + x$day %% 2)
    same_but_for_time(curve_incidence(years, status, x$group, times = in_years),
                      curve_incidence(x$day, status, x$group, times = times))
    same_but_for_time(compare_survival(years, x$event, x$group, times = in_years),
                      compare_survival(x$day, x$event, x$group, times = times))
    spells <- function(end, origin) list(start = c(0 * end, end), stop = c(end, end + in_two_ways(122, origin)))
    of <- list(spells(years, x$origin), list(start = c(0 * x$day, x$day), stop = c(x$day, x$day + 122)))
    mcf <- lapply(of, function(s) {
      unit <- if (identical(s, of[[1]])) 365.25 else 1
      list(curve_mcf(s$start, s$stop, rep(x$event, 2), rep(1:60, 2), times = if (!is.null(times)) times / unit),
           compare_mcf(s$start, s$stop, rep(x$event, 2), rep(1:60, 2), rep(x$group, 2), times = if (!is.null(times)) times / unit))
    })
    same_but_for_time(mcf[[1]][[1]], mcf[[2]][[1]])
    same_but_for_time(mcf[[1]][[2]], mcf[[2]][[2]])
    right <- ifelse(x$event == 1, x$day + 61, Inf)
    found <- curve_turnbull(years, ifelse(x$event == 1, in_two_ways(x$day + 61, rev(x$origin)), Inf), times = in_years)
    wanted <- curve_turnbull(x$day, right, times = times)
    for (column in intersect(names(wanted), c("probability", "estimate", "least", "most"))) {
      expect_equal(found[[column]], wanted[[column]], tolerance = 1e-7)
    }
  }
})

test_that("the same numbers come from survival, which ties times too", {
  skip_if_not_installed("survival")
  x <- some_times(60)
  years <- in_two_ways(x$day, x$origin)
  fit <- survival::survfit(survival::Surv(years, x$event) ~ 1, conf.type = "log-log")
  found <- curve_survival(years, x$event)
  expect_equal(found$estimate, fit$surv[fit$n.event > 0], tolerance = 1e-12)
  expect_equal(found$at_risk, fit$n.risk[fit$n.event > 0])
})

test_that("ties depend neither on the order nor on the unit, and one long time makes none", {
  x <- some_times(40)
  years <- in_two_ways(x$day, x$origin)
  found <- curve_survival(years, x$event)
  back <- rev(seq_along(years))
  expect_identical(curve_survival(years[back], x$event[back]), found)
  for (unit in c(1e-30, 1e30)) {
    expect_equal(curve_survival(years * unit, x$event)$estimate, found$estimate, tolerance = 1e-12)
  }
  expect_equal(nrow(curve_survival(c(years, 1e12), c(x$event, 1))), nrow(found) + 1)
  # A minute within ten years is no rounding.
  expect_equal(nrow(curve_survival(c(5, 5 + 1 / (365.25 * 1440), 10), 1)), 3)
})

test_that("an event is on the day that is asked for, whichever way it was computed", {
  for (day in c(1, 0.7, 3)) {
    dust <- day * (1 + c(-1, 0, 1, 3) * 1e-15)
    found <- curve_survival(c(dust, 5), 1, times = day)
    expect_equal(found$time, day)
    expect_equal(found$estimate, 0.2)
    expect_equal(found$at_risk, 5)
  }
  # Whole days as well.
  expect_equal(curve_survival(c(100, 365), 1, times = 365 * (1 - 1e-15))$estimate, 0)
})

test_that("a patient with just so many days in years has so many", {
  days <- 1:3000
  short <- days[days / 365.25 * 365.25 < days]
  expect_gt(length(short), 0)
  x <- audit_arr(rep(1, length(short)), years = short / 365.25, id = seq_along(short), measure = "mean", min_days = short[3])
  expect_equal(x$patients, length(short) - 2)
})
