selected <- c(1, 1, 2, 1, 3, 1, 2, 1, 1, 4, 1)
everyone <- c(1, 0, 2, 0, 3, 1, 0, 0, 1, 4, 0)
windows <- c(0.5, 1, 1, 0.4, 2, 0.7, 1, 1, 1.5, 1, 0.9)

# The log likelihood of counts above 0 by R's densities; a shape of 0 is the
# logarithmic series, `rate` then being the limit of rate / shape.
truncated <- function(events, years, rate, shape) {
  if (shape == 0) return(sum(events * log(rate * years / (1 + rate * years)) - log(events) - log(log1p(rate * years))))
  if (is.infinite(shape)) return(sum(dpois(events, rate * years, TRUE) - log(-expm1(-rate * years))))
  sum(dnbinom(events, shape, mu = rate * years, log = TRUE) - log(-expm1(-shape * log1p(rate * years / shape))))
}

# Its best over a fine grid of shapes.
best_truncated <- function(events, years = rep(1, length(events))) {
  shapes <- c(0, exp(seq(-8, 8, length.out = 161)), Inf)
  each <- vapply(shapes, function(shape) {
    found <- optimize(function(log_rate) truncated(events, years, exp(log_rate), shape), c(-12, 12), maximum = TRUE,
                      tol = 1e-9)
    c(shape, exp(found$maximum), found$objective)
  }, c(0, 0, 0))
  stats::setNames(each[, which.max(each[3, ])], c("shape", "rate", "value"))
}

# Everybody followed for as long again, drawn afresh.
draw_windows <- function(n, mean, shape, years = 1) {
  rate <- mean * if (is.infinite(shape)) 1 else rgamma(n, shape, shape)
  data.frame(before = rpois(n, rate * years), after = rpois(n, rate * years), years = years)
}

test_that("the ratio is the formula of mean and shape", {
  for (x in list(regression_to_mean(selected), regression_to_mean(everyone, 2, "nb"))) {
    expect_equal(x$ratio, 1 - (1 + x$mean / x$shape)^-(x$shape + 1))
    expect_true(x$conf_low < x$ratio && x$ratio < x$conf_high)
    expect_equal(x$note, "")
  }
  expect_equal(regression_to_mean(selected)$share_repeated, 11 / 18)
})

test_that("in a window nobody was selected for the model is fit_negative_binomial()'s", {
  fit <- fit_negative_binomial(everyone, 1)
  x <- regression_to_mean(everyone, 1, "nb")
  expect_equal(x$mean, exp(coef(fit)[[1]]))
  expect_equal(x$shape, 1 / fit$dispersion$estimate)
  fit <- fit_negative_binomial(everyone, windows)
  x <- regression_to_mean(everyone, windows, "nb")
  expect_equal(x$mean, exp(coef(fit)[[1]]) * mean(windows))
  expect_equal(x$shape, 1 / fit$dispersion$estimate)
  mu <- exp(coef(fit)[[1]]) * windows
  expect_equal(x$ratio, sum(mu * (1 - (1 + mu / x$shape)^-(x$shape + 1))) / sum(mu))
})

test_that("no shape and rate are more likely, in equal windows and in others", {
  for (years in list(rep(1, 11), windows)) {
    ours <- regression_to_mean(selected, years)
    value <- truncated(selected, years, ours$mean / mean(years), ours$shape)
    best <- best_truncated(selected, years)
    expect_gte(value, best[["value"]] - 1e-9)
    expect_equal(ours$shape, best[["shape"]], tolerance = 0.1)
  }
  # Both ends of the shape.
  poisson <- regression_to_mean(c(1, 2, 1, 2, 3, 2))
  expect_equal(c(poisson$shape, poisson$note), c("Inf", "poisson_boundary"))
  expect_equal(unname(best_truncated(c(1, 2, 1, 2, 3, 2))[1:2]), c(Inf, poisson$mean), tolerance = 1e-6)
  expect_equal(poisson$ratio, 1 - exp(-poisson$mean))
  series <- regression_to_mean(c(1, 1, 1, 1, 1, 30))
  expect_equal(c(series$shape, series$mean), c(0, 0))
  expect_equal(series$note, "log_series")
  best <- best_truncated(c(1, 1, 1, 1, 1, 30))
  expect_equal(best[["shape"]], 0)
  expect_equal(series$ratio, best[["rate"]] / (1 + best[["rate"]]), tolerance = 1e-6)
})

