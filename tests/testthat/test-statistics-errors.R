# Bad input to the intervals and tests is a classed error that names what it is.
bad_argument <- function(expr, arg) {
  error <- expect_error(expr, class = "msaudit_argument_error")
  expect_equal(error$arg, arg)
}
bad_element <- function(expr, element) {
  error <- expect_error(expr, class = "msaudit_data_error")
  expect_equal(error$element, element)
}

test_that("counts, times and proportions that cannot be are refused by element", {
  bad_element(ci_rate(c(1, 1.5), 1), 2)
  bad_element(ci_rate(c(1, -1), 1), 2)
  bad_element(ci_rate(1, c(1, 1, -2)), 3)
  bad_element(ci_proportion(c(1, 5), c(3, 4)), 2)
  bad_element(compare_rates(1, 1, c(1, 0.2), 1), 2)
  bad_element(compare_proportions(1, 2, c(0, 3), 2), 2)
  bad_element(compare_proportions_paired(1, 1, 1, c(1, -1)), 2)
  bad_element(compare_rates_paired(c(1, NA), 1, 1, 1), 2)
  bad_element(compare_rates_paired(c(1, 1), c(1, 0), 1, 1), 2)
  bad_element(compare_counts_paired(c(1, Inf), 1), 2)
  bad_element(ci_rate_patients(c(1, 1), c(1, 0)), 2)
  bad_element(fit_negative_binomial(c(1, 2e6), 1), 2)
  bad_element(fit_negative_binomial(c(1, 2e6, 3), c(2, 1, 4)), 2)
  bad_element(fit_negative_binomial(c(1, 2), 1, x = cbind(c(1, NA))), 2)
})

test_that("arguments that do not fit are refused by name", {
  bad_argument(ci_rate(1, 1, "poisson"), "method")
  bad_argument(ci_rate(1, 1, null = -1), "null")
  bad_argument(ci_rate(1, 1, conf_level = 95), "conf_level")
  bad_argument(ci_rate(1, 1, alternative = "upper"), "alternative")
  bad_argument(ci_proportion(1, 2, null = 2), "null")
  bad_argument(compare_rates(1, 1, 1, 1, method = "mn"), "method")
  bad_argument(compare_rates(1, 1, 1, 1, "difference", "exact"), "method")
  bad_argument(compare_rates(1, 1, 1, 1, null = 0), "null")
  bad_argument(compare_rates(1:2, 1:3, 1, 1), c("x1", "years1"))
  bad_argument(compare_rates_patients(1:2, 1, c("a", "a")), "group")
  bad_argument(compare_rates_patients(1:2, 1, c("a", "b"), reference = "c"), "reference")
  bad_argument(compare_rates_patients(1:2, 1, c("a", "b"), permutations = 0.5), "permutations")
  bad_argument(compare_rates_patients(1:2, 1, c("a", "b"), measure = "difference", method = "nb"), "method")
  bad_argument(compare_rates_paired(1, 1, 1, 1, "exact", floor = TRUE), "floor")
  bad_argument(compare_rates_paired(1, 1, 1, 1, null = 0), "null")
  bad_argument(compare_rates_paired(1, 1, 1, 1, null = Inf, measure = "difference"), "null")
  bad_argument(compare_rates_paired(1, 1, 1, 1, "exact", measure = "difference"), "method")
  bad_argument(compare_proportions(1, 2, 1, 2, "odds"), "measure")
  bad_argument(compare_counts_paired(1, 1, zeros = "keep"), "zeros")
  bad_argument(fit_negative_binomial(c(0, 0), 1), "events")
  bad_argument(fit_negative_binomial(c(0, 2), 1, group = c("a", "b")), "group")
  bad_argument(fit_negative_binomial(c(1, 0), c(1, 0), group = c("a", "b")), "group")
  bad_argument(fit_negative_binomial(c(1, 2, 3), 1, x = 1:3), "x")
  bad_argument(fit_negative_binomial(c(1, 2, 3), 1, x = cbind(1, c(1, 2, 4))), "x")
  error <- expect_error(ci_rate(3, 1, "midp", dispersion = 2), class = "msaudit_data_error")
  expect_equal(error$arg, "dispersion")
})

