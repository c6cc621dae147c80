# How often 95 % intervals hold the truth, in samples drawn here: of rates, of
# two groups, of the same patients before and after, and of rates of patients who
# are followed for unlike times or of whom many never have an event, as lesions
# are. Rscript coverage.R FILE [samples a cell] writes a table; it takes some
# minutes.
library(msaudit)

shapes <- c(0.5, 1, 2, Inf)
sizes <- c(11, 30, 100)

# What patients differ by: a gamma variable of mean 1, or nothing.
frailty <- function(n, shape) if (is.infinite(shape)) rep(1, n) else stats::rgamma(n, shape, shape)

# One row a method: the share of samples whose interval holds the truth, and of
# those that miss it on either side. An interval that is not defined misses.
shares <- function(cell, truth, intervals) {
  rows <- lapply(names(intervals), function(method) {
    x <- intervals[[method]]
    known <- !is.na(x$low) & !is.na(x$high)
    data.frame(cell, method, samples = length(x$low),
               covered = mean(known & x$low <= truth & truth <= x$high),
               too_high = mean(!known | x$low > truth), too_low = mean(known & x$high < truth))
  })
  do.call(rbind, rows)
}

limits <- function(x) list(low = x$conf_low, high = x$conf_high)

# The bootstrap with bias correction and acceleration, of patients, as the
# package boot does it: the quantiles of 999 resampled rates. Undefined without
# any event.
bca <- function(events, years, draws = 999) {
  n <- length(events)
  rate <- sum(events) / sum(years)
  if (rate == 0) return(c(NA, NA))
  at <- matrix(sample.int(n, n * draws, TRUE), n)
  resampled <- sort(colSums(matrix(events[at], n)) / colSums(matrix(years[at], n)))
  z0 <- stats::qnorm(min(max(mean(resampled < rate), 0.5 / draws), 1 - 0.5 / draws))
  without <- (sum(events) - events) / (sum(years) - years)
  u <- mean(without) - without
  a <- sum(u^3) / (6 * sum(u^2)^1.5)
  z <- z0 + stats::qnorm(c(0.025, 0.975))
  p <- stats::pnorm(z0 + z / (1 - a * z))
  if (anyNA(p)) return(c(NA, NA))
  unname(stats::quantile(resampled, p, type = 6))
}

single_rates <- function(n, shape, rate, samples) {
  years <- stats::runif(n * samples, 0.5, 3)
  events <- stats::rpois(n * samples, frailty(n * samples, shape) * rate * years)
  sample <- rep(seq_len(samples), each = n)
  of <- function(method) limits(ci_rate_patients(events, years, sample, method))
  cell <- data.frame(design = "one rate", n, shape, rate, ratio = NA, noise = "none", zero = 0, times = "0.5 to 3")
  few <- seq_len(min(samples, 500))
  boot <- vapply(few, function(i) bca(events[sample == i], years[sample == i]), c(0, 0))
  shares(cell, rate, list(
    pooled_t = of("pooled_t"), scaled = of("scaled"), robust = of("robust"), nb = of("nb"), garwood = of("garwood"),
    BCa = list(low = boot[1, ], high = boot[2, ])
  ))
}

# Times of patients: as above, one scan each, or from weeks to many years.
times_of <- list(
  "0.5 to 3" = function(n) stats::runif(n, 0.5, 3), "1" = function(n) rep(1, n),
  "0.05 to 8" = function(n) exp(stats::runif(n, log(0.05), log(8)))
)

# A share `zero` of the patients never has an event; the others have as many more.
uneven_rates <- function(n, shape, rate, zero, times, samples) {
  years <- times_of[[times]](n * samples)
  own <- frailty(n * samples, shape) * stats::rbinom(n * samples, 1, 1 - zero) / (1 - zero)
  events <- stats::rpois(n * samples, own * rate * years)
  sample <- rep(seq_len(samples), each = n)
  of <- function(method) limits(ci_rate_patients(events, years, sample, method))
  cell <- data.frame(design = "uneven rate", n, shape, rate, ratio = NA, noise = "none", zero, times)
  without <- tapply(events, sample, sum) == 0
  cbind(shares(cell, rate, list(pooled_t = of("pooled_t"), scaled = of("scaled"), robust = of("robust"))),
        no_event = mean(without))
}

