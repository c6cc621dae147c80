test_that("the scaled interval is that of its formula", {
  y <- c(5, 3, 1, 1, 0, 0)
  t <- c(2, 2, 1.5, 2, 1, 2)
  x <- ci_rate_patients(y, t, method = "scaled", per = 100, conf_level = 0.9)
  r <- sum(y) / sum(t)
  s <- 6 / 5 * sum((y - r * t)^2)
  phi <- s / sum(y)
  expect_equal(x$dispersion, phi)
  expect_equal(x$std_error, 100 * sqrt(s) / sum(t))
  expect_equal(x$conf_low, 100 * qgamma(0.05, sum(y) / phi) * phi / sum(t))
  expect_equal(x$conf_high, 100 * qgamma(0.95, sum(y) / phi + 1) * phi / sum(t))
})

test_that("without dispersion it is Garwood's, and permuting patients changes no bit", {
  even <- ci_rate_patients(c(2, 2, 2), c(1, 1, 1), method = "scaled")
  expect_equal(even$dispersion, 1)
  expect_equal(even[c("conf_low", "conf_high")], ci_rate(6, 3)[c("conf_low", "conf_high")])
  set.seed(7)
  y <- rpois(300, 1)
  t <- runif(300, 0.1, 3)
  g <- sample(c("a", "b"), 300, TRUE)
  at <- sample(300)
  expect_identical(ci_rate_patients(y[at], t[at], g[at]), ci_rate_patients(y, t, g))
})

test_that("groups that are empty, single or without events say so", {
  x <- ci_rate_patients(c(1, 0, 0, 0), c(1, 1, 1, 0), factor(c("one", "none", "none", "none"), c("one", "none", "empty")))
  expect_equal(x$note, c("n1", "zero_events;undefined_phi;excluded_patients", "no_patients"))
  expect_equal(x$patients, c(1L, 2L, 0L))
  expect_identical(x$estimate[3], NA_real_)
  expect_false(any(vapply(x, function(column) any(is.nan(column)), NA)))
  expect_error(ci_rate_patients(c(1, 1), c(1, 0)), class = "msaudit_data_error")
  expect_error(ci_rate_patients(c(1, NA), c(1, 1)), class = "msaudit_data_error")
})


test_that("the model takes no more events of a patient than there is room for, nor times without a scale", {
  expect_error(ci_rate_patients(c(1, 1e15), c(1, 1), method = "nb"), "at most 1e6", class = "msaudit_data_error")
  expect_error(compare_rates_patients(c(1, 1e15, 2, 2), c(1, 1, 1, 1), c("a", "a", "b", "b"), method = "nb"),
               "at most 1e6", class = "msaudit_data_error")
  for (years in list(c(1.7e308, 1), c(1e-300, 1))) {
    expect_error(ci_rate_patients(c(1, 1), years), "`years` must be 0, or from 1e-50 to 1e50, not .*, at element 1",
                 class = "msaudit_data_error")
  }
})

test_that("the default limits are those of their definition", {
  set.seed(3)
  for (i in 1:40) {
    n <- sample(c(1:4, 11, 30), 1)
    t <- exp(runif(n, log(0.05), log(8)))
    y <- rpois(n, rgamma(n, 0.5, 0.5) * t * sample(c(0.2, 1, 5), 1))
    level <- sample(c(0.8, 0.95, 0.99), 1)
    x <- ci_rate_patients(y, t, conf_level = level, per = 10)
    expect_equal(x$method, "pooled_t")
    expect_equal(c(x$conf_low, x$conf_high), 10 * pooled_t_by_hand(y, t, level), tolerance = 1e-5)
  }
  # Groups are each for itself, whatever the order of the patients.
  y <- c(3, 0, 1, 4, 0, 2, 0)
  t <- c(1, 2, 1, 0.5, 3, 2, 1)
  g <- c("a", "b", "a", "b", "b", "a", "a")
  x <- ci_rate_patients(y, t, g)
  for (name in c("a", "b")) {
    expect_equal(unlist(x[x$group == name, c("conf_low", "conf_high")]), pooled_t_by_hand(y[g == name], t[g == name]),
                 ignore_attr = TRUE, tolerance = 1e-6)
  }
})

test_that("without events, or of one patient, the default is Garwood's", {
  expect_equal(ci_rate_patients(c(0, 0, 0), c(1, 2, 1))$conf_high, -log(0.025) / 4)
  one <- ci_rate_patients(7, 2)
  expect_equal(one$note, "n1")
  expect_equal(one[c("conf_low", "conf_high")], ci_rate(7, 2)[c("conf_low", "conf_high")])
  # A patient without time beside one is still one.
  expect_equal(ci_rate_patients(c(7, 0), c(2, 0))$conf_high, ci_rate(7, 2)$conf_high)
})

test_that("the default is never narrower than the exact interval of a Poisson count", {
  for (n in c(2, 5, 40)) {
    for (y in 1:12) {
      t <- seq(0.2, 2, length.out = n)
      counts <- tabulate(rep_len(round(seq(1, n, length.out = min(y, n))), y), n)
      x <- ci_rate_patients(counts, t)
      exact <- ci_rate(y, sum(t))
      expect_lte(x$conf_low, exact$conf_low)
      expect_gte(x$conf_high, exact$conf_high)
    }
  }
})

test_that("counts of millions and fractions of events have the same limits by the definition", {
  y <- c(3e6, 1e6, 2e6, 0, 5e5)
  t <- c(2, 1, 1, 1, 3)
  x <- ci_rate_patients(y, t)
  expect_equal(c(x$conf_low, x$conf_high), pooled_t_by_hand(y, t), tolerance = 1e-6)
  y <- c(400, 90, 0, 65, 130)
  x <- ci_rate_patients(y, t)
  expect_equal(c(x$conf_low, x$conf_high), pooled_t_by_hand(y, t), tolerance = 1e-6)
  parts <- patient_rates(y * 2^10, t * 2^10, rep(1L, 5), 1L, part = 2^10)
  expect_equal(parts[c("conf_low", "conf_high")], x[c("conf_low", "conf_high")])
  # Half an event adds half of what the whole one would to the slope of the likelihood.
  at <- function(y) .Call(C_patient_spread, y * 4, t * 4, rep(1L, 5), 1L, 4)$alpha
  expect_true(at(c(7, 1, 0, 2, 0)) < at(c(7.5, 1, 0, 2, 0)) && at(c(7.5, 1, 0, 2, 0)) < at(c(8, 1, 0, 2, 0)))
})
