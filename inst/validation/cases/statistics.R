# Intervals and tests by hand and by enumeration of all outcomes; other software
# is in the tables of reference values.

rate_by_hand <- function() {
  x <- ci_rate(c(3, 0), c(2, 11))
  compare("rate", x$estimate, c(1.5, 0))
  compare("lower limit", x$conf_low, c(stats::qgamma(0.025, 3) / 2, 0))
  compare("upper limit", x$conf_high, c(stats::qgamma(0.975, 4) / 2, -log(0.025) / 11))
  # Score corrected for skewness: z solves (3 - 1.6) - (z^2 - 1) / 6 = z sqrt(1.6).
  z <- stats::uniroot(function(z) 3 - 1.6 - (z^2 - 1) / 6 - z * sqrt(1.6), c(0, 3), tol = 1e-12)$root
  compare("p corrected for skewness", ci_rate(3, 2, "scas", null = 0.8)$p, 2 * stats::pnorm(-z))
  y <- c(5, 3, 1, 1, 0, 0)
  t <- c(2, 2, 1.5, 2, 1, 2)
  phi <- 6 / 5 * sum((y - sum(y) / sum(t) * t)^2) / sum(y)
  scaled <- ci_rate_patients(y, t, method = "scaled")
  compare("dispersion between patients", scaled$dispersion, phi)
  compare("limits scaled by it", c(scaled$conf_low, scaled$conf_high),
          c(stats::qgamma(0.025, 10 / phi), stats::qgamma(0.975, 10 / phi + 1)) * phi / sum(t))
}

# The default limits of patients' rates, with alpha where the likelihood of R's
# negative binomial counts is greatest.
pooled_rate_by_hand <- function() {
  by_hand <- function(y, t) {
    r <- sum(y) / sum(t)
    best <- stats::optimize(function(x) sum(stats::dnbinom(y, size = exp(-x), mu = r * t, log = TRUE)), c(-8, 8),
                            maximum = TRUE, tol = 1e-9)
    effective <- sum(t)^2 / sum(t^2)
    phi <- max(1, sum(((y - r * t) / (1 - t / sum(t)))^2) / sum(y))
    v <- max(1 / sum(y) + exp(best$maximum) / effective, phi / sum(y))
    half <- stats::qt(0.975, max(3, effective - 1)) * sqrt(v)
    c(min(r * exp(-half), stats::qgamma(0.025, sum(y) / phi) * phi / sum(t)),
      max(r * exp(half), stats::qgamma(0.975, sum(y) / phi + 1) * phi / sum(t)))
  }
  limits <- function(x) signif(c(x$conf_low, x$conf_high), 6)
  y <- c(5, 3, 1, 1, 0, 0)
  t <- c(2, 2, 1.5, 2, 1, 2)
  compare("limits of patients who vary", limits(ci_rate_patients(y, t)), signif(by_hand(y, t), 6))
  compare("of unlike times", limits(ci_rate_patients(c(1, 9, 0, 2, 70), c(0.05, 8, 0.5, 1, 3))),
          signif(by_hand(c(1, 9, 0, 2, 70), c(0.05, 8, 0.5, 1, 3)), 6))
  # The same counts as adverse events.
  days <- 182 * c(4, 4, 3, 4, 2, 4)
  cohort <- audit_cohort(data.frame(id = 1:6, follow_up_start = 0, follow_up_end = days),
                         data.frame(id = 1:6, drug = "a", start = 0),
                         events = data.frame(id = rep(1:6, y), term = "rash", onset = sequence(y) * 20))
  ae <- audit_ae(cohort, audit_periods(cohort, on = period_on("a")), measure = "rate", per = 1)
  compare("of adverse events", limits(ae), signif(by_hand(y, days / 365.25), 6))
}

# Each limit is the parameter under which what was seen or more extreme has half
# of what the interval leaves out: the tails are added up outcome by outcome.
limits_by_enumeration <- function() {
  n <- 11
  for (x in 0:n) {
    limits <- ci_proportion(x, n)
    tail <- function(p, outcomes) sum(choose(n, outcomes) * p^outcomes * (1 - p)^(n - outcomes))
    if (x > 0) compare(paste("lower tail of", x, "of 11"), tail(limits$conf_low, x:n), 0.025)
    if (x < n) compare(paste("upper tail of", x, "of 11"), tail(limits$conf_high, 0:x), 0.025)
  }
  for (x in 1:8) {
    limits <- ci_rate(x, 2)
    below <- function(rate, outcomes) sum(exp(-2 * rate) * (2 * rate)^outcomes / factorial(outcomes))
    compare(paste("lower tail of", x, "events"), 1 - below(limits$conf_low, 0:(x - 1)), 0.025)
    compare(paste("upper tail of", x, "events"), below(limits$conf_high, 0:x), 0.025)
  }
  # Given 7 events in all, those of the first group are binomial.
  limits <- compare_rates(2, 3, 5, 4)
  tail <- function(ratio, outcomes) {
    p <- ratio * 3 / (ratio * 3 + 4)
    sum(choose(7, outcomes) * p^outcomes * (1 - p)^(7 - outcomes))
  }
  compare("tails of two rates", c(tail(limits$conf_low, 2:7), tail(limits$conf_high, 0:2)), c(0.025, 0.025))
}

