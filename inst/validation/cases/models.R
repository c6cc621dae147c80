# Regression of relapses, and regression to the mean: by likelihoods of R's own
# densities, and by simulated patients.

# Two groups with equal years: the rates are the means, and the ratio of their
# likelihoods without and with the group gives p.
arr_model_by_hand <- function() {
  y <- list(a = c(0, 3, 1, 0, 6, 2, 0, 1), b = c(0, 0, 4, 0, 1, 0, 0, 0))
  data <- data.frame(id = 1:16, relapses = unlist(y), years = 2, drug = rep(c("a", "b"), each = 8))
  x <- as.data.frame(audit_arr_model(relapses ~ drug, data))
  compare("levels", x$level, c("a", "b"))
  compare("patients, with a relapse, relapses", c(x$patients, x$with_event, x$events), c(8, 8, 5, 2, 13, 5))
  compare("person-years", x$exposure, c(16, 16))
  compare("ratio", x$estimate, c(1, mean(y$b) / mean(y$a)))
  most <- function(means) {
    of <- function(log_theta) sum(stats::dnbinom(unlist(y), exp(log_theta), mu = rep(means, each = 8), log = TRUE))
    stats::optimize(of, c(-6, 6), maximum = TRUE, tol = 1e-10)
  }
  full <- most(vapply(y, mean, 0))
  compare("dispersion", x$dispersion[1], exp(-full$maximum), relative = 1e-5)
  compare("p of the ratio", x$p[2], stats::pchisq(2 * (full$objective - most(rep(mean(unlist(y)), 2))$objective), 1,
                                                  lower.tail = FALSE), relative = 1e-6)
  # At a limit twice the log likelihood, with the rest at its best, has fallen by
  # the quantile of chi-squared.
  fall <- function(ratio) {
    of <- function(log_mean) most(exp(log_mean) * c(1, ratio))$objective
    2 * (full$objective - stats::optimize(of, c(-3, 3), maximum = TRUE, tol = 1e-8)$objective)
  }
  compare("fall at the limits", c(fall(x$conf_low[2]), fall(x$conf_high[2])), rep(stats::qchisq(0.95, 1), 2), relative = 1e-5)
  # Counts that vary less than Poisson's: the ratio of rates, to 0.
  even <- data.frame(relapses = c(1, 1, 2, 2, 2, 2), years = c(1, 1, 2, 1, 1, 1), sex = rep(c("F", "M"), each = 3))
  x <- as.data.frame(audit_arr_model(relapses ~ sex, even))
  compare("without dispersion", c(x$estimate[2], x$dispersion[2]), c((6 / 3) / (4 / 4), 0))
}

reference_arr_model <- function() {
  epil <- MASS::epil
  first <- epil[!duplicated(epil$subject), ]
  data <- data.frame(relapses = as.vector(tapply(epil$y, epil$subject, sum)), years = 8 / 52, id = first$subject,
                     first[c("trt", "age", "base")])
  x <- as.data.frame(audit_arr_model(relapses ~ trt + age + log(base), data, method = "wald"))
  formula <- stats::as.formula("relapses ~ trt + age + log(base) + offset(log(years))", asNamespace("stats"))
  fit <- MASS::glm.nb(formula, data)
  compare("ratios of glm.nb()", x$estimate[!is.na(x$p)], unname(exp(stats::coef(fit)))[-1], relative = 1e-6)
  compare("dispersion of glm.nb()", x$dispersion[1], 1 / fit$theta, relative = 1e-5)
}

# The log likelihood of counts in one window that are known to be above 0.
truncated_likelihood <- function(events, mean, shape) {
  sum(stats::dnbinom(events, shape, mu = mean, log = TRUE) - log(-expm1(-shape * log1p(mean / shape))))
}

fallback_by_hand <- function() {
  events <- c(1, 1, 2, 1, 3, 1, 2, 1, 1, 4, 1)
  x <- regression_to_mean(events)
  best <- stats::optim(c(0, 0), function(p) -truncated_likelihood(events, exp(p[1]), exp(p[2])),
                       control = list(reltol = 1e-14, maxit = 2000))
  compare("mean and shape are most likely", truncated_likelihood(events, x$mean, x$shape), -best$value, within = 1e-8)
  compare("ratio", x$ratio, 1 - (1 + x$mean / x$shape)^-(x$shape + 1))
  compare("share of events of patients with two or more", x$share_repeated, 11 / 18)
  # Along the values of mean and shape with one ratio the best has fallen so far.
  fall <- function(ratio, best, likelihood) {
    of <- function(log_shape) {
      shape <- exp(log_shape)
      likelihood(shape * ((1 - ratio)^(-1 / (shape + 1)) - 1), shape)
    }
    2 * (best - stats::optimize(of, c(-16, 9), maximum = TRUE, tol = 1e-9)$objective)
  }
  falls <- function(x, best, likelihood) c(fall(x$conf_low, best, likelihood), fall(x$conf_high, best, likelihood))
  quantile <- rep(stats::qchisq(0.95, 1), 2)
  compare("fall at the limits", falls(x, -best$value, function(mean, shape) truncated_likelihood(events, mean, shape)), quantile,
          relative = 1e-5)
  # Five patients with one event each: at the upper limit the law is the series of
  # the logarithm, c / (1 + c) being the ratio.
  single <- regression_to_mean(rep(1, 5))
  c <- stats::uniroot(function(c) 10 * log(log1p(c) * (1 + c) / c) - stats::qchisq(0.95, 1), c(1e-6, 100), tol = 1e-12)$root
  compare("no second event", c(single$ratio, single$conf_high), c(0, c / (1 + c)), within = 1e-8)
  compare("no dispersion", regression_to_mean(c(1, 2, 1, 2, 3, 2))$shape, Inf)
  # In a year that nobody was selected for: the negative binomial of all.
  all <- c(1, 0, 2, 0, 3, 1, 0, 0, 1, 4, 0)
  x <- regression_to_mean(all, method = "nb")
  likelihood <- function(mean, shape) sum(stats::dnbinom(all, shape, mu = mean, log = TRUE))
  best <- stats::optimize(function(k) likelihood(mean(all), exp(k)), c(-5, 5), maximum = TRUE, tol = 1e-10)
  compare("unselected: mean, shape", c(x$mean, x$shape), c(mean(all), exp(best$maximum)), relative = 1e-5)
  compare("unselected: fall at the limits", falls(x, best$objective, likelihood), quantile, relative = 1e-5)
}

