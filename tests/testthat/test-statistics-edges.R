# Where numbers are far apart, few or many: each against a fit, a law or a limit
# that is known another way.
test_that("a regression does not depend on the unit and origin of its numbers", {
  set.seed(3)
  year <- rep(2010:2020, each = 10)
  events <- stats::rpois(110, exp(-0.3 * (year - 2015)))
  poisson <- stats::glm(events ~ year, stats::poisson(), control = list(epsilon = 1e-14))
  fit <- fit_negative_binomial(events, 1, cbind(year = year))
  expect_equal(unname(coef(fit)), unname(stats::coef(poisson)), tolerance = 1e-7)
  centred <- fit_negative_binomial(events, 1, cbind(year = year - 2015))
  expect_equal(confint(fit, "year", profile = TRUE), confint(centred, "year", profile = TRUE), tolerance = 1e-6)
  expect_true(all(is.finite(confint(fit, "(Intercept)", profile = TRUE))))
  x <- (1:40) / 40
  counts <- round(exp(2 * x))
  small <- fit_negative_binomial(counts, 1, cbind(x = x * 1e-3))
  plain <- fit_negative_binomial(counts, 1, cbind(x = x))
  expect_equal(coef(small)[["x"]], 1e3 * coef(plain)[["x"]], tolerance = 1e-7)
  expect_equal(confint(small)["x", ], 1e3 * confint(plain)["x", ], tolerance = 1e-6)
})

test_that("large counts are fitted, by any sum of the likelihood's terms", {
  for (events in list(c(46912, 13585, 12084), c(1e6, 0, 5, 1e5), c(1e5, 9e4, 5e4, 1e4, 0, 0, 0))) {
    fit <- fit_negative_binomial(events, 1)
    # Of equal times the mean is that of the counts, and alpha the best of one.
    expect_equal(exp(coef(fit)[[1]]), mean(events), tolerance = 1e-9)
    at <- function(alpha) sum(stats::dnbinom(events, size = 1 / alpha, mu = mean(events), log = TRUE))
    best <- stats::optimize(at, c(0.01, 100), maximum = TRUE, tol = 1e-9)
    expect_equal(fit$dispersion$estimate, best$maximum, tolerance = 1e-5)
    expect_equal(as.numeric(logLik(fit)), best$objective, tolerance = 1e-9)
    expect_true(all(is.finite(confint(fit))))
  }
})

# Corrected for skewness, the statistic of 1 against 1 of 20 stays within 3.29.
test_that("a limit that no value reaches is the end of the scale, and said so", {
  x <- compare_proportions(1, 20, 1, 20, "ratio", "scas", conf_level = 0.999)
  expect_equal(c(x$conf_low, x$conf_high), c(0, Inf))
  expect_equal(x$note, "unbounded")
  x <- compare_proportions(2, 3, 8, 14, "odds_ratio", "scas", conf_level = 0.999)
  expect_equal(x$conf_high, Inf)
  expect_match(x$note, "unbounded")
  x <- compare_proportions(2, 20, 1, 20, "ratio", "scas")
  expect_true(is.finite(x$conf_high) && x$note == "")
})

test_that("limits too far for a number are said so", {
  expect_match(ci_rate_patients(c(3, 0), 1, method = "robust", conf_level = 0.99999)$note, "unbounded")
  expect_match(compare_rates_paired(c(3, 1), 1, c(1, 2), 1, conf_level = 0.99999)$note, "unbounded")
})

test_that("groups recycle with the patients, and none have no row", {
  x <- compare_rates_paired(2, 1, 1, 1, group = c("a", "b"))
  expect_equal(x$patients, c(1L, 1L))
  e <- expect_error(compare_rates_paired(c(1, 2), 1, c(1, 2), 1, group = 1:3), class = "msaudit_argument_error")
  expect_true("group" %in% e$arg)
  expect_equal(nrow(compare_rates_paired(numeric(), 1, numeric(), 1, group = character())), 0)
  for (method in c("pooled_t", "scaled", "robust", "nb")) {
    expect_equal(nrow(ci_rate_patients(numeric(), numeric(), character(), method = method)), 0)
  }
})

