# Intervals and tests beside the peers, each of which is timed once on the same
# data where it is installed. What both give must agree before a time is
# printed: to the digits that the peer's root finding has.
statistics_speed <- function(times = 3) {
  library(msaudit)
  set.seed(20110430)
  cases <- list(midp_rates(), mn_differences(), paired_exact(1000), paired_exact(10000), nb_ratio())
  do.call(rbind, lapply(cases, time_case, times = times))
}

# A case has a name, ours and the peers' ways, and how near they must be.
time_case <- function(case, times) {
  ours <- case$ours()
  mine <- best_time(case$ours, times)
  rows <- list(data.frame(what = case$what, seconds = mine, ratio = 1, note = "msaudit"))
  for (peer in names(case$peers)) {
    if (!requireNamespace(peer, quietly = TRUE)) next
    gave <- NULL
    seconds <- system.time(gave <- case$peers[[peer]](), gcFirst = TRUE)[["elapsed"]]
    away <- max(abs(gave - ours) / abs(ours))
    if (!(away < case$near)) stop(peer, " does not agree: ", away)
    rows[[length(rows) + 1]] <- data.frame(what = "", seconds = seconds, ratio = seconds / mine, note = peer)
  }
  do.call(rbind, rows)
}

midp_rates <- function(n = 1e5) {
  events <- stats::rpois(n, 8)
  years <- stats::runif(n, 1, 20)
  list(
    what = "100,000 mid-P intervals of a rate", near = 1e-2,
    ours = function() ci_rate(events, years, "midp")$conf_high,
    peers = list(exactci = function() {
      vapply(seq_len(n), function(i) exactci::poisson.exact(events[i], years[i], midp = TRUE)$conf.int[2], 0)
    })
  )
}

mn_differences <- function(n = 1e5) {
  n1 <- sample(10:100, n, TRUE)
  n2 <- sample(10:100, n, TRUE)
  x1 <- stats::rbinom(n, n1, 0.3)
  x2 <- stats::rbinom(n, n2, 0.4)
  list(
    what = "100,000 Miettinen-Nurminen intervals", near = 1e-4,
    ours = function() 2 + compare_proportions(x1, n1, x2, n2, boschloo = FALSE)$conf_high,
    peers = list(ratesci = function() {
      2 + ratesci::scoreci(x1, n1, x2, n2, skew = FALSE, precis = 10)$estimates[, "upper"]
    })
  )
}

# A patient each with an exposure ratio of its own; the peer computes the same
# law, and uniroot() the limits.
paired_exact <- function(n) {
  u <- stats::rgamma(n, 1, 1)
  t0 <- stats::runif(n, 0.5, 2)
  t1 <- stats::runif(n, 0.5, 3)
  y0 <- stats::rpois(n, u * t0 / 2)
  y1 <- stats::rpois(n, u * t1 / 4)
  log_times <- rep(log(t1 / t0), y0 + y1)
  second <- sum(y1)
  ours <- function() unlist(compare_rates_paired(y0, t0, y1, t1, "exact")[c("conf_low", "conf_high")])
  peer <- function() {
    tail_at <- function(log_ratio, lower) {
      p <- stats::plogis(log_ratio + log_times)
      PoissonBinomial::ppbinom(if (lower) second else second - 1, p, lower.tail = lower)
    }
    limit <- function(lower) {
      exp(stats::uniroot(function(at) tail_at(at, lower) - 0.025, c(-3, 3), tol = 1e-12)$root)
    }
    c(limit(FALSE), limit(TRUE))
  }
  list(what = sprintf("Exact paired interval, %s patients", format(n, big.mark = ",")), near = 1e-8,
       ours = ours, peers = list(PoissonBinomial = peer))
}

nb_ratio <- function(n = 2e5) {
  u <- stats::rgamma(n, 1.5, 1.5)
  t <- stats::runif(n, 0.5, 3)
  g <- rep(c("a", "b"), each = n / 2)
  y <- stats::rpois(n, u * t * ifelse(g == "a", 0.5, 0.3))
  list(
    what = "Negative binomial rate ratio, 200,000 rows", near = 1e-6,
    ours = function() coef(fit_negative_binomial(y, t, group = g))[[2]],
    peers = list(MASS = function() stats::coef(MASS::glm.nb(y ~ g + offset(log(t))))[[2]])
  )
}
