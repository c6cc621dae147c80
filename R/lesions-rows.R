# The rows of audit_lesions(): each measure is a part with an element for each
# group and period.

lesion_rows <- function(sums, tally, row, labels, of) {
  kinds <- c("new_t2", "gd", "any")
  bounded <- sums$totals[2] > 0
  c(
    proportion_parts("scan", "proportion", tally$scanned, tally$in_period, of),
    rate_parts(sums, "new_t2", row, labels, of),
    rate_parts(sums, "gd", row, labels, of),
    unlist(lapply(kinds, function(kind) {
      active <- tally[[paste0("active_", kind)]]
      # Lesions seen of one kind are some of either, though the other be unknown.
      seen <- if (kind == "any") tally$seen_any else active
      c(proportion_parts(kind, "proportion", active, tally[[paste0("known_", kind)]], of),
        proportion_parts(kind, "least_proportion", seen, tally$in_period, of),
        proportion_parts(kind, "most_proportion", tally[[paste0("perhaps_", kind)]], tally$in_period, of))
    }), recursive = FALSE),
    unlist(lapply(c("new_t2", "gd"), function(kind) class_parts(tally, kind, of)), recursive = FALSE),
    rate_parts(sums, "active", row, labels, of, c(if (bounded) "least_rate" else "rate", "most_rate"))
  )
}

# Parts one after the other as rows: those of a group and period together, the
# kinds in the order in which they are read.
by_label <- function(parts, labels) {
  n <- nrow(labels)
  rank <- order(match(vapply(parts, `[[`, "", "outcome"), lesion_outcomes),
                match(vapply(parts, `[[`, "", "measure"), lesion_measures))
  frames <- lapply(parts[rank], function(values) as.data.frame(new_result("lesions", labels, values, NULL)))
  rows <- do.call(rbind, frames)
  rows[order(rep(seq_len(n), length(parts)), method = "radix"), ]
}

lesion_outcomes <- c("scan", "new_t2", "gd", "any", "active", "t2_count", "t2_volume")

lesion_measures <- c("proportion", "least_proportion", "most_proportion", "rate", "least_rate", "most_rate",
                     "share_0", "share_1", "share_2_3", "share_4_more", "median_change", "lower_change",
                     "upper_change", "median_percent_change", "lower_percent_change", "upper_percent_change")

proportion_parts <- function(outcome, measure, with_event, patients, of) {
  shares <- ci_proportion(with_event, patients, conf_level = of$conf_level)
  list(c(list(outcome = outcome, measure = measure, patients = as.integer(patients),
              with_event = as.integer(with_event), exposure = as.double(patients), unit = "patient"),
         as.list(shares[c("estimate", "conf_low", "conf_high", "method", "note")])))
}

class_parts <- function(tally, kind, of) {
  classes <- paste0("share_", c("0", "1", "2_3", "4_more"))
  counts <- tally[paste0(kind, "_", classes)]
  patients <- Reduce(`+`, counts)
  unlist(Map(function(class, with) proportion_parts(kind, class, with, patients, of), classes, counts),
         recursive = FALSE, use.names = FALSE)
}

# The rate with the least that counts can be and, where some are bounds, with
# the most.
rate_parts <- function(sums, outcome, row, labels, of, measures = c("rate", "most_rate")) {
  kind <- c(new_t2 = "t2", gd = "gd", active = "active")[[outcome]]
  shares <- outcome == "new_t2" && any(sums$shared_days > 0)
  least <- sums[[kind]]
  most <- sums[[paste0(kind, "_most")]]
  exposure <- if (kind == "t2") sums$t2_days else sums[[paste0(kind, "_scans")]]
  if (shares) {
    least <- least + sums$shared
    most <- most + sums$shared_most
    exposure <- exposure + sums$shared_days
  }
  is_bound <- !identical(least, most)
  rates <- function(measure, lesions) {
    found <- lesion_rates(lesions, exposure, row, nrow(labels), outcome, shares, of)
    at_least <- if (measure == "rate" && is_bound) tabulate(row[most > least], nrow(labels)) > 0 else
      rep(FALSE, nrow(labels))
    found$note <- add_note(add_note(found$note, "shared_intervals", shares), "counts_at_least", at_least)
    c(list(outcome = outcome, measure = measure), found)
  }
  c(list(rates(measures[1], least)), if (is_bound || measures[1] == "least_rate") list(rates(measures[2], most)))
}

