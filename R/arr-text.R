# Relapse rates in words.

#' @export
results_text.msaudit_arr <- function(x) {
  settings <- definition(x)
  years <- sprintf("%s patient-years", decimals(x$exposure, 2))
  relapses <- ifelse(is.na(x$events), "an unknown number of relapses", counted_each(x$events, "relapse"))
  patients <- ifelse(is.na(x$patients), "", sprintf(", %s of %s patients relapsing", big(x$with_event), big(x$patients)))
  each <- sprintf("%s in %s (%s in %s%s)", ifelse(is.na(x$estimate), "not known", ci_text(x, settings$conf_level)), quoted_keys(x, label_columns(x)), relapses, years,
                  patients)
  per <- if (settings$per == 1) "" else sprintf(" per %s patient-years", number_text(settings$per))
  names <- c(rate = "The annualised relapse rate", mean = "The mean of the patients' own relapse rates")
  said <- unique(x$measure)
  sentences <- sprintf("%s%s was %s.", names[said], per, vapply(said, function(name) listed(each[x$measure == name]), ""))
  paste(c(sentences, undated_sentence(undated_of(x, "relapses"), "relapses")), collapse = " ")
}

#' @export
methods_text.msaudit_arr <- function(x) {
  settings <- definition(x)
  paste(c(
    counting_text(x, settings),
    rate_method_text(settings),
    package_text()
  ), collapse = " ")
}

rate_method_text <- function(settings, conf_level = settings$conf_level) {
  c(if ("rate" %in% settings$measure) sprintf("The annualised relapse rate is pooled, all relapses over all patient-years%s, with %s: %s.",
            if (is.null(settings$relapse_gap)) "" else " (days / 365.25)", limits_text(list(conf_level = conf_level)),
            interval_texts[[settings$method]]),
    if ("rate" %in% settings$measure) interval_sentence(settings$method),
    if ("mean" %in% settings$measure) "The mean is that of the patients' own rates, with limits by Student's t.")
}

# What was counted, of a cohort; totals and vectors were counted by others.
counting_text <- function(x, settings) {
  if (is.null(settings$relapse_gap)) return()
  periods <- sprintf("%s (%s)", encodeString(names(settings$periods), quote = "\""), settings$periods)
  from <- c(onset = "the last counted onset", end = "the end of the last counted relapse")[[settings$gap_from]]
  gap <- if (settings$relapse_gap == 1 && settings$gap_from == "onset") "Each day with an onset was a relapse." else
    sprintf("An onset fewer than %s after %s belonged to that relapse.", counted(settings$relapse_gap, "day"), from)
  side <- c(before = "after the first day of a period and up to its last",
            "in" = "from the first day of a period to the day before its last")[[settings$start_day]]
  rules <- counting_rules(settings)
  c(sprintf("Relapses were counted by their day of onset, %s: %s.", side, listed(periods)), gap,
    if (length(rules) > 0) sprintf("Rules: %s.", listed(rules)),
    few_days_text(settings))
}
