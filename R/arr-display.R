# How relapse rates are shown.

#' @export
display.msaudit_arr <- function(x) {
  settings <- definition(x)
  labels <- label_columns(x)
  table <- lapply(as.list(x)[labels], as.character)
  left <- seq_along(labels)
  if (length(unique(x$measure)) > 1) {
    table$rate <- c(rate = "pooled", mean = "mean")[x$measure]
    left <- c(left, length(table))
  }
  if (!all(is.na(x$patients))) table$`no relapse` <- paste0(big(x$patients - x$with_event), "/", big(x$patients))
  table$relapses <- big(x$events)
  table$years <- formatC(x$exposure, digits = 2, format = "f", big.mark = ",")
  if (!all(is.na(x$dispersion))) table$disp. <- ifelse(is.na(x$dispersion), "", formatC(x$dispersion, digits = 2, format = "f"))
  table$`rate (limits)` <- with_limits(x$estimate, x$conf_low, x$conf_high)
  unit <- if (settings$per == 1) "patient-year" else paste(format(settings$per), "patient-years")
  list(
    title = sprintf("Annualised relapse rate (%s), per %s, with %s: %s", listed(unname(rate_texts[unique(x$measure)])),
                    unit, limits_text(settings), interval_texts[settings$method]),
    parts = list(display_part(as_frame(table, nrow(x)), left = left)),
    notes = c(counted_text(settings), explained(x$note))
  )
}

rate_texts <- c(rate = "pooled", mean = "and the mean of patients' own rates, by t")

# What was counted where it is not what everybody counts, and who was left out.
counted_text <- function(settings) {
  rules <- counting_rules(settings)
  gone <- which(settings$without_time > 0)
  c(if (length(rules) > 0) sprintf("Rules: %s.", listed(rules)),
    few_days_text(settings),
    if (length(gone) > 0) {
      sprintf("Left out of %s: %s without time at risk.", encodeString(names(settings$periods)[gone], quote = "\""),
              counted_each(settings$without_time[gone], "patient"))
    })
}

# Whom a minimum of days leaves out of which measure.
few_days_text <- function(settings) {
  few <- settings$min_days > 1
  if (!any(few)) return(NULL)
  sprintf("Patients with fewer than %s in the period are left out of the %s.", counted(max(settings$min_days), "day"),
          if (all(few)) "rates" else c(rate = "pooled rate", mean = "mean")[settings$measure[few]])
}