test_that("columns are those that were promised, in their order", {
  expect_named(ci_rate(1, 1), c("events", "years", "dispersion", "estimate", "conf_low", "conf_high", "p",
                                "method", "note"))
  expect_named(ci_rate_patients(1, 1), c("group", "patients", "with_event", "events", "years", "dispersion",
                                         "estimate", "std_error", "conf_low", "conf_high", "p", "method", "note"))
  expect_named(ci_proportion(1, 2), c("x", "n", "estimate", "conf_low", "conf_high", "p", "method", "note"))
  expect_named(compare_rates(1, 1, 1, 1), c("x1", "years1", "x2", "years2", "measure", "estimate", "conf_low",
                                            "conf_high", "p", "p_exact", "p_midp", "method", "note"))
  expect_named(compare_rates_patients(1:2, 1, 1:2), c(
    "reference", "group", "patients", "events", "years", "dispersion", "reference_patients", "reference_events",
    "reference_years", "reference_dispersion", "measure", "estimate", "std_error", "df", "conf_low", "conf_high",
    "p", "p_permutation", "exact_low", "exact_high", "method", "note"
  ))
  expect_named(compare_rates_paired(1, 1, 1, 1), c(
    "patients", "informative", "events_before", "years_before", "events_after", "years_after", "dispersion",
    "estimate", "ratio_pooled", "std_error", "df", "conf_low", "conf_high", "p", "exact_low", "exact_high",
    "p_exact", "p_midp", "p_sign_flip", "p_smallest", "method", "note"
  ))
  expect_named(compare_proportions(1, 2, 1, 2), c("x1", "n1", "x2", "n2", "measure", "estimate", "conf_low",
                                                  "conf_high", "p", "p_score", "p_fisher", "p_fisher_midp",
                                                  "p_boschloo", "method", "note"))
  expect_named(compare_proportions_paired(1, 1, 1, 1), c("both", "first", "second", "neither", "measure", "estimate",
                                                         "conf_low", "conf_high", "p", "p_exact", "p_midp", "p_score",
                                                         "method", "note"))
  expect_named(compare_counts_paired(1, 2), c("n", "n_zero", "statistic", "estimate", "conf_low", "conf_high", "p",
                                              "method", "note"))
})

test_that("a permutation test is near the exact one, of few patients", {
  events <- c(4, 3, 5, 0, 1, 1)
  set.seed(3)
  x <- compare_rates_patients(events, 1, rep(c("a", "b"), each = 3), measure = "difference", permutations = 4999)
  # Of the 20 ways to deal six patients two are as far apart: 2 / 20.
  expect_equal(x$p_permutation, 0.1, tolerance = 0.15)
  expect_identical(compare_rates_patients(c(1, 0), 1, c("a", "b"), permutations = 9)$p_permutation, NA_real_)
})

test_that("a group without events has a ratio of 0 and an upper limit", {
  fit <- fit_negative_binomial(c(3, 1, 0, 2, 5, 0, 0, 0), 1, group = rep(c("p", "s"), c(5, 3)))
  expect_identical(coef(fit)[["groups"]], -Inf)
  expect_identical(fit$note, "zero_events")
  limits <- exp(confint(fit))["groups", ]
  expect_equal(limits[[1]], 0)
  expect_lt(limits[[2]], 1)
})

test_that("counts no more variable than Poisson give the Poisson fit, said so", {
  y <- c(2, 2, 1, 3, 2, 1, 2, 2)
  t <- c(1, 1, 1, 2, 1, 1, 1, 1)
  fit <- fit_negative_binomial(y, t)
  poisson <- stats::glm(y ~ 1 + offset(log(t)), family = stats::poisson())
  expect_equal(coef(fit), coef(poisson), tolerance = 1e-8)
  expect_equal(as.numeric(logLik(fit)), as.numeric(stats::logLik(poisson)))
  expect_identical(fit$dispersion$estimate, 0)
  expect_identical(fit$note, "poisson_boundary")
  expect_output(print(fit), "no more than Poisson")
  expect_equal(fit$lr_test, data.frame(statistic = 0, p = 1))
})

test_that("limits by the profile are those of MASS at its own dispersion's likelihood", {
  skip_if_not_installed("MASS")
  quine <- MASS::quine[1:40, ]
  fit <- fit_negative_binomial(quine$Days, 1, x = cbind(slow = as.double(quine$Lrn == "SL")))
  # The profile by brute force: a grid of the coefficient, theta by optimise().
  top <- as.numeric(logLik(fit))
  at <- confint(fit)["slow", ]
  for (value in at) {
    profile <- function(par) {
      mu <- exp(par[1] + value * (quine$Lrn == "SL"))
      -sum(stats::dnbinom(quine$Days, size = exp(par[2]), mu = mu, log = TRUE))
    }
    best <- stats::optim(c(2.5, 0), profile, control = list(reltol = 1e-14, maxit = 5000))
    expect_equal(2 * (top + best$value), stats::qchisq(0.95, 1), tolerance = 1e-5)
  }
})
