# Comparisons of what leaves here, of the rounded counts of both periods and of nothing else.

# Those that a comparison is of, as counts of its period, and of the same patients of its reference.
pair_counts <- function(rows) {
  labels <- comparison_groups(rows)
  periods <- list(ifelse(rows$design %in% "paired", as.character(rows$period), paste(rows$period, rows$reference, sep = "\r")),
                  as.character(rows$reference)[rows$design %in% "paired"])
  both <- c(seq_len(nrow(rows)), which(rows$design %in% "paired"))
  data.frame(rows[both, labels, drop = FALSE], period = unlist(periods), outcome = as.character(rows$outcome)[both],
             measure = rep("pairs", length(both)), unit = rep("pair", length(both)), patients = as.double(rows$patients)[both],
             check.names = FALSE, stringsAsFactors = FALSE, row.names = NULL)
}

# Comparisons by the rounded rows of both periods in what was compared.
protected_comparison <- function(rows, part, held, compared, policy) {
  source <- attr(part, "source")
  rows <- emptied(rows, rep(TRUE, nrow(rows)), c("informative", computed_columns))
  rows$patients <- to_step(as.double(rows$patients), policy)
  rows$patients[held[seq_len(nrow(rows))]] <- NA
  rows$method <- rep(NA_character_, nrow(rows))
  rows$note <- rep("suppressed", nrow(rows))
  if (is.null(compared)) return(rows)
  all <- as.data.frame.msaudit_result(source)
  # What is held back in a table of the periods is in no ratio of them.
  counted <- counted_anew(without_told(rounded_counts(compared$rows, policy), compared$held), compared$rows, source, policy)
  labels <- setdiff(intersect(label_columns(source), names(rows)), "period")
  keys <- row_keys(counted, c(labels, "period", "outcome"))
  kinds <- list(risk = "proportion", rate = c("rate", "least_rate", "first_event_rate"))
  kind <- ifelse(rows$measure %in% c("risk_difference", "risk_ratio", "odds_ratio"), "risk",
                 ifelse(rows$measure %in% c("rate_ratio", "rate_difference", "count_ratio"), "rate", ""))
  for (i in which(kind != "")) {
    beside <- function(period, measures = kinds[[kind[i]]], outcome = rows$outcome[i]) {
      row <- rows[i, ]
      row$period <- as.character(period)
      row$outcome <- outcome
      same <- which(keys == row_keys(row, c(labels, "period", "outcome")))
      of <- same[match(measures, counted$measure[same])]
      counted[of[!is.na(of)][1], ]
    }
    # Rounded counts are of whole periods: over unlike times their shares are no comparison.
    timed <- if (rows$outcome[i] == "any" && inherits(source, "msaudit_lesions")) c("new_t2", "gd") else rows$outcome[i]
    unlike <- kind[i] == "risk" && any(vapply(timed, function(outcome) {
      unlike_rounded(beside(rows$period[i], "rate", outcome), beside(rows$reference[i], "rate", outcome))
    }, NA))
    if (unlike) {
      rows$note[i] <- "unlike_lengths"
      next
    }
    found <- rounded_pair(beside(rows$period[i]), beside(rows$reference[i]), rows$measure[i], conf_level_of(part))
    for (name in names(found)) rows[[name]][i] <- found[[name]]
    if (!is.na(found$estimate)) rows$note[i] <- ""
  }
  # What was compared need not say what its outcomes are.
  shown <- shown_labels(all, source, policy, attr(part, "settings")$each)
  rows <- rows[rows$outcome %in% shown, ]
  for (name in setdiff(labels, "")) rows[[name]] <- kept_values(rows[[name]], all, name, policy, total_label(source))
  rows[!Reduce(`|`, lapply(labels, function(name) grepl("^other [(]up to", rows[[name]])), rep(FALSE, nrow(rows))), ]
}

# Whether the mean times of a patient, of rounded times and patients, lie a tenth apart.
unlike_rounded <- function(after, before) {
  mean <- function(row) row$exposure / row$patients
  isTRUE(abs(log(mean(after) / mean(before))) > log(1.1))
}

rounded_pair <- function(after, before, measure, conf_level) {
  a <- after$estimate
  b <- before$estimate
  estimate <- switch(measure, risk_difference = , rate_difference = a - b, odds_ratio = (a / (1 - a)) / (b / (1 - b)), a / b)
  if (!is.finite(estimate)) return(list(estimate = NA_real_))
  if (!measure %in% c("rate_ratio", "count_ratio") || is.na(after$events) || min(after$events, before$events) == 0) {
    return(list(estimate = estimate))
  }
  phi <- vapply(c(after$dispersion, before$dispersion), function(x) if (is.na(x)) 1 else x, 0)
  df <- after$patients + before$patients - 2
  limits <- .Call(C_log_t_interval, as.double(estimate), sqrt(phi[1] / after$events + phi[2] / before$events),
                  as.double(if (is.na(df)) 1e6 else max(1, df)), as.double(conf_level), 0L, 1)
  list(estimate = estimate, conf_low = limits$conf_low, conf_high = limits$conf_high, method = "log_t")
}