tests_by_enumeration <- function() {
  # Fisher's test: the tables with the same margins.
  x <- compare_proportions(7, 10, 2, 9)
  weight <- choose(10, 0:9) * choose(9, 9:0)
  compare("Fisher's test", x$p_fisher, 2 * sum(weight[8:10]) / sum(weight))
  # McNemar's exact test: those who changed are coins.
  x <- compare_proportions_paired(both = 3, first = 1, second = 6, neither = 2)
  compare("McNemar's test", x$p_exact, 2 * sum(choose(7, 0:1)) / 2^7)
  # Signed ranks of five differences: all 32 signs.
  d <- c(3, -1, 4, 5, 2)
  signs <- as.matrix(expand.grid(rep(list(c(0, 1)), 5)))
  sums <- signs %*% rank(abs(d))
  found <- sum(rank(abs(d))[d > 0])
  x <- compare_counts_paired(pmax(0, -d), pmax(0, d))
  compare("signed ranks", x$p, min(1, 2 * min(mean(sums >= found), mean(sums <= found))))
  # Sign flips of each patient's excess over what the null gives: all 2^6 signs.
  before <- c(3, 2, 1, 4, 2, 0)
  after <- c(0, 1, 1, 0, 0, 2)
  excess <- after - (before + after) / 2
  signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), 6)))
  sums <- abs(signs %*% excess)
  x <- compare_rates_paired(before, 1, after, 1)
  compare("sign flips", x$p_sign_flip, mean(sums >= abs(sum(excess)) - 1e-9))
  compare("paired ratio of equal times", x$estimate, sum(after) / sum(before))
  # Boschloo's test: the supremum over the common proportion, on a grid.
  n <- c(5, 6)
  p_fisher <- outer(0:5, 0:6, Vectorize(function(a, b) stats::phyper(a - 1, n[1], n[2], a + b, lower.tail = FALSE)))
  supremum <- function(extreme) {
    max(vapply(seq(0.0005, 0.9995, 0.0005), function(p) {
      sum(outer(stats::dbinom(0:5, n[1], p), stats::dbinom(0:6, n[2], p))[extreme])
    }, 0))
  }
  greater <- supremum(p_fisher <= p_fisher[5, 2] * (1 + 1e-9))
  x <- compare_proportions(4, 5, 1, 6, alternative = "greater")
  compare("Boschloo's test", x$p_boschloo, greater, relative = 1e-4)
}

# The mean and variance of each group by hand, Welch's degrees of freedom.
groups_by_hand <- function() {
  y <- list(c(3, 1, 0, 2, 4, 0), c(1, 0, 0, 2, 0))
  t <- list(c(2, 1, 2, 1, 2, 2), c(2, 2, 1, 2, 1))
  rate <- mapply(function(y, t) sum(y) / sum(t), y, t)
  variance <- mapply(function(y, t, r) length(y) / (length(y) - 1) * sum((y - r * t)^2) / sum(y)^2, y, t, rate)
  df <- sum(variance)^2 / sum(variance^2 / c(5, 4))
  x <- compare_rates_patients(unlist(y), unlist(t), rep(c("a", "b"), lengths(y)), reference = "b", method = "welch")
  half <- stats::qt(0.975, df) * sqrt(sum(variance))
  compare("ratio", x$estimate, rate[1] / rate[2])
  compare("degrees of freedom", x$df, df)
  compare("limits", c(x$conf_low, x$conf_high), rate[1] / rate[2] * exp(c(-half, half)))
}

