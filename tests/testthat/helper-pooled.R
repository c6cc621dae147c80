# The default limits of a rate from their definition, by R's own distributions: alpha
# where the likelihood of dnbinom() is greatest.
pooled_t_by_hand <- function(y, t, conf_level = 0.95) {
  n <- length(y)
  r <- sum(y) / sum(t)
  e <- y - r * t
  tails <- c(1 - conf_level, 1 + conf_level) / 2
  if (n < 2 || sum(y) == 0) return(stats::qgamma(tails, sum(y) + 0:1) / sum(t))
  alpha <- 0
  if (sum(e^2) > sum(y)) {
    log_likelihood <- function(x) sum(stats::dnbinom(y, size = exp(-x), mu = r * t, log = TRUE))
    alpha <- exp(stats::optimize(log_likelihood, c(-12, 12), maximum = TRUE, tol = 1e-10)$maximum)
  }
  phi <- max(1, sum((e / (1 - t / sum(t)))^2) / sum(y))
  effective <- sum(t)^2 / sum(t^2)
  v <- max(1 / sum(y) + alpha / effective, phi / sum(y))
  by_t <- r * exp(stats::qt(tails, max(3, effective - 1)) * sqrt(v))
  garwood <- stats::qgamma(tails, sum(y) / phi + 0:1) * phi / sum(t)
  c(min(by_t[1], garwood[1]), max(by_t[2], garwood[2]))
}
