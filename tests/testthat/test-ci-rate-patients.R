test_that("the scaled interval is that of its formula", {
  y <- c(5, 3, 1, 1, 0, 0)
  t <- c(2, 2, 1.5, 2, 1, 2)
  x <- ci_rate_patients(y, t, per = 100, conf_level = 0.9)
  r <- sum(y) / sum(t)
  s <- 6 / 5 * sum((y - r * t)^2)
  phi <- s / sum(y)
  expect_equal(x$dispersion, phi)
  expect_equal(x$std_error, 100 * sqrt(s) / sum(t))
  expect_equal(x$conf_low, 100 * qgamma(0.05, sum(y) / phi) * phi / sum(t))
  expect_equal(x$conf_high, 100 * qgamma(0.95, sum(y) / phi + 1) * phi / sum(t))
})

test_that("without dispersion it is Garwood's, and permuting patients changes no bit", {
  even <- ci_rate_patients(c(2, 2, 2), c(1, 1, 1))
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
