# Adverse events in words. Numbers are rounded as they are printed.

# A sentence for each group, period and outcome, of the measures that there are.
#' @rdname texts
#' @usage NULL
#' @name texts
#' @export
results_text.msaudit_ae <- function(x) {
  settings <- definition(x)
  labels <- label_columns(x)
  lengths <- length_words(x)
  undated <- undated_of(x, "events")
  x <- as.data.frame(x)
  keys <- row_keys(x, c(labels, "outcome"))
  sentences <- vapply(unique(keys), function(key) {
    rows <- x[keys == key, ]
    parts <- vapply(seq_len(nrow(rows)), function(i) ae_phrase(rows[i, ], settings), "")
    text <- paste(unique(parts), collapse = "; ")
    where <- row_keys(rows[1, ], labels)
    if (identical(where, "all") && is.null(settings$periods)) return(paste0(capitalised(text), "."))
    sprintf("In %s, %s.", quoted_with_length(where, lengths), text)
  }, "")
  paste(c(sentences, undated_sentence(undated, "events")), collapse = " ")
}

ae_phrase <- function(row, settings) {
  level <- number_text(100 * settings$conf_level)
  percent <- percent_ci(row, level)
  day <- sub("patient by ", "", row$unit)
  number <- function(digits = 0) ci_text_of(row, level, digits)
  rate <- function() number(rate_digits(row$estimate, 0))
  noun <- ae_noun(row$outcome, settings)
  if (row$measure != "duration" && row$patients %in% 0L) return(sprintf("nobody was at risk of %s%s", article_of(noun), noun))
  switch(
    row$measure,
    proportion = seen_text(noun, row, percent),
    first_event_rate = sprintf("first events came at %s per %s patient-years", rate(), number_text(settings$per)),
    rate = sprintf("all events at %s per %s patient-years", rate(), number_text(settings$per)),
    cumulative_incidence = sprintf("the cumulative incidence by %s was %s", day, percent),
    one_minus_km = sprintf("one less the Kaplan-Meier share, as if nothing competed, was %s by %s", percent, day),
    recurrence = sprintf("%s of %s had two or more (%s)", big(row$with_event), counted(row$patients, "patient"), percent),
    worst_grade = sprintf("%s of %s had %s at worst (%s)", big(row$with_event), counted(row$patients, "patient"), noun, percent),
    duration = if (row$with_event == 0) sprintf("no duration of %s is known", noun) else
      sprintf("its median duration was %s days, %s ongoing", number(), big(row$patients - row$with_event))
  )
}

# "No serious infection was seen in 11 patients (0 %, 95 % CI 0 to 28 %)"
seen_text <- function(noun, row, percent) {
  if (row$with_event == 0) return(sprintf("no %s was seen in %s (%s)", noun, counted(row$patients, "patient"), percent))
  sprintf("%s%s was seen in %s of %s (%s)", article_of(noun), noun, big(row$with_event), counted(row$patients, "patient"), percent)
}

article_of <- function(noun) {
  if (!grepl("adverse event", noun, fixed = TRUE)) "" else if (grepl("^[aeiou]", noun)) "an " else "a "
}

ci_text_of <- function(x, level, digits) {
  sub("(", sprintf("(%s %% CI ", level), with_limits(x$estimate, x$conf_low, x$conf_high, digits), fixed = TRUE)
}

# What an outcome is called, as "serious infection" or "adverse event of grade 3".
ae_noun <- function(outcome, settings) {
  noun <- if (outcome == "any") "adverse event" else outcome
  each <- settings$each
  if (!is.null(each) && outcome != "any" && each %in% c("serious", "related", "grade")) {
    said <- sub(paste0("^", each, " "), "", outcome)
    noun <- if (each == "grade") paste("adverse event of", if (said == "not known") "unknown grade" else outcome) else
      paste(c(yes = each, no = paste0("non-", each), `not known` = paste("perhaps", each))[[said]], "adverse event")
  }
  told_apart <- if (outcome != "any") each
  before <- c(if (isTRUE(settings$incident)) "new",
              if (!identical(told_apart, "serious")) filter_word(settings$serious, "serious"),
              if (!identical(told_apart, "related")) filter_word(settings$related, "related"))
  grade <- if (!is.null(settings$min_grade)) sprintf("of grade %d or more", settings$min_grade)
  paste(c(before, noun, grade), collapse = " ")
}