test_that("at the limits the profile has fallen by chi-squared's quantile", {
  shapes <- exp(seq(-10, 10, length.out = 4001))
  profile <- function(events, ratio, method) {
    mean <- shapes * ((1 - ratio)^(-1 / (shapes + 1)) - 1)
    at <- if (method == "nb") function(k, m) sum(dnbinom(events, k, mu = m, log = TRUE)) else
      function(k, m) truncated(events, 1, m, k)
    max(mapply(at, shapes, mean))
  }
  for (method in c("zero_truncated_nb", "nb")) {
    events <- if (method == "nb") everyone else selected
    for (level in c(0.9, 0.99)) {
      x <- regression_to_mean(events, 1, method, conf_level = level)
      top <- profile(events, x$ratio, method)
      for (limit in c(x$conf_low, x$conf_high)) {
        expect_equal(2 * (top - profile(events, limit, method)), qchisq(level, 1), tolerance = 1e-4)
      }
    }
  }
})

# Selected before, not treated: the ratio of the two periods' events is it.
test_that("simulated patients fall back by the ratio, whose model is estimated either way", {
  set.seed(20)
  for (shape in c(0.5, 2, Inf)) {
    x <- draw_windows(2e5, 0.8, shape)
    ratio <- sum(x$after[x$before > 0]) / sum(x$before)
    truth <- if (is.infinite(shape)) 1 - exp(-0.8) else 1 - (1 + 0.8 / shape)^-(shape + 1)
    expect_equal(ratio, truth, tolerance = 0.01)
    from_selected <- regression_to_mean(x$before[x$before > 0])
    from_all <- regression_to_mean(x$before, method = "nb")
    expect_equal(from_selected$ratio, truth, tolerance = 0.02)
    expect_equal(from_all$ratio, truth, tolerance = 0.01)
    expect_equal(from_selected$share_repeated, truth, tolerance = 0.01)
    expect_identical(from_selected$share_repeated, from_all$share_repeated)
  }
})

# Rates of two kinds of patients, and of a log-normal law: no gamma variables.
test_that("the share of repeated events is the ratio whatever the law of the rates", {
  set.seed(22)
  for (rate in list(sample(c(0.2, 3), 2e5, TRUE), rlnorm(2e5, -0.5, 1))) {
    before <- rpois(2e5, rate)
    after <- rpois(2e5, rate)
    x <- regression_to_mean(before[before > 0])
    expect_equal(x$share_repeated, sum(after[before > 0]) / sum(before), tolerance = 0.01)
  }
})

test_that("limits hold the ratio as often as they say, of few patients too", {
  skip_on_cran()
  set.seed(23)
  for (n in c(11, 40)) {
    for (shape in c(0.5, Inf)) {
      x <- draw_windows(40 * n * 300, 0.8, shape)$before
      x <- x[x > 0][seq_len(n * 300)]
      found <- regression_to_mean(x, group = rep(1:300, each = n))
      truth <- if (is.infinite(shape)) 1 - exp(-0.8) else 1 - (1 + 0.8 / shape)^-(shape + 1)
      covered <- mean(found$conf_low <= truth & truth <= found$conf_high)
      expect_gt(covered, 0.91)
    }
  }
})

test_that("the edges are defined and noted", {
  single <- regression_to_mean(rep(1, 5))
  expect_equal(c(single$ratio, single$mean, single$conf_low), c(0, 0, 0))
  expect_identical(single$shape, NA_real_)
  expect_equal(single$note, "no_second_event")
  # At the upper limit 5 patients with one event each have the likelihood it needs.
  c <- single$conf_high / (1 - single$conf_high)
  expect_equal(-2 * truncated(rep(1, 5), 1, c, 0), qchisq(0.95, 1), tolerance = 1e-6)
  none <- regression_to_mean(c(0, 0), method = "nb")
  expect_equal(none[c("ratio", "conf_low", "conf_high", "note")],
               data.frame(ratio = NA_real_, conf_low = 0, conf_high = 1, note = "zero_events"))
  expect_match(regression_to_mean(3)$note, "n1")
  nobody <- regression_to_mean(numeric())
  expect_identical(c(nobody$ratio, nobody$mean, nobody$share_repeated), rep(NA_real_, 3))
  expect_equal(nobody$note, "no_patients")
  left_out <- regression_to_mean(c(selected, 0), c(rep(1, 11), 0))
  expect_equal(left_out$patients, 11L)
  expect_equal(left_out$note, "excluded_patients")
  expect_equal(left_out$ratio, regression_to_mean(selected)$ratio)
})