# Lesions of one scan before and one after, or events of two times that are as unlike.
uneven_pairs <- function(n, shape, mean, ratio, zero, times, samples) {
  own <- mean * frailty(n * samples, shape) * stats::rbinom(n * samples, 1, 1 - zero) / (1 - zero)
  t0 <- times_of[[times]](n * samples)
  t1 <- times_of[[times]](n * samples)
  before <- stats::rpois(n * samples, own * t0)
  after <- stats::rpois(n * samples, own * ratio * t1)
  sample <- rep(seq_len(samples), each = n)
  of <- function(...) limits(compare_rates_paired(before, t0, after, t1, group = sample, ...))
  cell <- data.frame(design = "uneven pairs", n, shape, rate = mean, ratio, noise = "none", zero, times)
  rows <- rbind(shares(cell, ratio, list(cr2 = of("cr2"), cr2_floor = of("cr2", floor = TRUE), robust = of("robust"))),
                shares(cell, mean * ratio - mean, list(difference = of(measure = "difference"))))
  cbind(rows, no_event = mean(tapply(before + after, sample, sum) == 0))
}

two_groups <- function(n, shape, rate, ratio, times, samples) {
  methods <- c("cr2", "welch", "scaled_exact")
  one <- function(i) {
    years <- times_of[[times]](2 * n)
    group <- rep(1:2, each = n)
    events <- stats::rpois(2 * n, frailty(2 * n, shape) * rate * ifelse(group == 2, ratio, 1) * years)
    by <- lapply(methods, function(method) compare_rates_patients(events, years, group, method = method))
    c(unlist(lapply(by, `[`, c("conf_low", "conf_high"))), by[[1]]$exact_low, by[[1]]$exact_high)
  }
  x <- vapply(seq_len(samples), one, numeric(8))
  intervals <- lapply(1:4, function(k) list(low = x[2 * k - 1, ], high = x[2 * k, ]))
  shares(data.frame(design = "two groups", n, shape, rate, ratio, noise = "none", zero = 0, times), ratio,
         stats::setNames(intervals, c(methods, "exact")))
}

# `noise`: shape of a gamma variable that each patient's rate in each period is
# multiplied by, or none.
same_patients <- function(n, shape, rate, ratio, noise, samples) {
  u <- frailty(n * samples, shape)
  t1 <- stats::runif(n * samples, 0.5, 3)
  before <- stats::rpois(n * samples, u * rate * frailty(n * samples, noise))
  after <- stats::rpois(n * samples, u * rate * ratio * t1 * frailty(n * samples, noise))
  sample <- rep(seq_len(samples), each = n)
  of <- function(method = NULL, ...) {
    limits(compare_rates_paired(before, 1, after, t1, method, group = sample, ...))
  }
  intervals <- list(cr2 = of("cr2"), cr2_floor = of("cr2", floor = TRUE), robust = of("robust"), scaled_exact = of("scaled_exact"),
                    pooled = of("pooled"), exact = of("exact"))
  noise <- if (is.infinite(noise)) "none" else sprintf("gamma %g", noise)
  cell <- data.frame(design = "same patients", n, shape, rate, ratio, noise, zero = 0, times = "0.5 to 3")
  rbind(shares(cell, ratio, intervals),
        shares(cell, rate * ratio - rate, list(difference = of(measure = "difference"))))
}