filter_word <- function(value, word) if (!is.null(value)) if (value) word else paste0("non-", word)

# How the limits of the rate of all events came about.
all_events_text <- function(methods) {
  if (length(methods) == 0) return("Of the rate of all events no limits are given.")
  paste(c(sprintf("The rate of all events has the limits of an %s%s.", listed(unname(interval_texts[methods])),
                  if ("garwood" %in% methods) ", which takes events to fall independently of the patient" else ""),
          interval_sentence(methods)), collapse = " ")
}

#' @rdname texts
#' @usage NULL
#' @export
methods_text.msaudit_ae <- function(x) {
  settings <- definition(x)
  said <- unique(x$measure)
  texts <- c(
    proportion = "The proportion of patients with an event has the exact limits of Clopper and Pearson.",
    first_event_rate = "The rate of first events is over the time up to each patient's first, with exact Poisson limits.",
    rate = all_events_text(setdiff(x$method[x$measure == "rate"], NA)),
    cumulative_incidence = paste("The cumulative incidence is Aalen and Johansen's, with the variance of the infinitesimal",
                                 "jackknife and limits on the scale of log(-log); at 0 and 1 they are exact."),
    one_minus_km = "One less Kaplan and Meier's share is given beside, which takes nothing to compete.",
    recurrence = "Recurrence is two events or more in the period, of all patients, with exact limits.",
    duration = "A duration is that of each patient's first event, of those whose end is known, with limits by order statistics.",
    worst_grade = "At worst each patient was counted once, in the highest grade of the period."
  )
  paste(c(
    ae_counting_text(settings), texts[said], competing_text(x, settings), sprintf("Limits are of %s %%.", number_text(100 * settings$conf_level)),
    package_text()
  ), collapse = " ")
}

# What was counted, of a cohort; totals were counted by others.
ae_counting_text <- function(settings) {
  if (is.null(settings$periods)) return()
  periods <- sprintf("%s (%s)", encodeString(names(settings$periods), quote = "\""), settings$periods)
  c(
    sprintf("Adverse events were counted by their day of onset, from the first day of a period to the day before its last, and on the last where follow-up ends on it: %s.",
            listed(periods)),
    filters_text(settings),
    if (isTRUE(settings$incident)) "Patients with such an event on any day before the period were left out.",
    if (settings$after_stop > 0) sprintf("In time on a drug %s after a recorded stop were counted too.", counted(settings$after_stop, "day"))
  )
}

filters_text <- function(settings) {
  words <- c(filter_word(settings$serious, "serious"), filter_word(settings$related, "related"),
             if (!is.null(settings$min_grade)) sprintf("of grade %d or more", settings$min_grade))
  if (length(words) > 0) sprintf("Counted were events that are %s alone; those of which it is not known were left out.", listed(words))
}

# For curves of adverse events, what texts.R has of those of relapses.
ae_curves_methods <- function(x, settings) {
  texts <- c(
    mcf = "The mean cumulative number of events is Nelson's, with the robust variance of Lawless and Nadeau and limits on the log scale.",
    event_free = "The share of patients free of an event is Kaplan and Meier's, with Greenwood's variance and limits on the scale of log(-log).",
    cumulative_incidence = "The cumulative incidence is Aalen and Johansen's, with the variance of the infinitesimal jackknife and limits on the scale of log(-log)."
  )
  paste(c(
    sub("Adverse events were", sprintf("Adverse events (%s) were", settings$outcome), ae_counting_text(settings)),
    "Time is the days of the period before the event; none passes in gaps between its parts.",
    texts[settings$measure], competing_text(x, settings), sprintf("Limits are of %s %%.", number_text(100 * settings$conf_level)), package_text()
  ), collapse = " ")
}

