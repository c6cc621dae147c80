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
  # Names of a million quantiles take longer than they do.
  lengths <- lapply(list(first, second), stats::quantile, at, type = 1, names = FALSE)
  apart <- mean(abs(lengths[[1]] - lengths[[2]]))
  apart * sqrt(n) <= 0.35 * mean(c(mean(first), mean(second)))
}

# The shorter of the two times of each patient; NULL where they are all as long.
equal_lengths <- function(first, second) if (any(first != second)) pmin(first, second)

# "1.0 v 3.0": mean years of a patient in the period and in the reference; of less than a year
# two digits.
lengths_text <- function(years, reference_years) sprintf("%s v %s", length_text(years), length_text(reference_years))

length_text <- function(x) {
  short <- x < 0.95
  ifelse(is.na(x), "not known", ifelse(short & x > 0, formatC(signif(x, 2), digits = 2, format = "fg", flag = "#", decimal.mark = "."), decimals(x, 1)))
}

has_unlike_lengths <- function(x) grepl("unlike_lengths", x$note, fixed = TRUE)

# What is left of shares over unlike lengths: the estimate, which says no more than what
# was seen.
without_inference <- function(rows) {
  rows[c("conf_low", "conf_high", "p", "exact_low", "exact_high", "p_exact")] <- NA_real_
  rows$note <- add_note(rows$note, "unlike_lengths", rep(TRUE, nrow(rows)))
  rows
}

# Measures that grow with the time looked at: shares over whole periods.
length_measures <- c("proportion", "least_proportion", "most_proportion", "recurrence", "worst_grade", "incident",
                     "least_incident", "most_incident", "recovered")

# Patients and years of each row of the labels.
row_lengths <- function(row, days, labels) {
  years <- vapply(split(as.double(days), factor(row, seq_len(nrow(labels)))), sum, 0, USE.NAMES = FALSE) / 365.25
  cbind(labels, patients = tabulate(row, nrow(labels)), years = years)
}

# "1.9 years a patient" of each row of the labels that `x` has, by its key; none where all
# that is shown is as long. Of rounded results the lengths are those of rounded numbers, and of
# those with cells held back they are of what is shown.
length_words <- function(x) {
  lengths <- if (is.null(attr(x, "row_lengths"))) attr(x, "settings")$lengths else attr(x, "row_lengths")
  if (is.null(lengths) && inherits(x, "msaudit_suppressed")) lengths <- shown_lengths(as.data.frame.msaudit_result(x))
  if (is.null(lengths) || !any(x$measure %in% length_measures)) return(character())
  labels <- setdiff(names(lengths), c("patients", "years"))
  shown <- unique(row_keys(as.data.frame(x)[x$measure %in% length_measures, ], labels))
  lengths <- lengths[match(shown, row_keys(lengths, labels)), ]
  mean <- length_text(lengths$years / lengths$patients)
  known <- !is.na(lengths$years) & lengths$patients > 0
  if (length(unique(mean[known])) < 2) return(character())
  structure(sprintf("%s years a patient", mean), names = shown)[known]
}

# Patients and years of each row of the labels by the rate that is shown of it.
shown_lengths <- function(rows) {
  if (is.null(rows$exposure) || is.null(rows$unit)) return()
  labels <- setdiff(names(rows), c(result_columns, computed_columns, setdiff(not_groups_of(rows), "period")))
  rates <- rows[rows$measure == "rate" & grepl("year", rows$unit) & !is.na(rows$exposure) & !is.na(rows$patients) &
                  rows$patients > 0, ]
  rates <- rates[!duplicated(row_keys(rates, labels)), ]
  if (nrow(rates) > 0) cbind(rates[labels], patients = rates$patients, years = rates$exposure)
}

with_length <- function(key, words) {
  at <- match(key, names(words))
  ifelse(is.na(at), key, sprintf("%s (%s)", key, words[at]))
}

# "\"On natalizumab\" (1.9 years a patient)".
quoted_with_length <- function(key, lengths) {
  sub(encodeString(key), encodeString(key, quote = "\""), with_length(key, lengths), fixed = TRUE)
}
