# The curves of survival::survfit(), which shares no code.
expect_same_mcf <- function(x, fit) {
  at <- fit$n.event > 0
  expect_equal(x$time, fit$time[at])
  expect_equal(x$at_risk, fit$n.risk[at])
  expect_equal(x$events, fit$n.event[at])
  expect_equal(x$estimate, fit$cumhaz[at], tolerance = 1e-10)
  expect_equal(x$std_error, fit$std.chaz[at], tolerance = 1e-10)
}

small_spells <- function() {
  data.frame(start = c(0, 120, 0, 260, 0), stop = c(120, 365, 200, 365, 300), event = c(1, 0, 1, 0, 0),
             id = c(1, 1, 2, 2, 3))
}

test_that("curves of recurrent events are those of survfit()", {
  skip_if_not_installed("survival")
  cgd <- survival::cgd
  x <- curve_mcf(cgd$tstart, cgd$tstop, cgd$status, cgd$id, cgd$treat)
  fit <- survival::survfit(survival::Surv(tstart, tstop, status) ~ treat, cgd, id = id)
  for (g in 1:2) expect_same_mcf(x[x$group == levels(cgd$treat)[g], ], fit[g])
  bladder <- survival::bladder2[survival::bladder2$start < survival::bladder2$stop, ]
  x <- curve_mcf(bladder$start, bladder$stop, bladder$event, bladder$id)
  expect_same_mcf(x, survival::survfit(survival::Surv(start, stop, event) ~ 1, bladder, id = id))
})

test_that("the order of the rows and the names of the patients change no bit", {
  x <- small_spells()
  at <- c(4, 2, 5, 1, 3)
  by <- function(x) curve_mcf(x$start, x$stop, x$event, x$id, times = c(90, 180, 365))
  expect_identical(by(x[at, ]), by(x))
  x$id <- c("b", "b", "a", "a", "c")
  expect_equal(by(x), by(small_spells()))
})

# Late entries, gaps, several events on a day in rows of their own, any unit of
# time, ids of any kind: the curve is one, whatever comes first.
test_that("spells of many patients may come in any order, to the last bit", {
  set.seed(3)
  spells <- do.call(rbind, lapply(1:60, function(id) {
    ends <- sort(sample(400, 6))
    kept <- if (id %% 3 == 0) c(1, 3, 5) else 1:5
    x <- data.frame(start = ends[kept], stop = ends[kept + 1], event = rbinom(length(kept), 2, 0.4), id = id)
    more <- x[sample(nrow(x), 2, TRUE), ]
    more$start <- more$stop
    more$event <- 1:2
    rbind(x, more)
  }))
  curve <- function(x, id = x$id, unit = 1) {
    found <- curve_mcf(unit * x$start, unit * x$stop, x$event, id)
    found$time <- found$time / unit
    found
  }
  plain <- curve(spells)
  for (i in 1:5) {
    x <- spells[sample(nrow(spells)), ]
    expect_identical(curve(x), plain)
    expect_identical(curve(x, x$id * 1e9), plain)
    expect_identical(curve(x, as.integer(x$id) - 30L), plain)
    expect_identical(curve(x, factor(sprintf("p%02d", 100 - x$id))), plain)
    expect_equal(curve(x, unit = 0.1), plain, tolerance = 1e-14)
  }
  skip_if_not_installed("survival")
  # survfit() loses the second of two events on a day: without them.
  once <- spells[spells$start < spells$stop, ]
  once$event <- pmin(once$event, 1)
  fit <- survival::survfit(survival::Surv(start, stop, event) ~ 1, once, id = id)
  expect_same_mcf(curve(once[sample(nrow(once)), ]), fit)
})

# By hand: one of three at day 120, one of three at 200.
test_that("a patient is not at risk in a gap", {
  x <- small_spells()
  found <- curve_mcf(x$start, x$stop, x$event, x$id, times = c(90, 200, 230, 365, 400))
  expect_equal(found$at_risk, c(3, 3, 2, 2, 0))
  expect_equal(found$events, c(0, 2, 0, 0, 0))
  expect_equal(found$estimate, c(0, 2, 2, 2, 2) / 3)
  expect_equal(found$conf_high[1], -log(0.025) / 3)
  expect_equal(found$note, c("zero_events", "", "", "", "no_time"))
})

test_that("one patient has no interval, and none no row", {
  found <- curve_mcf(0, 10, 1, 1)
  expect_equal(found$estimate, 1)
  expect_equal(found$note, "zero_variance")
  expect_true(is.na(found$conf_low) && is.na(found$conf_high))
  expect_equal(nrow(curve_mcf(numeric(), numeric(), numeric(), numeric())), 0)
})

test_that("bad spells are refused, with the element", {
  expect_element <- function(expr, element) {
    e <- expect_error(expr, class = "msaudit_data_error")
    expect_equal(e$element, element)
  }
  expect_element(curve_mcf(c(0, 5), c(3, 4), 0, 1:2), 2)
  expect_element(curve_mcf(c(0, 2), c(3, 4), 0, 1), 2)
  expect_element(curve_mcf(c(4, 0), c(4, 3), c(1, 0), 1), 1)
  expect_element(curve_mcf(0, c(3, 4), c(0, 0.5), 1:2), 2)
  expect_element(curve_mcf(0, c(3, Inf), 0, 1:2), 2)
  expect_element(curve_mcf(0, c(3, 4), 0, c(1, NA)), 2)
  expect_element(curve_mcf(0, 3, 0, 1, times = c(1, NaN)), 2)
  expect_error(curve_mcf(0, 1:3, 0, 1:2), class = "msaudit_argument_error")
})
