# Results computed anew from rounded counts: `rows` hold the true ones, and nothing that
# leaves here is made of them but by their rounded values.

rounded_columns <- c("patients", "with_event", "events", "at_risk", "informative")

protected_counts <- function(rows, part, policy) counted_anew(rounded_counts(rows, policy), rows, part, policy)

rounded_counts <- function(rows, policy) {
  given <- rows
  rows <- emptied(rows, rep(TRUE, nrow(rows)), computed_columns)
  for (name in intersect(rounded_columns, names(rows))) {
    rounded <- to_step(as.double(rows[[name]]), policy)
    rows[[name]] <- if (is.integer(given[[name]])) as.integer(rounded) else rounded
  }
  unit <- if (is.null(rows$unit)) rep("year", nrow(rows)) else as.character(rows$unit)
  if (!is.null(rows$exposure)) {
    counted <- grepl("^patient by day|^scan$", unit)
    timed <- grepl("year", unit)
    rows$exposure <- ifelse(counted, to_step(given$exposure, policy),
                            ifelse(timed, time_to_step(given$exposure, given$patients, policy), NA))
  }
  rows
}

# `given` are the exact rows, of which the dispersion and the values of patients are coarsened.
counted_anew <- function(rows, given, part, policy) {
  unit <- if (is.null(rows$unit)) rep("year", nrow(rows)) else as.character(rows$unit)
  level <- conf_level_of(part)
  rows$method <- rep(NA_character_, nrow(rows))
  rows <- protected_shares(rows, given, unit, level, with_limits = !inherits(part, "msaudit_baseline"))
  rows <- protected_rates(rows, given, unit, level, policy)
  rows <- protected_values(rows, given, policy)
  rows$note <- join_notes(no_patients = rows$patients %in% 0, zero_events = rows$events %in% 0 | rows$with_event %in% 0,
                          suppressed = is.na(rows$estimate) & !rows$patients %in% 0 & !rows$measure %in% "number")
  rows
}

conf_level_of <- function(part) {
  level <- attr(part, "settings")$conf_level
  if (is.null(level)) 0.95 else level
}

# Measures that are a share of the patients of their row.
not_shares <- c("number", "median", "lower_quartile", "upper_quartile", "duration", "mean", "cumulative_incidence", "one_minus_km")

protected_shares <- function(rows, given, unit, level, with_limits) {
  if (is.null(rows$with_event)) return(rows)
  is_share <- unit == "patient" & !rows$measure %in% not_shares & !grepl("_change$|rate$", rows$measure)
  at <- which(is_share & !is.na(rows$with_event) & !is.na(rows$patients) & rows$patients > 0)
  if (length(at) == 0) return(rows)
  found <- ci_proportion(pmin(rows$with_event[at], rows$patients[at]), rows$patients[at], conf_level = level)
  rows$estimate[at] <- found$estimate
  if (!with_limits) return(rows)
  rows$conf_low[at] <- found$conf_low
  rows$conf_high[at] <- found$conf_high
  rows$method[at] <- "clopper_pearson"
  rows
}

protected_rates <- function(rows, given, unit, level, policy) {
  if (is.null(rows$exposure)) return(rows)
  first <- rows$measure == "first_event_rate" & !is.na(rows$with_event)
  rows$events[first] <- rows$with_event[first]
  at <- which(grepl("rate$", rows$measure) & !is.na(rows$events) & rows$exposure > 0)
  if (length(at) == 0) return(rows)
  dispersion <- if (is.null(given$dispersion)) rep(NA_real_, nrow(rows)) else given$dispersion
  with_event <- if (is.null(rows$with_event)) rep(NA_real_, nrow(rows)) else rows$with_event
  coarse <- coarse_dispersion(dispersion, rows$events, with_event, rows$patients, policy)[at]
  per <- years_of_unit(unit[at])
  phi <- ifelse(is.na(coarse), 1, coarse)
  found <- lapply(split(seq_along(at), per), function(i) {
    cbind(i, ci_rate(rows$events[at[i]], rows$exposure[at[i]], dispersion = phi[i], per = per[i[1]], conf_level = level))
  })
  found <- do.call(rbind, found)
  found <- found[order(found$i), ]
  # Of patients whose dispersion is not given the limits are not known.
  found[is.null(given$dispersion) & !is.na(rows$patients[at]), c("conf_low", "conf_high")] <- NA
  by_patients <- !is.na(coarse) & !is.na(rows$patients[at])
  limits <- limits_of_rounded(rows[at, ], phi, per, level)
  for (name in names(limits)) found[[name]][by_patients] <- limits[[name]][by_patients]
  for (name in c("estimate", "conf_low", "conf_high")) rows[[name]][at] <- found[[name]]
  if (!is.null(rows$dispersion)) rows$dispersion[at] <- coarse
  rows$method[at] <- ifelse(by_patients, "rounded_t", ifelse(is.na(coarse), "garwood", "scaled"))
  rows
}