test_that("a null beyond all counts is rejected, and at once", {
  for (method in c("blaker", "minlike")) expect_equal(ci_rate(0:2, 1, method, null = 1e17)$p, c(0, 0, 0))
})

test_that("without an event nothing is said against any ratio, on one side either", {
  for (side in c("two.sided", "less", "greater")) {
    x <- compare_rates_paired(0, 1, 0, 1, "midp", alternative = side)
    expect_equal(c(x$p, x$p_midp, x$p_exact), c(1, 1, 1))
  }
})

test_that("a group without an event has an open limit at a level of a half as well", {
  for (method in c("mn", "koopman")) {
    expect_equal(compare_proportions(0, 2, 4, 10, "ratio", method, 0.5, "greater")$conf_low, 0)
  }
  expect_equal(compare_proportions_paired(0, 0, 4, 6, "ratio", "tang", 0.5, "greater")$conf_low, 0)
})

# Independent of the core: dnbinom() over all dispersions, the rate at its best.
best_by_grid <- function(events, years) {
  at_alpha <- function(log_alpha) {
    optimise(function(b) sum(dnbinom(events, size = exp(-log_alpha), mu = exp(b) * years, log = TRUE)),
             log(sum(events) / sum(years)) + c(-5, 5), maximum = TRUE, tol = 1e-10)$objective
  }
  grid <- seq(-7, 5, by = 0.25)
  top <- grid[which.max(vapply(grid, at_alpha, 0))]
  found <- optimise(at_alpha, top + c(-0.3, 0.3), maximum = TRUE, tol = 1e-10)
  poisson <- sum(dpois(events, sum(events) / sum(years) * years, log = TRUE))
  c(alpha = if (found$objective > poisson) exp(found$maximum) else 0, log_likelihood = max(found$objective, poisson))
}

test_that("the most likely dispersion is found where one patient's time hides it", {
  events <- c(1840, rep(0:8, c(25, 6, 4, 3, 3, 3, 2, 2, 2)))
  years <- c(1000, rep(1, 50))
  expect_lt(sum((events - sum(events) / sum(years) * years)^2 - events), 0)
  fit <- fit_negative_binomial(events, years)
  best <- best_by_grid(events, years)
  expect_equal(fit$dispersion$estimate, best[["alpha"]], tolerance = 1e-5)
  expect_equal(c(logLik(fit)), best[["log_likelihood"]], tolerance = 1e-9)
  expect_identical(fit$note, "")
  expect_lt(fit$lr_test$p, 1e-10)
  expect_true(fit$dispersion$conf_low < best[["alpha"]] & best[["alpha"]] < fit$dispersion$conf_high)
})

test_that("no dispersion is more likely than that found, whatever the times", {
  set.seed(27)
  for (i in 1:60) {
    n <- sample(5:25, 1)
    years <- 10^runif(n, -1, 1)
    years[1] <- 10^runif(1, 0, 3)
    events <- rpois(n, 0.4 * years * rgamma(n, 1, 1))
    if (sum(events) == 0) next
    fit <- fit_negative_binomial(events, years)
    best <- best_by_grid(events, years)
    expect_equal(c(logLik(fit)), best[["log_likelihood"]], tolerance = 1e-7)
  }
})

# Independent: the logarithm of the hypergeometric tail. That of the last is -1453.
test_that("a tail of a table keeps its digits until it is too small for a number", {
  x1 <- c(700, 730, 735, 1288)
  n1 <- c(800, 800, 800, 1392)
  x2 <- c(100, 72, 72, 126)
  n2 <- c(900, 900, 900, 1973)
  log_p <- phyper(x1 - 1, n1, n2, x1 + x2, lower.tail = FALSE, log.p = TRUE)
  x <- compare_proportions(x1, n1, x2, n2, "odds_ratio", alternative = "greater", boschloo = FALSE)
  expect_equal(log(x$p_fisher[1:3]), log_p[1:3], tolerance = 1e-12)
  expect_identical(x$p_fisher[4], 0)
  expect_identical(x$p, x$p_fisher)
  expect_lt(log_p[4], log(5e-324))
  # The conditional estimate and limit, by sums of logarithms.
  k <- 0:1392
  log_weight <- lchoose(1392, k) + lchoose(1973, 1414 - k)
  shares <- function(log_odds) {
    log_term <- log_weight + k * log_odds
    term <- exp(log_term - max(log_term))
    term / sum(term)
  }
  estimate <- uniroot(function(at) sum(shares(at) * k) - 1288, c(3, 8), tol = 1e-13)$root
  low <- uniroot(function(at) sum(shares(at)[k >= 1288]) - 0.05, c(3, 8), tol = 1e-13)$root
  expect_equal(x$estimate[4], exp(estimate), tolerance = 1e-10)
  expect_equal(x$conf_low[4], exp(low), tolerance = 1e-10)
})

