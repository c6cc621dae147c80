# How relapse rates are shown.

#' @export
display.msaudit_arr <- function(x) {
  settings <- definition(x)
  labels <- label_columns(x)
  table <- lapply(as.list(x)[labels], label_texts)
  left <- seq_along(labels)
  if (length(unique(x$measure)) > 1) {
    table$rate <- c(rate = "pooled", mean = "mean")[x$measure]
    left <- c(left, length(table))
  }
  if (!all(is.na(x$patients))) table$`no relapse` <- paste0(big(x$patients - x$with_event), "/", big(x$patients))
  table$relapses <- big(x$events)
  table$years <- decimals(x$exposure, 2)
  # How patients vary is not known of totals.
  if (!all(is.na(x$dispersion) | is.na(x$patients))) table$disp. <- ifelse(is.na(x$dispersion), "", decimals(x$dispersion, 2))
  table$`rate (limits)` <- with_limits(x$estimate, x$conf_low, x$conf_high)
  unit <- if (settings$per == 1) "patient-year" else paste(number_text(settings$per), "patient-years")
  list(
    title = sprintf("Annualised relapse rate (%s), per %s, with %s%s", paste(rate_texts[unique(x$measure)], collapse = ", and "),
                    unit, limits_text(settings),
                    if ("rate" %in% x$measure) paste(":", interval_texts[settings$method]) else ""),
    parts = list(display_part(as_frame(table, nrow(x)), left = left)),
    notes = c(counted_text(settings), undated_text(undated_of(x, "relapses"), "relapses"), explained(x$note))
  )
}

rate_texts <- c(rate = "pooled", mean = "the mean of patients' own rates, by t")

# The counting rules that differ from the defaults, and the patients left out.
counted_text <- function(settings) {
  rules <- c(gap_rule(settings), counting_rules(settings))
  gone <- which(settings$without_time > 0)
  c(if (length(rules) > 0) sprintf("Rules: %s.", listed(rules)),
    few_days_text(settings),
    if (length(gone) > 0) {
      sprintf("Left out of %s: %s without time at risk.", encodeString(names(settings$periods)[gone], quote = "\""),
              counted_each(settings$without_time[gone], "patient"))
    })
}

gap_rule <- function(settings) {
  if (is.null(settings$relapse_gap) || (settings$relapse_gap == 30 && settings$gap_from == "onset")) return()
  if (settings$relapse_gap == 1 && settings$gap_from == "onset") return("every day with an onset a relapse")
  sprintf("a relapse at least %s after the %s of the last", counted(settings$relapse_gap, "day"), settings$gap_from)
}

# Which measures leave out patients with fewer than `min_days` days.
few_days_text <- function(settings) {
  few <- settings$min_days > 1
  if (!any(few)) return(NULL)
  sprintf("Patients with fewer than %s in the period are left out of the %s.", counted(max(settings$min_days), "day"),
          if (all(few)) "rates" else c(rate = "pooled rate", mean = "mean")[settings$measure[few]])
}
