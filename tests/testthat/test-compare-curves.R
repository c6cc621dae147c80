compared <- function(x, ...) compare_mcf(x$start, x$stop, x$event, x$id, x$group, ...)

cgd_spells <- function() {
  with(survival::cgd, data.frame(start = tstart, stop = tstop, event = status, id, group = as.character(treat)))
}

bladder_spells <- function() {
  x <- survival::bladder2
  x <- x[x$start < x$stop, ]
  data.frame(x[c("start", "stop", "event", "id")], group = ifelse(x$rx == 1, "placebo", "thiotepa"))
}

test_that("the pseudo-score with the variance of each group is that of reda", {
  skip_if_not_installed("survival")
  skip_if_not_installed("reda")
  # reda takes no event on the last day of a patient, as one of these has.
  x <- cgd_spells()
  x <- x[!x$id %in% x$id[x$event == 1 & !duplicated(x$id, fromLast = TRUE)], ]
  curves <- getExportedValue("reda", "mcf")(getExportedValue("reda", "Recur")(getExportedValue("reda", "%to%")(start, stop), id, event) ~ group, data = x)
  test <- getExportedValue("reda", "mcfDiff.test")(curves)
  expect_equal(compared(x, variance = "groups", times = 1e6)$statistic^2, test[1, 3], tolerance = 1e-10)
})

# The same patients, each twice, and one of one group alone.
test_that("patients of one group alone are left out of a paired comparison", {
  skip_if_not_installed("survival")
  x <- cgd_spells()
  x$id <- match(x$id, unique(x$id[x$group == "placebo"]), nomatch = 0) +
    match(x$id, unique(x$id[x$group != "placebo"]), nomatch = 0)
  found <- compared(x, reference = "placebo", times = 300)
  expect_equal(found$design, "paired")
  expect_equal(found$note, "excluded_patients")
  x <- x[x$id <= min(tapply(x$id, x$group, max)), ]
  same <- setdiff(names(found), "note")
  expect_identical(compared(x, reference = "placebo", times = 300)[same], found[same])
})

test_that("shares are compared by Greenwood's variances", {
  skip_if_not_installed("survival")
  x <- survival::cgd[!duplicated(survival::cgd$id), ]
  found <- compare_survival(x$tstop, x$status, x$treat, times = c(90, 250))
  fit <- summary(survival::survfit(survival::Surv(tstop, status) ~ treat, x), times = c(90, 250))
  n <- rep(table(x$treat), each = 2)
  share <- matrix(fit$surv, 2)
  v <- matrix(fit$std.err^2 * n / (n - 1), 2)
  expect_equal(found$estimate, share[, 2] - share[, 1], tolerance = 1e-12)
  expect_equal(found$std_error, sqrt(rowSums(v)), tolerance = 1e-12)
})

test_that("where a curve has no variance its own limits stand in", {
  x <- data.frame(start = 0, stop = 10, event = c(0, 0, 0, 2, 1, 0, 3), id = 1:7, group = rep(c("a", "b"), 3:4))
  found <- compared(x)
  a <- curve_mcf(0, 10, c(0, 0, 0), 1:3, times = 10)
  b <- curve_mcf(0, 10, c(2, 1, 0, 3), 1:4, times = 10)
  expect_equal(found$conf_low, 1.5 - sqrt((1.5 - b$conf_low)^2 + a$conf_high^2))
  expect_equal(found$conf_high, b$conf_high)
  expect_equal(found$note, "zero_events;fallback_limits")
  expect_equal(found$method, "limits")
  at_p <- compared(x, conf_level = 1 - found$p)
  expect_equal(at_p$conf_low, 0, tolerance = 1e-8)
  none <- compared(transform(x, event = 0))
  expect_equal(none$note, "no_events;fallback_limits")
  expect_equal(c(none$estimate, none$p), c(0, 1))
  expect_equal(compared(x, times = 11)$note, "zero_events;fallback_limits;no_time")
  expect_equal(compared(transform(x, event = 1))$note, "zero_variance")
})