# The corrected score of 5 of 9 meets the quantile, that of none never does.
test_that("where a level near none rejects all of the scale, the limit is its end", {
  x <- ci_proportion(c(0, 5), 9, "scas", null = 0.5, conf_level = 1e-6, alternative = "less")
  y <- ci_proportion(c(9, 4), 9, "scas", null = 0.5, conf_level = 1e-6, alternative = "greater")
  expect_identical(x$conf_high[1], 0)
  at <- x$conf_high[2]
  s <- sqrt(9 * at * (1 - at))
  z <- -qnorm(1e-6)
  expect_equal(z + (z^2 - 1) * (1 - 2 * at) / (6 * s), (5 - 9 * at) / s, tolerance = 1e-9)
  expect_equal(y$conf_low, 1 - x$conf_high, tolerance = 1e-9)
  expect_false(any(grepl("differs", c(x$note, y$note))))
})

# MASS::glm.nb() about the middle of the years; its coefficients are then taken to
# year 0 by the binomial formula.
test_that("numbers in x may lie far from 0, with their squares", {
  skip_if_not_installed("MASS")
  set.seed(3)
  year <- sample(2000:2015, 300, TRUE)
  z <- rnorm(300)
  time <- runif(300, 0.5, 3)
  y <- rnbinom(300, mu = time * exp(-0.3 - 0.05 * (year - 2007) + 0.01 * (year - 2007)^2 + 0.2 * z), size = 2)
  fit <- fit_negative_binomial(y, time, cbind(year, square = year^2, z), information = "expected")
  peer <- MASS::glm.nb(y ~ I(year - 2007) + I((year - 2007)^2) + z + offset(log(time)),
                       control = stats::glm.control(1e-14, 200))
  to_zero <- rbind(c(1, -2007, 2007^2, 0), c(0, 1, -2 * 2007, 0), c(0, 0, 1, 0), c(0, 0, 0, 1))
  expect_equal(unname(coef(fit)), c(to_zero %*% coef(peer)), tolerance = 1e-9)
  expect_equal(unname(sqrt(diag(vcov(fit)))), sqrt(diag(to_zero %*% vcov(peer) %*% t(to_zero))), tolerance = 1e-7)
  near <- fit_negative_binomial(y, time, cbind(year = year - 2007, square = (year - 2007)^2, z), information = "expected")
  expect_equal(confint(fit, 3:4, profile = TRUE), confint(near, 3:4, profile = TRUE), tolerance = 1e-8)
})

# The likelihood with the intercept held at a limit is MASS::glm.nb()'s.
test_that("the intercept is that of x at 0", {
  skip_if_not_installed("MASS")
  set.seed(4)
  x <- sample(2:20, 200, TRUE)
  y <- rnbinom(200, mu = exp(0.5 - 0.03 * x), size = 1)
  fit <- fit_negative_binomial(y, rep(1, 200), cbind(x))
  peer <- MASS::glm.nb(y ~ x, control = stats::glm.control(1e-14, 200))
  expect_equal(unname(coef(fit)), unname(coef(peer)), tolerance = 1e-8)
  for (limit in confint(fit, 1, profile = TRUE)) {
    held <- MASS::glm.nb(y ~ x - 1 + offset(rep(limit, 200)), control = stats::glm.control(1e-14, 200))
    expect_equal(2 * c(logLik(peer) - logLik(held)), stats::qchisq(0.95, 1), tolerance = 1e-6)
  }
})