# As the default of rates of patients has them, but that all count for as long, since of
# rounded numbers no more is known.
limits_of_rounded <- function(rows, phi, per, level) {
  spread <- list(effective = as.double(rows$patients), jackknife = phi, alpha = rep(0, nrow(rows)))
  pooled_limits(as.double(rows$events), as.double(rows$exposure), as.double(rows$patients), spread, NULL, per, level)[c("conf_low", "conf_high")]
}

# "100 years": 100.
years_of_unit <- function(unit) {
  many <- grepl("^[0-9.]+ ", unit)
  per <- rep(1, length(unit))
  per[many] <- as.double(sub(" .*", "", unit[many]))
  per
}

protected_values <- function(rows, given, policy) {
  at <- which(rows$measure %in% c(value_measures, "duration") & !is.na(given$estimate) & !is.na(rows$patients))
  at <- at[!in_first_step(rows$patients[at], policy)]
  coarse <- ifelse(rows$unit[at] %in% "year", round(given$estimate[at]), signif(given$estimate[at], 1))
  rows$estimate[at] <- coarse
  rows
}

# Comparisons by the rounded rows of both periods in what was compared.
protected_comparison <- function(rows, part, policy) {
  source <- attr(part, "source")
  rows <- emptied(rows, rep(TRUE, nrow(rows)), c("informative", computed_columns))
  rows$patients <- to_step(as.double(rows$patients), policy)
  rows$method <- rep(NA_character_, nrow(rows))
  rows$note <- rep("suppressed", nrow(rows))
  if (!all(c("outcome", "measure", "patients", "events", "estimate") %in% names(source))) return(rows)
  all <- as.data.frame.msaudit_result(source)
  counted <- protected_counts(all, source, policy)
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

# Curves at coarse days, of rounded numbers at risk and of rounded events up to them.
protected_curves <- function(rows, part, policy) {
  asked <- attr(part, "settings")$times
  labels <- setdiff(names(rows), setdiff(curve_columns, c("outcome", "measure")))
  key <- row_keys(rows, labels)
  parts <- lapply(split(seq_along(key), factor(key, unique(key))), function(at) coarse_curve(rows[at, ], asked, policy))
  out <- do.call(rbind, c(list(rows[0, ]), parts))
  row.names(out) <- NULL
  out
}

coarse_curve <- function(rows, asked, policy) {
  rows <- rows[order(rows$time), ]
  days <- if (is.null(asked)) 91 * seq_len(max(1, min(80, ceiling(max(rows$time) / 91)))) else sort(unique(as.double(asked)))
  since <- c(0, days[-length(days)])
  # Those at risk at the beginning of each stretch are those on the next day with a row.
  next_row <- findInterval(since, rows$time, left.open = TRUE) + 1
  at_risk <- to_step(as.double(rows$at_risk)[next_row], policy)
  cumulated <- to_step(c(0, cumsum(rows$events))[findInterval(days, rows$time) + 1], policy)
  use <- which(!is.na(at_risk) & !in_first_step(at_risk, policy))
  use <- use[use == seq_along(use)]
  new <- pmax(0, diff(c(0, cumulated)))[use] / at_risk[use]
  estimate <- switch(rows$measure[1], mcf = cumsum(new), cumulative_incidence = rep(NA_real_, length(use)), cumprod(1 - pmin(1, new)))
  out <- rows[rep(1, length(use)), ]
  out$time[] <- days[use]
  out$at_risk[] <- at_risk[use]
  out$events[] <- cumulated[use]
  out$estimate[] <- estimate
  for (name in intersect(c("std_error", "conf_low", "conf_high"), names(out))) out[[name]] <- rep(NA_real_, length(use))
  out$note <- ifelse(is.na(out$estimate), "suppressed", "")
  out
}