# Rates of the patients with exposure. Parts of lesions are multiples of 2^-30.
# Where a count has no upper bound neither has the rate: only its lower limit is given.
lesion_rates <- function(lesions, exposure, row, n_rows, outcome, shares, of) {
  per <- if (outcome == "new_t2") of$a_year else 1
  part <- if (shares) 2^30 else 1
  # Long vectors are copied, and others as long made, where that changes them alone.
  if (!.Call(C_all_within, exposure, .Machine$double.xmin, Inf)) {
    use <- which(exposure > 0)
    lesions <- lesions[use]
    exposure <- exposure[use]
    row <- row[use]
  }
  open <- logical(n_rows)
  if (!.Call(C_all_within, lesions, 0, .Machine$double.xmax)) {
    endless <- which(lesions == Inf)
    open <- tabulate(row[endless], n_rows) > 0
    lesions[endless] <- 0
  }
  if (shares) {
    lesions <- lesions * part
    exposure <- exposure * part
  }
  found <- patient_rates(lesions, exposure, row, n_rows, of$method, per = per, conf_level = of$conf_level, part = part)
  found$exposure <- found$years / per
  values <- as.list(found[setdiff(intersect(names(found), result_columns), "years")])
  values$unit <- if (outcome == "new_t2") "year" else "scan"
  for (column in c("events", "estimate", "conf_high")) values[[column]][open] <- Inf
  values$conf_low[open] <- 0
  values$dispersion[open] <- NA
  values$note[open] <- "no_upper_end"
  values
}

# Median and quartiles of the change from the baseline, and of that in percent.
change_rows <- function(change, row, n_rows, conf_level) {
  parts <- lapply(names(change), function(outcome) {
    of <- change[[outcome]]
    by <- of$final - of$baseline
    positive <- !is.na(of$baseline) & of$baseline > 0
    percent <- rep(NA_real_, length(by))
    percent[positive] <- 100 * by[positive] / of$baseline[positive]
    zero <- tabulate(row[!is.na(by) & !positive], n_rows) > 0
    c(quartile_parts(outcome, "change", by, of$days, row, n_rows, conf_level, FALSE),
      quartile_parts(outcome, "percent_change", percent, of$days, row, n_rows, conf_level, zero))
  })
  unlist(parts, recursive = FALSE)
}

quartile_parts <- function(outcome, what, value, days, row, n_rows, conf_level, zero_baseline) {
  known <- which(!is.na(value))
  by_row <- split(value[known], factor(row[known], seq_len(n_rows)))
  found <- lapply(by_row, function(x) .Call(C_quartiles, sort(x, method = "radix"), as.double(conf_level)))
  column <- function(name) nan_to_na(vapply(found, `[[`, 0, name, USE.NAMES = FALSE))
  patients <- lengths(by_row, use.names = FALSE)
  years <- vapply(split(days[known], factor(row[known], seq_len(n_rows))), sum, 0, USE.NAMES = FALSE) / 365.25
  note <- join_notes(no_patients = patients == 0, zero_baseline = rep_len(zero_baseline, n_rows),
                     unbounded = column("conf_low") == -Inf)
  lapply(c("median", "lower", "upper"), function(name) {
    median <- name == "median"
    list(outcome = outcome, measure = paste0(name, "_", what), patients = patients, exposure = years,
         unit = if (what == "change") "patient" else "percent", estimate = column(name),
         conf_low = if (median) column("conf_low"), conf_high = if (median) column("conf_high"),
         method = if (median) "order_statistics" else "quantile",
         note = if (median) note else gsub(";?unbounded", "", note))
  })
}
