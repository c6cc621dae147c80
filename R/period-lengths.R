# Whether two times are of like length. A share of patients with an event grows with
# the time that they are looked at: over unlike lengths it is no comparison.

# Of two groups: how far their lengths lie apart, patient by patient in order of length,
# as a share of their mean. A share is off by at most 0.57 times that and the root of the
# number of patients in each group, in standard errors (that of 1 - exp(-x) at x = 1.6):
# up to 0.35 a p below 0.05 comes in fewer than 5.5 % of samples without any effect.
like_lengths <- function(first, second) {
  if (length(first) == 0 || length(second) == 0) return(TRUE)
  n <- min(length(first), length(second))
  at <- (seq_len(max(length(first), length(second))) - 0.5) / max(length(first), length(second))
  apart <- mean(abs(stats::quantile(first, at, type = 1) - stats::quantile(second, at, type = 1)))
  apart * sqrt(n) <= 0.35 * mean(c(mean(first), mean(second)))
}

# The shorter of the two times of each patient; NULL where they are all as long.
equal_lengths <- function(first, second) if (any(first != second)) pmin(first, second)

# "1.0 v 3.0": mean years of a patient in the period and in the reference.
lengths_text <- function(years, reference_years) sprintf("%s v %s", decimals(years, 1), decimals(reference_years, 1))

has_unlike_lengths <- function(x) grepl("unlike_lengths", x$note, fixed = TRUE)

# What is left of shares over unlike lengths: the estimate, which says no more than what
# was seen.
without_inference <- function(rows) {
  rows[c("conf_low", "conf_high", "p", "exact_low", "exact_high", "p_exact")] <- NA_real_
  rows$note <- add_note(rows$note, "unlike_lengths", rep(TRUE, nrow(rows)))
  rows
}