# The difference alone, of more patients who differ much.
paired_differences <- function(n, ratio, times, samples) {
  own <- frailty(n * samples, 0.5)
  t0 <- times_of[[times]](n * samples)
  t1 <- times_of[[times]](n * samples)
  before <- stats::rpois(n * samples, own * t0)
  after <- stats::rpois(n * samples, own * ratio * t1)
  cell <- data.frame(design = "paired difference", n, shape = 0.5, rate = 1, ratio, noise = "none", zero = 0, times)
  x <- compare_rates_paired(before, t0, after, t1, group = rep(seq_len(samples), each = n), measure = "difference")
  cbind(shares(cell, ratio - 1, list(difference = limits(x))), no_event = NA)
}

coverage <- function(samples) {
  set.seed(20110430)
  cells <- c(
    Map(function(n, shape, rate) function() single_rates(n, shape, rate, samples),
        rep(sizes, 16), rep(rep(shapes, each = 3), 4), rep(c(0.1, 0.3, 1, 2), each = 12)),
    Map(function(n, shape, ratio, noise) function() same_patients(n, shape, 1, ratio, noise, samples),
        rep(sizes, 16), rep(rep(shapes, each = 3), 4), rep(rep(c(1, 0.3), each = 12), 2), rep(c(Inf, 2), each = 24))
  )
  rows <- run_cells(cells)
  rows <- rbind(rows, group_cells(min(samples, 2000)))
  rows$no_event <- NA
  rows <- rbind(rows, uneven(samples))
  for (column in c("covered", "too_high", "too_low", "no_event")) rows[[column]] <- round(rows[[column]], 4)
  rows
}

# With a seed of their own, so that they can be drawn without the others.
group_cells <- function(samples) {
  set.seed(20110433)
  grid <- expand.grid(n = sizes, shape = shapes, ratio = c(1, 0.4), times = c("0.5 to 3", "0.05 to 8"),
                      stringsAsFactors = FALSE)
  run_cells(Map(function(...) function() two_groups(..., samples = samples), grid$n, grid$shape, 0.6, grid$ratio,
                grid$times))
}

# These too. Pairs take the
# exact law beside, which takes long, and so are fewer.
uneven <- function(samples) {
  rbind(uneven_cells(samples), uneven_pair_cells(min(samples, 500)), difference_cells(samples))
}

uneven_cells <- function(samples) {
  set.seed(20110431)
  grid <- expand.grid(n = c(11, 25, 60, 200), shape = c(0.5, 2), rate = c(0.3, 1, 3), zero = c(0, 0.3, 0.5),
                      times = names(times_of), stringsAsFactors = FALSE)
  run_cells(Map(function(...) function() uneven_rates(..., samples = samples), grid$n, grid$shape, grid$rate, grid$zero,
                grid$times))
}

uneven_pair_cells <- function(samples) {
  set.seed(20110432)
  grid <- expand.grid(n = c(11, 25, 60), shape = 0.5, mean = 2, ratio = c(1, 0.3), zero = c(0, 0.3),
                      times = c("1", "0.05 to 8"), stringsAsFactors = FALSE)
  run_cells(Map(function(...) function() uneven_pairs(..., samples = samples), grid$n, grid$shape, grid$mean, grid$ratio,
                grid$zero, grid$times))
}

difference_cells <- function(samples) {
  set.seed(20110434)
  grid <- expand.grid(n = c(100, 200, 400), ratio = c(1, 0.3), times = c("0.5 to 3", "0.05 to 8"), stringsAsFactors = FALSE)
  run_cells(Map(function(...) function() paired_differences(..., samples = samples), grid$n, grid$ratio, grid$times))
}

run_cells <- function(cells) {
  rows <- lapply(seq_along(cells), function(i) {
    if (i %% 12 == 0) cat(sprintf("%d of %d cells\n", i, length(cells)), file = stderr())
    cells[[i]]()
  })
  do.call(rbind, rows)
}

# Run as a script, not sourced for its functions.
if (sys.nframe() == 0L) {
  arguments <- commandArgs(TRUE)
  samples <- if (length(arguments) > 1) as.integer(arguments[2]) else 2000L
  utils::write.csv(coverage(samples), arguments[1], row.names = FALSE, quote = FALSE)
}
