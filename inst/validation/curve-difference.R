# How often tests of no difference between two curves reject at 5 %, and how near
# the standard error in the same patients is to that of the bootstrap, in samples
# drawn here: Rscript curve-difference.R [samples a cell]. Some minutes.
library(msaudit)

# Spells of patients with relapses at random times, whose rates vary like a gamma
# variable of mean 1, up to an end of their own.
spells <- function(id, rate, until) {
  y <- stats::rpois(length(id), rate * until / 365.25)
  who <- c(rep(id, y), id)
  stop <- c(ceiling(stats::runif(sum(y)) * rep(until, y)), ceiling(until) + 1)
  at <- order(who, stop)
  start <- c(0, stop[at][-length(at)])
  start[!duplicated(who[at])] <- 0
  data.frame(start, stop = stop[at], event = rep(1:0, c(sum(y), length(id)))[at], id = who[at])
}

frailty <- function(n, shape) if (is.infinite(shape)) rep(1, n) else stats::rgamma(n, shape, shape)

two_groups <- function(n1, n2, rate, shape) {
  n <- n1 + n2
  x <- spells(seq_len(n), rate * frailty(n, shape), stats::runif(n, 180, 730))
  x$group <- ifelse(x$id <= n1, "a", "b")
  x
}

same_patients <- function(n, rate, shape) {
  u <- rate * frailty(n, shape)
  before <- spells(seq_len(n), u, stats::runif(n, 180, 730))
  after <- spells(seq_len(n), u, stats::runif(n, 180, 730))
  rbind(cbind(before, group = "a"), cbind(after, group = "b"))
}

rejections <- function(draw, samples) {
  p <- vapply(seq_len(samples), function(i) {
    x <- draw()
    of <- function(variance) compare_mcf(x$start, x$stop, x$event, x$id, x$group, times = 365, variance = variance)
    null <- of("null")
    c(null$p, null$p_pseudo_score, of("groups")$p_pseudo_score)
  }, numeric(3))
  p[is.na(p)] <- 1
  round(100 * rowMeans(p <= 0.05), 1)
}

# The same patients drawn again, with both their periods.
bootstrap_error <- function(x, draws = 400) {
  ids <- unique(x$id)
  rows <- split(seq_len(nrow(x)), x$id)
  estimates <- vapply(seq_len(draws), function(b) {
    drawn <- rows[match(sample(ids, replace = TRUE), names(rows))]
    again <- x[unlist(drawn), ]
    again$id <- rep(seq_along(drawn), lengths(drawn))
    compare_mcf(again$start, again$stop, again$event, again$id, again$group, times = 365)$estimate
  }, 0)
  stats::sd(estimates)
}

if (sys.nframe() == 0L) {
  arguments <- commandArgs(TRUE)
  samples <- if (length(arguments) > 0) as.integer(arguments[1]) else 2000L
  set.seed(20110430)
  cells <- expand.grid(shape = c(Inf, 1), n = c("11 11", "30 30", "11 100", "same 11", "same 30"),
                       stringsAsFactors = FALSE)
  cat("Rejected at 5 %, one relapse a year: difference at a year, pseudo-score by either variance\n")
  for (i in seq_len(nrow(cells))) {
    n <- suppressWarnings(as.integer(strsplit(cells$n[i], " ")[[1]]))
    shape <- cells$shape[i]
    draw <- if (is.na(n[1])) function() same_patients(n[2], 1, shape) else function() two_groups(n[1], n[2], 1, shape)
    cat(sprintf("%-8s shape %-4g %s\n", cells$n[i], shape,
                paste(format(rejections(draw, samples), width = 5), collapse = " ")))
  }
  cat("Standard error in the same 100 patients, over that of the bootstrap\n")
  ratios <- vapply(1:20, function(i) {
    x <- same_patients(100, 1, 1)
    compare_mcf(x$start, x$stop, x$event, x$id, x$group, times = 365)$std_error / bootstrap_error(x)
  }, 0)
  cat(sprintf("mean %.3f, range %.3f to %.3f\n", mean(ratios), min(ratios), max(ratios)))
}