test_that("the order of rows changes no bit, and names of groups no number", {
  skip_if_not_installed("survival")
  x <- bladder_spells()
  found <- compared(x, times = c(10, 30))
  set.seed(1)
  expect_identical(compared(x[sample(nrow(x)), ], times = c(10, 30)), found)
  turned <- compared(x, reference = "thiotepa", times = c(10, 30))
  expect_equal(turned$estimate, -found$estimate)
  expect_equal(turned$conf_low, -found$conf_high)
  expect_equal(turned$statistic, -found$statistic)
})

# 2,000 samples of 20 and 30 patients with rates that vary between them: 5 % with
# a standard error of 0.5 %.
test_that("under no difference the tests keep their level", {
  skip_if(watched, "a level needs many samples")
  set.seed(20110430)
  rejected <- vapply(1:2000, function(i) {
    n <- 50
    until <- stats::runif(n, 100, 600)
    y <- stats::rpois(n, stats::rgamma(n, 2, 2) * until / 365)
    id <- c(rep(seq_len(n), y), seq_len(n))
    stop <- c(ceiling(stats::runif(sum(y)) * rep(until, y)), ceiling(until) + 1)
    at <- order(id, stop)
    start <- c(0, stop[at][-length(at)])
    start[!duplicated(id[at])] <- 0
    found <- compare_mcf(start, stop[at], rep(1:0, c(sum(y), n))[at], id[at], as.integer(id[at] > 20), times = 300)
    c(found$p, found$p_pseudo_score) <= 0.05
  }, c(NA, NA))
  expect_true(all(abs(rowMeans(rejected) - 0.05) < 0.015))
})

test_that("what is asked of a comparison is checked", {
  expect_error(compare_mcf(0, 3, 0, 1:2, c("a", "a")), class = "msaudit_argument_error")
  expect_error(compare_mcf(0, 3, 0, 1:2), class = "msaudit_argument_error")
  expect_error(compare_mcf(0, 3, 0, 1:2, c("a", "b"), "c"), class = "msaudit_argument_error")
  expect_error(compare_mcf(0, 3, 0, 1:2, c("a", "b"), variance = "x"), class = "msaudit_argument_error")
  e <- expect_error(compare_mcf(c(0, 0, 2), c(3, 3, 4), 0, c(1, 2, 2), c("a", "b", "b")), class = "msaudit_data_error")
  expect_equal(e$element, 3)
  e <- expect_error(compare_survival(1:3, 0, c("a", "b", "b"), id = c(1, 2, 2)), class = "msaudit_data_error")
  expect_equal(e$element, 3)
  found <- compare_mcf(0, 3, 1, 1:2, factor(c("a", "a"), c("a", "b")), times = 2)
  expect_equal(found$note, "no_patients")
  expect_true(is.na(found$estimate) && is.na(found$p))
})

test_that("an event without time at risk before it is refused by both curves and their comparison", {
  start <- c(0, 5, 5, 0, 0, 0)
  stop <- c(10, 5, 5, 10, 10, 10)
  id <- c(1, 2, 2, 3, 4, 5)
  group <- c("a", "a", "a", "a", "b", "b")
  of <- list(c(1, 0, 1, 1, 0, 1), c(1, 1, 0, 1, 0, 1))
  for (event in of) {
    at <- which(event == 1 & start == stop)
    for (call in list(quote(compare_mcf(start, stop, event, id, group)), quote(curve_mcf(start, stop, event, id)))) {
      e <- expect_error(eval(call), "`event` must be 0 where the patient is not at risk", class = "msaudit_data_error")
      expect_equal(e$element, at)
    }
  }
  # Days of others between a stop and its further event are no matter.
  expect_silent(compare_mcf(c(0, 5, 5, 0, 0), c(5, 5, 5, 9, 9), c(1, 0, 1, 1, 0), c(1, 1, 1, 2, 3),
                            c("a", "a", "a", "a", "b")))
})