# A sentence for each comparison and outcome.
#' @rdname texts
#' @usage NULL
#' @export
results_text.msaudit_ae_comparison <- function(x) {
  settings <- attr(x, "settings")
  level <- number_text(100 * settings$conf_level)
  by <- setdiff(names(x), comparison_columns)
  given <- x
  x <- as.data.frame(x)
  keys <- row_keys(x, c(by, "period", "outcome"))
  sentences <- vapply(unique(keys), function(key) {
    rows <- x[keys == key, ]
    of <- function(measure) rows[rows$measure == measure, ]
    parts <- c(
      if (nrow(of("risk_difference")) > 0) {
        difference <- of("risk_difference")
        risk_difference_text(difference, given, level)
      },
      if (nrow(of("risk_ratio")) > 0 && !has_unlike_lengths(of("risk_ratio"))) sprintf("risk ratio %s", ratio_phrase(of("risk_ratio"), level)),
      if (nrow(of("rate_ratio")) > 0) sprintf("rate ratio %s%s", ratio_phrase(of("rate_ratio"), level), p_phrase(of("rate_ratio")))
    )
    row <- rows[1, ]
    whom <- if (row$design == "paired") "in the same %s" else "in %s in two groups"
    sprintf("%s%s against %s, %s: %s (%s).", if (length(by) > 0) sprintf("In %s, ", quoted_keys(row, by)) else "",
            row$period, row$reference, ae_noun(row$outcome, settings), paste(parts, collapse = "; "),
            sprintf(whom, counted(row$patients, "patient")))
  }, "")
  paste(sentences, collapse = " ")
}

ratio_phrase <- function(row, level) {
  if (is.na(row$estimate)) return("not defined without an event")
  if (is.na(row$conf_low)) return(paste0(far_ratio_text(row$estimate), no_limits_text(row)))
  sprintf("%s (%s %% CI %s to %s)", far_ratio_text(row$estimate), level, far_ratio_text(row$conf_low), far_ratio_text(row$conf_high))
}

# The intervals of the risks, where there are any.
risks_made_by <- function(x, design, text) {
  if (any(x$design == design & startsWith(x$measure, "risk_") & !is.na(x$conf_low))) text else ""
}

#' @rdname texts
#' @usage NULL
#' @export
methods_text.msaudit_ae_comparison <- function(x) {
  settings <- attr(x, "settings")
  designs <- unique(x$design)
  paste(c(
    ae_counting_text(settings),
    if ("paired" %in% designs) {
      paste0("Periods were compared in the patients who have time in both: risks",
             risks_made_by(x, "paired", " by the intervals of Tango (difference) and Tang (ratio)"), ", rates by their ratio given each patient's number of events (conditional Poisson)",
             paired_interval_text(x[x$measure == "rate_ratio", ]), ".")
    },
    if ("independent" %in% designs) {
      paste0("Groups without a patient in common were compared by the risk difference and ratio",
             risks_made_by(x, "independent", ", with Miettinen and Nurminen's intervals"), ", and by the ratio of their pooled rates", grouped_interval_text(x[x$measure == "rate_ratio", ]), ".")
    },
    if (any(grepl("equal_lengths", x$note, fixed = TRUE))) {
      "For the risks the longer of each patient's two times was cut to the length of the shorter."
    },
    if (any(grepl("common_day", x$note, fixed = TRUE))) {
      "Risks of groups followed for unlike times were compared by the last day that all patients reach."
    },
    if (any(has_unlike_lengths(x))) "Risks of groups followed for unlike times were not tested; their rates were.",
    sprintf("Limits are of %s %%, p values two-sided.", number_text(100 * settings$conf_level)), package_text()
  ), collapse = " ")
}

# What competes must be said wherever a cumulative incidence is.
competing_text <- function(x, settings) {
  if (!"cumulative_incidence" %in% x$measure) return()
  what <- settings$competing
  sprintf("Competing with the event in the cumulative incidence: %s.", if (length(what) == 0) "nothing" else
    paste(c(death = "death", stop = "in time on a drug the recorded stop")[what], collapse = "; "))
}
