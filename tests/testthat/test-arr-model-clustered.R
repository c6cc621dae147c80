# Seizures of the trial of epil, four visits a patient.
epil_visits <- function() {
  epil <- MASS::epil
  data.frame(id = epil$subject, relapses = epil$y, years = 2 / 52, trt = epil$trt, base = log(epil$base), v4 = epil$V4)
}

# The sandwich of glm()'s scores and covariance, as the manuals of robust
# regression have it, patients being the clusters.
test_that("ratios are glm()'s, standard errors the sandwich of its scores", {
  skip_if_not_installed("MASS")
  data <- epil_visits()
  x <- audit_arr_model(relapses ~ trt + base + v4, data)
  fit <- stats::glm(relapses ~ trt + base + v4 + offset(log(years)), stats::poisson(), data,
                    control = list(epsilon = 1e-14))
  scores <- rowsum(stats::model.matrix(fit) * stats::residuals(fit, "response"), data$id)
  plain <- stats::vcov(fit) %*% crossprod(scores) %*% stats::vcov(fit)
  ours <- attr(x, "fit")
  expect_equal(stats::coef(ours), stats::coef(fit), tolerance = 1e-9)
  expect_equal(stats::vcov(ours), plain * 59 / 55, tolerance = 1e-8)
  expect_equal(stats::nobs(ours), 59)
  rows <- x[!is.na(x$p), ]
  se <- sqrt(diag(plain * 59 / 55))[-1]
  expect_equal(rows$conf_low, unname(exp(stats::coef(fit)[-1] - stats::qt(0.975, 55) * se)), tolerance = 1e-8)
  expect_equal(rows$conf_high, unname(exp(stats::coef(fit)[-1] + stats::qt(0.975, 55) * se)), tolerance = 1e-8)
  expect_equal(rows$p, unname(2 * stats::pt(-abs(stats::coef(fit)[-1] / se), 55)), tolerance = 1e-7)
  expect_equal(unique(x$method), "robust")
  expect_true(all(is.na(x$dispersion)))
})

# The log of the sum over the time is the rate of a model without covariates; its
# variance by hand: 59 / 58 of the sum of squared residuals over the squared sum.
test_that("patients of a level are counted once, and by hand the sandwich is the same", {
  skip_if_not_installed("MASS")
  data <- epil_visits()
  x <- audit_arr_model(relapses ~ trt, data)
  totals <- tapply(data$relapses, data$id, sum)
  arm <- data$trt[match(names(totals), data$id)]
  expect_equal(x$patients, as.vector(table(arm)))
  expect_equal(x$with_event, as.vector(tapply(totals > 0, arm, sum)))
  expect_equal(x$events, as.vector(tapply(totals, arm, sum)))
  part <- function(arm_name) {
    y <- totals[arm == arm_name]
    sum((y - mean(y))^2) / sum(y)^2
  }
  expect_equal(stats::vcov(attr(x, "fit"))[2, 2], 59 / 57 * (part("placebo") + part("progabide")), tolerance = 1e-9)
})

test_that("of periods alone the ratio is that of the pooled rates", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"), after = period_since("alemtuzumab", months = 12))
  arr <- audit_arr(cohort, periods)
  x <- audit_arr_model(relapses ~ period, cohort, periods)
  expect_equal(x$estimate[2], arr$estimate[2] / arr$estimate[1], tolerance = 1e-10)
  expect_equal(x$patients, c(11, 11))
  expect_equal(x$events, arr$events)
  text <- capture.output(print(x))
  expect_lte(max(nchar(text)), 80)
  expect_match(text, "11 patients in 22 rows", all = FALSE)
  expect_match(text, "robust", all = FALSE)
  expect_match(results_text(x), "In 11 patients in 22 rows with")
  expect_match(methods_text(x), "Poisson model .* sandwich with the patient as the cluster")
  expect_equal(definition(x)$method, "robust")
})

test_that("one row a patient may be had robust as well, and the order of rows changes no bit", {
  data <- data.frame(id = 1:12, relapses = c(2, 1, 0, 3, 1, 0, 4, 0, 1, 2, 0, 5), years = rep(c(1, 2, 1.5), 4),
                     drug = rep(c("a", "b"), 6))
  of <- function(data) as.data.frame(audit_arr_model(relapses ~ drug, data, method = "robust"))
  expect_equal(of(data)$method, c("robust", "robust"))
  expect_identical(of(data[12:1, ]), of(data))
})

test_that("a covariate has limits in any unit, as cells per litre are", {
  data <- data.frame(id = rep(1:12, 2), relapses = c(2, 1, 0, 3, 1, 0, 4, 0, 1, 2, 0, 5, 1, 0, 0, 2, 1, 1, 2, 0, 0, 1, 1, 3),
                     years = 1, cells = c(1.1, 0.4, 2.2, 1.9, 0.7, 1.3, 0.9, 1.6, 2.4, 0.5, 1.2, 1.8))
  of <- function(unit) audit_arr_model(relapses ~ cells, transform(data, cells = cells * unit))
  plain <- of(1)
  for (unit in c(1e-3, 1e9, 1e12)) {
    x <- of(unit)
    expect_equal(x$p, plain$p, tolerance = 1e-9)
    expect_equal(x$note, plain$note)
    expect_false(anyNA(x$conf_low))
  }
})

test_that("what has no limits says so", {
  data <- data.frame(id = rep(1:4, 2), relapses = c(2, 1, 3, 1, 0, 0, 0, 0), years = 1, drug = rep(c("a", "b"), each = 4))
  x <- audit_arr_model(relapses ~ drug, data)
  expect_equal(x$estimate, c(1, 0))
  expect_true(is.na(x$conf_low[2]) && is.na(x$conf_high[2]) && is.na(x$p[2]))
  expect_match(x$note[2], "zero_events")
  expect_match(capture.output(print(x)), "0.00 \\(no limits\\)", all = FALSE)
  expect_match(results_text(x), "of drug b to a 0.00 \\(no limits\\)")
  data$relapses <- 1
  same <- audit_arr_model(relapses ~ drug, data)
  expect_true(all(is.na(same$conf_low)))
  expect_match(same$note[2], "zero_variance")
  expect_error(audit_arr_model(relapses ~ drug, data, method = "profile"), "must be \"robust\"",
               class = "msaudit_argument_error")
})

# Two periods a patient, a gamma frailty of shape 1 in both, the second rate half
# of the first, 40 patients: 95 % limits hold the ratio as often as they say. With
# 1,000 samples the error of the share is 0.7 %.
test_that("limits hold the ratio as often as they say", {
  skip_on_cran()
  set.seed(20)
  n <- 40
  held <- replicate(1000, {
    frailty <- stats::rgamma(n, 1)
    data <- data.frame(id = rep(1:n, 2), years = stats::runif(2 * n, 0.5, 3), period = rep(c("before", "since"), each = n))
    data$relapses <- stats::rpois(2 * n, frailty * data$years * ifelse(data$period == "since", 0.5, 1))
    x <- audit_arr_model(relapses ~ period, data)
    x$conf_low[2] <= 0.5 && x$conf_high[2] >= 0.5
  })
  expect_gt(mean(held), 0.93)
})
