# How often a p that audit_compare() prints is below 0.05 where nothing differs but the
# length of the two times: of relapse rates, adverse events and lesions. Rscript
# unlike-lengths.R FILE [samples a cell] writes a table; it takes an hour.
suppressMessages(library(msaudit))

# Years of each patient in the two periods.
lengths_of <- list(
  `3 v 1` = function(n) list(rep(3, n), rep(1, n)),
  `2 v 1` = function(n) list(rep(2, n), rep(1, n)),
  `unequal per patient` = function(n) list(stats::runif(n, 0.5, 4), stats::rexp(n, 1) + 0.2)
)

# Events of each patient over (0, end], at a rate a year.
events_of <- function(end, rate) {
  n <- stats::rpois(length(end), rate * end / 365.25)
  id <- rep(seq_along(end), n)
  events <- data.frame(id = id, onset = ceiling(stats::runif(length(id), 0, end[id])))
  events[!duplicated(events), ]
}

# Scans at the beginning of each period and every half year from then, with what is new
# since the scan before and what enhances on the day.
scans_of <- function(id, start, days, rate) {
  number <- 1 + pmax(1, floor(days / 183))
  row <- rep(seq_along(id), number)
  at <- sequence(number) - 1
  mri <- data.frame(id = id[row], date = start[row] + pmin(183 * at, days[row]), compare_date = NA_real_)
  mri$compare_date[at > 0] <- mri$date[which(at > 0) - 1]
  since <- ifelse(at > 0, mri$date - mri$compare_date, 0)
  mri$new_t2 <- ifelse(at > 0, stats::rpois(nrow(mri), rate[mri$id] * since / 365.25), NA)
  mri$gd <- ifelse(at > 0, stats::rpois(nrow(mri), 0.5 * rate[mri$id]), NA)
  mri[at > 0, ]
}

# Patients of many samples in one cohort. They differ by a gamma variable of mean 1.
many_samples <- function(design, lengths, n, samples, shape) {
  all <- n * samples
  days <- lapply(lengths_of[[lengths]](all), function(x) round(x * 365.25))
  paired <- design == "paired"
  ids <- if (paired) list(seq_len(all), seq_len(all)) else list(seq_len(all), all + seq_len(all))
  start <- if (paired) list(rep(0, all), days[[1]]) else list(rep(0, all), rep(0, all))
  end <- if (paired) days[[1]] + days[[2]] else c(days[[1]], days[[2]])
  rate <- 0.7 * stats::rgamma(length(end), shape, shape)
  events <- events_of(end, rate)
  cohort <- audit_cohort(
    data.frame(id = seq_along(end), follow_up_start = 0, follow_up_end = end,
               sample = rep_len(rep(seq_len(samples), each = n), length(end))),
    data.frame(id = unlist(ids), drug = rep(c("a", "b"), each = all), start = unlist(start),
               stop = unlist(start) + unlist(days)),
    relapses = events, events = cbind(events, term = rep("Rash", nrow(events))),
    mri = scans_of(unlist(ids), unlist(start), unlist(days), rate)
  )
  periods <- audit_periods(cohort, a = period_on("a", grace = 0), b = period_on("b", grace = 0))
  of <- function(verb, result) {
    found <- as.data.frame(audit_compare(result))
    data.frame(verb, found[c("outcome", "measure", "p")])
  }
  rbind(of("audit_arr", audit_arr(cohort, periods, by = "sample", relapse_gap = 1)),
        of("audit_ae", audit_ae(cohort, periods, by = "sample", measure = c("proportion", "rate"))),
        of("audit_lesions", audit_lesions(cohort, periods, by = "sample")))
}

arguments <- commandArgs(TRUE)
samples <- if (length(arguments) > 1) as.integer(arguments[2]) else 4000L
set.seed(20261130)
cells <- expand.grid(n = 40, lengths = names(lengths_of), design = c("paired", "independent"), stringsAsFactors = FALSE)
at_once <- 100L
for (i in seq_len(nrow(cells))) {
  parts <- lapply(seq_len(ceiling(samples / at_once)), function(k) {
    many_samples(cells$design[i], cells$lengths[i], cells$n[i], at_once, shape = 1)
  })
  rows <- do.call(rbind, parts)
  drawn <- at_once * length(parts)
  key <- unique(rows[c("verb", "outcome", "measure")])
  p <- lapply(seq_len(nrow(key)), function(j) {
    rows$p[rows$verb == key$verb[j] & rows$outcome == key$outcome[j] & rows$measure == key$measure[j]]
  })
  rejected <- vapply(p, function(x) sum(x < 0.05, na.rm = TRUE), 0) / drawn
  found <- cbind(cells[rep(i, nrow(key)), c("design", "lengths", "n")], key, samples = drawn,
                 with_p = vapply(p, function(x) sum(!is.na(x)), 0L), rejected = rejected,
                 monte_carlo_error = round(sqrt(rejected * (1 - rejected) / drawn), 4))
  utils::write.table(found, arguments[1], sep = ",", row.names = FALSE, col.names = i == 1, append = i > 1)
}
