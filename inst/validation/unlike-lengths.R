# How often a p that audit_compare() prints of adverse events and of relapse rates is below
# 0.05 where nothing differs but the length of the two times. Rscript unlike-lengths.R
# FILE [samples a cell] writes a table.
suppressMessages(library(msaudit))

# Years of each patient in the two periods.
lengths_of <- list(
  `3 v 1` = function(n) list(rep(3, n), rep(1, n)),
  `2 v 1` = function(n) list(rep(2, n), rep(1, n)),
  `unequal per patient` = function(n) list(stats::runif(n, 0.5, 4), stats::rexp(n, 1) + 0.2)
)

# Patients differ by a gamma variable of shape 1; 0.7 events a year.
one_sample <- function(design, lengths, n) {
  years <- lengths_of[[lengths]](n)
  days <- lapply(years, function(x) round(x * 365.25))
  paired <- design == "paired"
  ids <- if (paired) list(seq_len(n), seq_len(n)) else list(seq_len(n), n + seq_len(n))
  start <- if (paired) list(rep(0, n), days[[1]]) else list(rep(0, n), rep(0, n))
  end <- if (paired) days[[1]] + days[[2]] else c(days[[1]], days[[2]])
  frailty <- stats::rgamma(length(end), 1)
  onset <- lapply(seq_along(end), function(i) sort(floor(stats::runif(stats::rpois(1, 0.7 * frailty[i] * end[i] / 365.25), 0, end[i]))))
  events <- data.frame(id = rep(seq_along(end), lengths(onset)), onset = unlist(onset))
  cohort <- audit_cohort(
    data.frame(id = seq_along(end), follow_up_start = 0, follow_up_end = end),
    data.frame(id = unlist(ids), drug = rep(c("a", "b"), each = n), start = unlist(start),
               stop = unlist(start) + unlist(days)),
    relapses = events, events = cbind(events, term = rep("Rash", nrow(events)))
  )
  periods <- audit_periods(cohort, a = period_on("a", grace = 0), b = period_on("b", grace = 0))
  rows <- rbind(
    cbind(verb = "audit_ae", as.data.frame(audit_compare(audit_ae(cohort, periods)))[c("measure", "p")]),
    cbind(verb = "audit_arr", as.data.frame(audit_compare(audit_arr(cohort, periods, relapse_gap = 1)))[c("measure", "p")])
  )
  data.frame(design, lengths, n, rows)
}

arguments <- commandArgs(TRUE)
samples <- if (length(arguments) > 1) as.integer(arguments[2]) else 1000L
set.seed(20261130)
cells <- expand.grid(n = 40, lengths = names(lengths_of), design = c("paired", "independent"), stringsAsFactors = FALSE)
table <- lapply(seq_len(nrow(cells)), function(i) {
  one <- function(k) one_sample(cells$design[i], cells$lengths[i], cells$n[i])
  rows <- do.call(rbind, lapply(seq_len(samples), one))
  key <- rows[!duplicated(rows[c("verb", "measure")]), c("design", "lengths", "n", "verb", "measure")]
  p <- lapply(seq_len(nrow(key)), function(j) rows$p[rows$verb == key$verb[j] & rows$measure == key$measure[j]])
  cbind(key, samples = samples, with_p = vapply(p, function(x) sum(!is.na(x)), 0L),
        rejected = vapply(p, function(x) mean(!is.na(x) & x < 0.05), 0))
})
utils::write.csv(do.call(rbind, table), arguments[1], row.names = FALSE)