# The standard error is that of clubSandwich 0.5.8, of glm(y ~ g + offset(log(t)),
# poisson) with its counts solved to rounding: sqrt(vcovCR(fit, 1:11, "CR2")[2, 2]). The
# degrees of freedom come from the covariance written in full.
groups_of_unlike_times <- function() {
  y <- list(b = c(3, 1, 0, 2, 4, 0), a = c(1, 0, 0, 2, 0))
  t <- list(b = c(2, 1, 2, 1, 3, 2), a = c(0.5, 2, 1, 2, 1))
  x <- compare_rates_patients(unlist(y), unlist(t), rep(c("b", "a"), lengths(y)), reference = "a")
  variance <- mapply(function(y, t) sum((y - sum(y) * t / sum(t))^2 / (1 - t / sum(t))) / sum(y)^2, y, t)
  d <- vapply(t, function(t) {
    h <- t / sum(t)
    away <- diag(length(t)) - outer(h, rep(1, length(t)))
    m <- (away %*% diag(h^2) %*% t(away)) / sqrt(outer(1 - h, 1 - h))
    sum(diag(m))^2 / sum(m^2)
  }, 0)
  compare("standard error", x$std_error, 0.7637993455, relative = 1e-7)
  compare("degrees of freedom", x$df, sum(variance)^2 / sum(variance^2 / d))
}

# Counts of one mean and one dispersion: the score equations by hand.
regression_by_hand <- function() {
  y <- c(0, 0, 1, 7, 2, 0, 5, 1, 0, 4)
  fit <- fit_negative_binomial(y, 2)
  compare("rate", exp(stats::coef(fit)[[1]]), mean(y) / 2)
  log_likelihood <- function(theta) sum(stats::dnbinom(y, theta, mu = mean(y), log = TRUE))
  best <- stats::optimize(log_likelihood, c(0.01, 50), maximum = TRUE, tol = 1e-10)
  compare("log-likelihood", as.double(stats::logLik(fit)), best$objective)
  compare("dispersion", fit$dispersion$estimate, 1 / best$maximum, relative = 1e-5)
  # The limits are where the best likelihood at a rate has fallen by a quantile.
  fallen <- function(b) {
    at <- function(log_theta) sum(stats::dnbinom(y, exp(log_theta), mu = 2 * exp(b), log = TRUE))
    most <- stats::optimize(at, c(-8, 8), maximum = TRUE, tol = 1e-10)$objective
    2 * (best$objective - most) - stats::qchisq(0.95, 1)
  }
  b <- log(mean(y) / 2)
  limits <- c(stats::uniroot(fallen, c(-3, b), tol = 1e-10)$root, stats::uniroot(fallen, c(b, 4), tol = 1e-10)$root)
  compare("limits by the profile", as.vector(stats::confint(fit)), limits, relative = 1e-6)
  # Of 60 the limits of the dispersion are by t on its log, from the curvature.
  y <- rep(y, 6)
  minus <- function(p) -sum(stats::dnbinom(y, exp(-p[2]), mu = 2 * exp(p[1]), log = TRUE))
  large <- fit_negative_binomial(y, 2)$dispersion
  at <- c(log(mean(y) / 2), log(large$estimate))
  se <- sqrt(solve(stats::optimHess(at, minus, control = list(ndeps = c(1e-4, 1e-4))))[2, 2])
  compare("limits of the dispersion", c(large$conf_low, large$conf_high),
          large$estimate * exp(c(-1, 1) * stats::qt(0.975, 59) * se), relative = 1e-5)
  # Counts that hardly vary more than Poisson's; theta is the root of its score.
  y <- rep(0:3, c(240, 60, 7, 1))
  score <- function(log_theta) {
    theta <- exp(log_theta)
    sum(vapply(y, function(n) sum(1 / (theta + seq_len(n) - 1)), 0)) - length(y) * log1p(mean(y) / theta)
  }
  theta <- exp(stats::uniroot(score, log(c(5, 1000)), tol = 1e-13)$root)
  compare("a small dispersion", fit_negative_binomial(y, 1)$dispersion$estimate, 1 / theta, relative = 1e-6)
}

# How often the interval holds the true rate of patients who differ: between the
# limits that chance allows around 95 % in 1000 samples, on the safe side.
coverage_by_simulation <- function() {
  set.seed(20)
  y <- stats::rpois(30000, stats::rgamma(30000, 2, 2))
  x <- ci_rate_patients(y, 1, group = rep(1:1000, each = 30))
  compare("share of intervals that hold the rate", mean(x$conf_low <= 1 & 1 <= x$conf_high), 0.95, within = 0.025)
}

# Numbers that other software has wrong.
faults_of_others <- function() {
  table <- utils::read.csv(system.file("validation", "peer-faults.csv", package = "msaudit"))
  for (i in seq_len(nrow(table))) {
    row <- table[i, ]
    got <- as.numeric(eval(str2lang(row$ours), new.env(parent = environment())))
    compare(sprintf("%s (not as %s)", row$question, row$software), got, row$truth,
            within = if (row$truth == 0) 1e-12 else row$tol * abs(row$truth))
  }
}