# VGAM 1.1.14: Coef(vglm(y ~ 1, posnegbinomial(), epsilon = 1e-14, maxit = 500))
# and its logLik().
reference_fallback <- function() {
  events <- rep(1:9, c(110, 62, 31, 16, 9, 5, 2, 0, 1))
  x <- regression_to_mean(events)
  compare("mean and shape of VGAM", c(x$mean, x$shape), c(1.23329687463611, 1.52944034153623), relative = 1e-8)
  compare("log likelihood of VGAM", truncated_likelihood(events, x$mean, x$shape), -338.283897580119)
}

# Selected before, not treated: the ratio of the two periods' events is it.
fallback_by_simulation <- function() {
  set.seed(20)
  for (shape in c(0.5, 2)) {
    years <- sample(c(0.5, 1, 2), 1e5, TRUE)
    rate <- 0.8 * stats::rgamma(1e5, shape, shape)
    before <- stats::rpois(1e5, rate * years)
    after <- stats::rpois(1e5, rate * years)
    kept <- before > 0
    ratio <- sum(after[kept]) / sum(before)
    item <- paste("shape", shape)
    compare(paste("of those selected,", item), regression_to_mean(before[kept], years[kept])$ratio, ratio, relative = 0.02)
    compare(paste("of all,", item), regression_to_mean(before, years, "nb")$ratio, ratio, relative = 0.02)
  }
}

# A period from day 100 on: 1 and 2 were on a, 3 was on b, 4 on none until day 150,
# 5 on none at all. Born 20, 30, 40, 50 and 60 years before.
covariates_by_hand <- function() {
  birth <- 100 - 365.25 * c(20, 30, 40, 50, 60)
  cohort <- audit_cohort(
    data.frame(id = 1:5, birth = floor(birth), follow_up_start = 0),
    data.frame(id = c(1:4, 1), drug = c("a", "a", "b", "b", "b"), start = c(0, 100, 50, 150, 20), stop = c(101, NA, NA, NA, 60)),
    relapses = data.frame(id = c(1, 2, 2, 3, 4, 5), onset = c(110, 120, 170, 130, 140, 180)), data_lock = 1000
  )
  periods <- audit_periods(cohort, data.frame(id = 1:5, period = "p", start = 100, stop = 200))
  x <- as.data.frame(audit_arr_model(relapses ~ drug, cohort, periods))
  compare("drugs", x$level, c("a", "b", "none"))
  compare("patients and relapses of each", c(x$patients, x$events), c(2, 2, 1, 3, 2, 1))
  # With one relapse each the rate does not go with age, but for patient 2.
  x <- as.data.frame(audit_arr_model(relapses ~ age, cohort, periods))
  y <- c(1, 2, 1, 1, 1)
  fit <- stats::glm(y ~ I((100 - floor(birth)) / 365.25), stats::poisson())
  compare("ratio for a year of age", x$estimate, exp(stats::coef(fit)[[2]]), relative = 1e-6)
}

# Six patients in two periods: the ratio of the pooled rates, and the sandwich of
# each patient's sum of residuals.
clustered_by_hand <- function() {
  data <- data.frame(id = rep(1:6, 2), relapses = c(3, 1, 2, 0, 4, 1, 1, 0, 1, 0, 2, 2), years = c(1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 1, 2),
                     period = factor(rep(c("before", "after"), each = 6), c("before", "after")))
  x <- as.data.frame(audit_arr_model(relapses ~ period, data))[2, ]
  rates <- tapply(data$relapses, data$period, sum) / tapply(data$years, data$period, sum)
  design <- cbind(1, data$period == "after")
  mean <- data$years * as.vector(rates[data$period])
  bread <- solve(t(design) %*% (mean * design))
  covariance <- 6 / 4 * bread %*% crossprod(rowsum((data$relapses - mean) * design, data$id)) %*% bread
  away <- stats::qt(0.975, 4) * sqrt(covariance[2, 2])
  compare("ratio of the pooled rates", x$estimate, rates[["after"]] / rates[["before"]])
  compare("limits", c(x$conf_low, x$conf_high), x$estimate * exp(c(-away, away)))
}
