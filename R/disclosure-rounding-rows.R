# Results computed anew from rounded counts: `rows` hold the true ones, and nothing that
# leaves here is made of them but by their rounded values.

rounded_columns <- c("patients", "with_event", "events", "at_risk", "informative")

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
  # Without a dispersion the limits of patients are not known.
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