test_that("order and unit do not matter, groups stand apart", {
  at <- c(5, 1, 11, 3, 2, 4, 10, 9, 8, 6, 7)
  expect_identical(regression_to_mean(selected[at], windows[at]), regression_to_mean(selected, windows))
  same <- c("mean", "shape", "ratio", "conf_low", "conf_high")
  expect_equal(regression_to_mean(selected, windows * 365.25)[same], regression_to_mean(selected, windows)[same],
               tolerance = 1e-6)
  group <- rep(c("b", "a"), c(6, 5))
  both <- regression_to_mean(selected, windows, group = group)
  expect_equal(as.character(both$group), c("a", "b"))
  expect_equal(both[2, -1], regression_to_mean(selected[1:6], windows[1:6]), ignore_attr = TRUE)
  expect_named(both, c("group", "patients", "events", "years", "mean", "shape", "ratio", "conf_low", "conf_high",
                       "share_repeated", "method", "note"))
})

# Poisson counts are the lower of two summits of the likelihood here.
test_that("of two summits of the likelihood the higher is found", {
  events <- c(2000, 1)
  years <- c(6.399, 0.062)
  x <- regression_to_mean(events, years)
  best <- best_truncated(events, years)
  expect_true(is.finite(best[["shape"]]) && is.finite(x$shape))
  value <- if (x$shape > 0) truncated(events, years, x$mean / mean(years), x$shape) else best[["value"]]
  expect_gte(value, best[["value"]] - 1e-6)
  poisson <- optimize(function(log_rate) truncated(events, years, exp(log_rate), Inf), c(-12, 12), maximum = TRUE)
  expect_gt(value, poisson$objective + 5)
})

test_that("large counts and many patients are no harm", {
  x <- regression_to_mean(c(1e5, 99999, 99998, 5))
  expect_true(x$ratio > 0.9999 && x$conf_high <= 1)
  # Two summits of the likelihood, the higher a narrow one, lie far apart.
  x <- regression_to_mean(c(246, 253), c(59, 38) / 60, "nb")
  expect_equal(c(x$conf_low, x$ratio, x$conf_high), c(1, 1, 1), tolerance = 1e-4)
})

# By R's densities, whose size does not hang on the counts; the loop over all that a
# count exceeds took a minute.
test_that("counts of a million are as soon done with as small ones", {
  set.seed(24)
  events <- pmin(rnbinom(100, 0.7, mu = 3e5) + 1, 1e6)
  seconds <- system.time(x <- regression_to_mean(events))[["user.self"]]
  expect_lt(seconds, 5)
  top <- truncated(events, 1, x$mean, x$shape)
  expect_equal(fit_negative_binomial(events, 1)$fit$log_likelihood,
               max(vapply(seq(0.5, 1.5, 0.01) * x$shape, function(k) sum(dnbinom(events, k, mu = mean(events), log = TRUE)), 0)),
               tolerance = 1e-7)
  for (of in c(0.99, 1.01)) {
    expect_lt(truncated(events, 1, of * x$mean, x$shape), top)
    expect_lt(truncated(events, 1, x$mean, of * x$shape), top)
  }
})

test_that("what cannot be is a classed error", {
  e <- expect_error(regression_to_mean(c(1, 0, 2)), class = "msaudit_data_error")
  expect_equal(e$element, 2)
  expect_error(regression_to_mean(c(1, 1.5)), class = "msaudit_data_error")
  expect_error(regression_to_mean(c(1, NA)), class = "msaudit_data_error")
  expect_error(regression_to_mean(c(1, 2e6)), class = "msaudit_data_error")
  expect_error(regression_to_mean(c(1, 2), c(1, 0)), class = "msaudit_data_error")
  expect_error(regression_to_mean(1:3, 1:2), class = "msaudit_argument_error")
  expect_error(regression_to_mean(1:3, method = "poisson"), class = "msaudit_argument_error")
  expect_error(regression_to_mean(1:3, conf_level = 1), class = "msaudit_argument_error")
  e <- expect_error(regression_to_mean(c(4, 2, 1), c(1, 1e-200, 1e200), "nb"), class = "msaudit_data_error")
  expect_equal(e[c("arg", "element")], list(arg = "years", element = 2))
})
